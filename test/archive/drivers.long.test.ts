import { beforeAll, describe, expect, test } from 'vitest'
import { CONTRACT } from './contract.ts'
import { newFolder, newPath } from './mirror.ts'
import { buildProgram, type Launcher, run, THIS_NODE } from './processes.ts'

/* Both drivers, and one file in the hands of both. Downloads other versions of Node through npx. */

const node = (version: string): Launcher => ['npx', '-y', '-p', `node@${version}`, 'node']
const VERSIONS = ['22.16', '24', '26'].map(version => ({ version, launcher: node(version) }))
// What npx itself has to say.
const ofNode = (stderr: string) => stderr.replace(/^npm (warn|notice).*\n/gm, '')

let program: string
beforeAll(async () => {
  program = await buildProgram()
})

describe.each(VERSIONS)('Node $version', ({ launcher }) => {
  test('its own SQLite does what libsql does, without a warning', async () => {
    const { answer, stderr, code } = await run(program, ['contract', newFolder()], launcher)
    expect({ answer, stderr: ofNode(stderr), code }).toEqual({
      answer: Object.keys(CONTRACT).map(name => `ok ${name}`),
      stderr: '',
      code: 0,
    })
  }, 120_000)

  test('reads and writes an archive that libsql made, and the other way round', async () => {
    for (const [first, second] of [
      [THIS_NODE, launcher],
      [launcher, THIS_NODE],
    ] as const) {
      const path = newPath()
      await run(program, ['write', path, 'first', '2'], first)
      await run(program, ['write', path, 'second', '2'], second)
      const reports = await Promise.all([first, second].map(one => run(program, ['check', path], one)))
      expect(reports.map(({ answer }) => answer)).toEqual([reports[0]!.answer, reports[0]!.answer])
      expect(reports[0]!.answer).toMatchObject({ calls: 65, withDetail: 65, found: 5, problems: [] })
    }
  }, 120_000)

  test('writes beside libsql at the same time', async () => {
    const path = newPath()
    const writers = [THIS_NODE, launcher, THIS_NODE, launcher]
    const runs = await Promise.all(writers.map((one, index) => run(program, ['write', path, `w${index}_`, '10'], one)))
    expect(runs.map(({ answer }) => answer)).toEqual(writers.map(() => 'written'))
    const { answer } = await run(program, ['check', path])
    expect(answer).toMatchObject({ calls: 41 * 13, withDetail: 41 * 13, found: 41, problems: [] })
  }, 240_000)
})
