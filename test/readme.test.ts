import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { command } from './support/command.ts'
import { firstOf } from './support/runs.ts'

/* What the documents say that can be tried: commands, links, and the files that recipes name. */

const at = (path: string): URL => new URL(`../${path}`, import.meta.url)
const read = (path: string): string => readFileSync(at(path), 'utf8')
const withoutMarks = (text: string): string => text.replaceAll(/said-[0-9a-f]{12}/g, 'said-MARK')

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']

describe('the sample answers of the README', () => {
  const block = /```\n(\$ node dist\/main\.js[\s\S]*?)```/.exec(read('README.md'))![1]!
  const examples = block.split(/^\$ node dist\/main\.js /m).slice(1)

  for (const [when, part] of firstOf(examples))
    test.each(part)('%s', when, async example => {
      const end = example.indexOf('\n')
      const args = [...example.slice(0, end).matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!)
      const { stdout, stderr } = await command([...args, '--now', '2026-11-22T12:00:00Z', '--timezone', 'UTC'])
      expect(stderr).toBe('')
      expect(withoutMarks(example.slice(end + 1)), 'Put the output of this command into README.md.').toBe(
        withoutMarks(stdout),
      )
    })
})

describe.each(DOCUMENTS)('%s', document => {
  const text = read(document)

  test('has links that lead somewhere', () => {
    const anchors = (file: string) =>
      [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        title!
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      )
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
    const broken = links.filter(([, file, anchor]) => {
      const target = file || document
      return !existsSync(at(target)) || (anchor !== undefined && !anchors(target).includes(anchor))
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  test('names files that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|bench|scripts|findings)\/[\w./-]*\w)`/g)].map(
      ([, file]) => file!,
    )
    expect(named.filter(file => !existsSync(at(file)))).toEqual([])
  })
})
