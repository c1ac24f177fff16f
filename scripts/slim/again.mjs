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
        await writeFile(path, withoutImports(code))
      }
    })
  },
}

/**
 * An import of one of Node's modules looks at all that it exports, by which Node loads what nobody wants: with `fs` its
 * promises, with these the reading of lines, and so on, for a tenth of a start of Node 24.
 */
function withoutImports(code) {
  const own = /(?<=^|[;}])import(?:\{([^{}]*)\}| ([\w$]+) |\*as ([\w$]+) )from"(node:(?!module)[\w/]+)";/g
  const made = []
  const rest = code.replace(own, (_, names, one, all, module) => {
    const name = names ? `{${names.replace(/ as /g, ':')}}` : (one ?? all)
    made.push(`const ${name}=globalThis.process.getBuiltinModule("${module}");`)
    return ''
  })
  return made.join('') + rest
}
