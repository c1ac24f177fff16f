// Makes the pages that clients show beside answers: each is one text of HTML that needs nothing else. All of them stand in
// dist/views.json.br, by name: compressed together they take half the room.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { build, transform } from 'esbuild'

const TITLES = { call: 'Call', numbers: 'Numbers', queue: 'Review queue' }

export async function buildViews() {
  const styles = (await readdir('src/views')).filter(file => file.endsWith('.css')).sort()
  // What holds for all pages comes first.
  const texts = ['page.css', ...styles.filter(file => file !== 'page.css')].map(file =>
    readFile(`src/views/${file}`, 'utf8'),
  )
  const { code: style } = await transform((await Promise.all(texts)).join('\n'), { loader: 'css', minify: true })
  const pages = {}
  for (const [name, title] of Object.entries(TITLES)) {
    const { outputFiles } = await build({
      entryPoints: [`src/views/${name}.ts`],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      minify: true,
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'warning',
      write: false,
    })
    pages[name] = page(title, style, outputFiles[0].text)
  }
  await writeFile('dist/views.json.br', brotliCompressSync(JSON.stringify(pages)))
}

const page = (title, style, script) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style><body><script>${script}</script>`
