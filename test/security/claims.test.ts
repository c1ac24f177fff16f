import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/* SECURITY.md names the test of each claim: a file, and titles in quotation marks. */

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const claims = [
  ...read('SECURITY.md').matchAll(/`(?<file>test\/[\w/.-]+)`: (?<titles>"[^"\n]+"(?:(?:, | and )"[^"\n]+")*)/g),
].flatMap(({ groups }) =>
  [...groups!.titles!.matchAll(/"([^"]+)"/g)].map(([, title]): [string, string] => [groups!.file!, title!]),
)

describe('SECURITY.md', () => {
  test('is read whole: each file that it names is followed by a title', () => {
    const named = [...read('SECURITY.md').matchAll(/`(test\/[\w/.-]+)`/g)].map(([, file]) => file)
    expect(named.length).toBeGreaterThan(20)
    expect([...new Set(claims.map(([file]) => file))].sort()).toEqual([...new Set(named)].sort())
  })

  test.each(claims)('%s has the test "%s"', (file, title) => {
    const help = 'SECURITY.md rests on this test: correct the claim, or the title that it names.'
    expect(existsSync(new URL(`../../${file}`, import.meta.url)), help).toBe(true)
    // What stands first in the brackets of a call, before a function or options.
    const titles = [...read(file).matchAll(/\((['"`])((?:(?!\1).)*)\1, (?=async|\(|\{|MORE|when|\w+ =>)/g)].map(
      ([, , found]) => found,
    )
    expect(titles, help).toContain(title)
  })
})
