import { expect, it } from 'vitest'
import { toLines } from '../../src/domain/transcript.ts'
import { chooseLines } from '../../src/domain/transcript-window.ts'
import { call, user } from './measures-calls.ts'

/** Numbers of the turns with these words. */
function matched(match: string, ...said: string[]): number[] {
  const { turns } = call(said.map(text => user(text)))
  return chooseLines(toLines(turns), turns.length, { match }).matched
}

it.each([
  ['isirgan', 'ısırgan'],
  ['IĞDIR', 'ığdır'],
  ['strasse', 'Straße'],
  ['Lodz', 'łódź'],
  ['ελενη', 'Ελένη'],
])('match takes %s for the same as %s, as search does', (one, other) => {
  expect(matched(one, `${other} bitte`, 'nothing')).toEqual([0])
  expect(matched(other, `${one} bitte`, 'nothing')).toEqual([0])
})
