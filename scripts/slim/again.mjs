// esbuild bundles and minifies; a second minifier takes off 4 % of what is left once it is compressed.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { minify } from 'rolldown/utils'

export const again = {
  name: 'again',
  setup({ initialOptions, onEnd }) {
    initialOptions.write = false
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const { code, errors } = await minify(path, text, { module: true })
        if (errors.length > 0) throw new Error(errors[0].message)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, code)
      }
    })
  },
}
