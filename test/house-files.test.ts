import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, sources } from './support/house.ts'

describe('a source file', () => {
  /** What may stand only in the named files. */
  const ONLY_IN: [what: RegExp, files: string[]][] = [
    [/\bconsole\./, []],
    [/\bprocess\.stdout\.write/, ['main.ts']],
    [/\bprocess\.stdout\b/, ['main.ts', 'transport/stdio.ts']],
    [/\bprocess\.stderr\b/, ['log.ts', 'main.ts']],
    [/\bprocess\.exit(Code)?\b/, ['main.ts']],
    [/\bprocess\.env\b/, ['api/pool.ts', 'archive/place/files.ts', 'archive/postgres/connect.ts', 'main.ts']],
    [/\bprocess\.(on|once)\(/, ['archive/place/temporary.ts', 'log.ts', 'main.ts', 'transport/stdio.ts']],
    [/@ts-(ignore|expect-error|nocheck)/, []],
    [/\b(TODO|FIXME|XXX)\b/, []],
  ]

  test.each(ONLY_IN)('has %s only where it belongs', (what, allowed) => {
    const found = sources.filter(({ file, text }) => !allowed.includes(file) && what.test(text))
    expect(found.map(({ file }) => file)).toEqual([])
  })

  /** Words that only one engine understands; what all understand is written once, with the phrases of `sql.ts`. */
  const DIALECT =
    /\b(iif\(|json_(each|quote|group_array|group_object|object|agg|array_elements\w*)\b|group_concat|string_agg|GLOB\b|rowid\b|MATCH \$|bm25|PRAGMA|fts5|unnest\()/

  test('speaks the SQL of one engine only in the folder of that engine', () => {
    const found = sources.filter(
      ({ file, text }) => !/^(archive\/(sqlite|postgres)|query\/worker)\//.test(file) && DIALECT.test(text),
    )
    expect(found.map(({ file }) => file)).toEqual([])
  })

  test('knows the browser only where it runs in one', () => {
    const found = sources.filter(
      ({ file, text }) =>
        !file.startsWith('views/') &&
        /\b(document\.(body|head|createElement\w*|querySelector\w*)|window\.(parent|addEventListener))\b/.test(text),
    )
    expect(found.map(({ file }) => file)).toEqual([])
  })

  test('has at most 250 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 251).map(({ file }) => file)
    expect(long).toEqual([])
  })
})

describe('a folder', () => {
  test('says in one line of README.md what it is for', () => {
    const folders = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
    const purpose = (folder: string): string => {
      const path = join(folder, 'README.md')
      return existsSync(path) ? readFileSync(path, 'utf8') : ''
    }
    const without = [join(ROOT, 'src'), ...folders].filter(folder => !/^.{20,140}\.\n$/.test(purpose(folder)))
    expect(without).toEqual([])
  })
})

describe.runIf(existsSync(join(ROOT, '.git')))('files of the project', () => {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const tracked = execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter(file => file !== '' && existsSync(join(ROOT, file)))

  /** What must not leave the computer it was written on; a user `ada` is invented. This file itself does not match. */
  const LEAKS: [what: string, pattern: RegExp][] = [
    [
      'a path of a computer',
      /(?<![\w.$}-])[/](?:w[o]rk|r[o]ot|h[o]me\/(?!ada\b)\w+|U[s]ers\/(?!ada\b)\w+)\/[\w.-]|[A-Z]:\\{1,2}U[s]ers\\{1,2}(?!\\?ada\b)/,
    ],
    ['a path out of the project', /\.\.\/sh[a]red\b/],
    ['a key of the API', /\b(?:sk|xi)_[0-9a-f]{32,}\b/],
    [
      'a key of somebody else',
      /\b(?:sk-[a-zA-Z0-9_-]{20,}|gh[pousr]_\w{30,}|npm_\w{30,}|AKIA[0-9A-Z]{16}|xox[bp]-\w+)/,
    ],
    ['a private key', /-----BEGIN [A-Z ]*PRIVATE K[E]Y/],
  ]

  test.each(LEAKS)('hold no %s', (_, pattern) => {
    // The pipeline may look for payloads beside the checkout; nothing else may.
    const found = tracked.filter(
      file => !file.startsWith('.ci/') && pattern.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(found).toEqual([])
  })

  test('name only files that exist, in documents and comments', () => {
    const isThere = (name: string) => tracked.some(file => file === name || file.endsWith(`/${name}`))
    // The changelog tells of what was; `N-name.ts` and `NAME.test.ts` stand for any.
    const texts = tracked.filter(file => /^(src|test)\/.*\.ts$|\.md$/.test(file) && file !== 'CHANGELOG.md')
    const gone = texts.flatMap(file =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/`([\w./-]+\.(?:ts|mjs|cjs|sh))`/g)]
        .map(([, name]) => name!)
        .filter(name => !/\b(N-name|NAME)\b/.test(name) && !isThere(name))
        .map(name => `${file}: ${name}`),
    )
    expect(gone).toEqual([])
  })

  test('name no registry in the lock file', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|registry/)
  })

  test('are not what Git should ignore', () => {
    expect(tracked.filter(file => /^(dist|node_modules|coverage)\/|\.(tgz|log|env)$/.test(file))).toEqual([])
  })
})
