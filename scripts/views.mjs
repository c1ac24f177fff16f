// Makes the pages that clients show beside answers: each is one HTML file, dist/views/NAME.html, and needs nothing else.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { build, transform } from 'esbuild'

const TITLES = { call: 'Call', numbers: 'Numbers', queue: 'Review queue' }

export async function buildViews() {
  const styles = (await readdir('src/views')).filter(file => file.endsWith('.css')).sort()
  // What holds for all pages comes first.
  const texts = ['page.css', ...styles.filter(file => file !== 'page.css')].map(file =>
    readFile(`src/views/${file}`, 'utf8'),
  )
  const { code: style } = await transform((await Promise.all(texts)).join('\n'), { loader: 'css', minify: true })
  await mkdir('dist/views', { recursive: true })
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
    await writeFile(`dist/views/${name}.html`, page(title, style, outputFiles[0].text))
  }
}

const page = (title, style, script) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style><body><script>${script}</script>`
