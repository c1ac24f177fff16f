import { describe, expect, it } from 'vitest'
import { measuresOf } from '../../src/domain/measures.ts'
import { agent, call, felt, use, user } from './measures-calls.ts'

const at = (timeSecs: number | null) => ({ timeSecs })
const deadAir = (...turns: Parameters<typeof call>[0]) => measuresOf(call(turns)).deadAir
/** Ten words: five seconds when spoken slowly, a good three when quickly. */
const TEN = 'one two three four five six seven eight nine ten'
const greeting = agent('Hello.', at(0))

describe('dead air', () => {
  it('is a silence of 5 s before the agent answers', () => {
    expect(deadAir(greeting, user(TEN, at(2)), agent('Yes.', at(11)))).toBe(0)
    expect(deadAir(greeting, user(TEN, at(2)), agent('Yes.', at(12)))).toBe(1)
  })

  it('is a silence of 5 s before the caller speaks', () => {
    expect(deadAir(agent(TEN, at(0)), user('Yes.', at(9)))).toBe(0)
    expect(deadAir(agent(TEN, at(0)), user('Yes.', at(10)))).toBe(1)
  })

  it('is measured rather than estimated where the platform did', () => {
    expect(deadAir(greeting, user(TEN, at(2)), agent('Yes.', { ...at(30), ...felt(1.2) }))).toBe(0)
    expect(deadAir(greeting, user(TEN, at(2)), agent('Yes.', { ...at(9), ...felt(5) }))).toBe(1)
    // What follows the agent's own words is not an answer.
    expect(deadAir(greeting, agent('One moment.', at(2)), agent('So.', { ...at(12), ...felt(0.5) }))).toBe(1)
  })

  it('goes through tools and noise', () => {
    expect(deadAir(greeting, user('Hi.', at(2)), use('slow'), user('...', at(8)), agent('Yes.', at(12)))).toBe(1)
  })

  it('gives numbers the time that their digits take', () => {
    expect(deadAir(greeting, user('It is 4155550134.', at(2)), agent('Thanks.', at(11)))).toBe(0)
    expect(deadAir(greeting, user('It is so.', at(2)), agent('Thanks.', at(11)))).toBe(1)
  })

  it('does not begin with a "mhm" while the other still speaks', () => {
    const long = agent(`${TEN} ${TEN}`, at(0))
    expect(deadAir(long, user('Mhm.', { ...at(2), backchannel: true }), user('Yes.', at(11)))).toBe(0)
  })

  it('is not the time in which a caller types, presses keys or sends a file', () => {
    expect(deadAir(greeting, user('AB 12', { ...at(20), medium: 'text' }), agent('Thanks.', at(22)))).toBe(0)
    expect(deadAir(greeting, user('7', { ...at(20), medium: 'dtmf' }), agent('Thanks.', at(22)))).toBe(0)
    const photo = user('', { ...at(20), medium: 'image', files: [{ name: 'a.png', type: 'image/png' }] })
    expect(deadAir(greeting, photo, agent('Thanks.', at(22)))).toBe(0)
  })

  it('is a caller who asks whether anybody is there', () => {
    const before = [greeting, user('Where is my order?', at(2))]
    expect(deadAir(...before, user('Hello? Are you there?', at(6)))).toBe(1)
    expect(deadAir(...before, user('Hello? Are you there?', at(16)), agent('Yes.', at(18)))).toBe(1)
    expect(deadAir(...before, agent('It is here.', at(5)), user('Hello.', at(8)))).toBe(0)
    expect(deadAir(...before, agent('It is here.', at(5)), user('Hello?', at(8)))).toBe(1)
  })

  it('is not a greeting, nor a call into what the other says', () => {
    expect(deadAir(greeting, user('Hello?', at(3)), agent('Yes.', at(5)))).toBe(0)
    expect(deadAir(greeting, user('Hi.', at(2)), agent(`${TEN} ${TEN}`, at(3)), user('Hello?', at(7)))).toBe(0)
  })

  it('is known by the words alone where there are no times', () => {
    expect(deadAir(agent('Hello.', at(null)), user('Hi.', at(null)), user('Hello?', at(null)))).toBe(1)
    expect(deadAir(agent('Hello.', at(null)), user('Hi.', at(null)), agent('Yes.', at(60)))).toBe(0)
  })

  it('means nothing in a chat', () => {
    const turns = [greeting, user('Hi.', { ...at(40), medium: 'text' }), agent('Yes.', at(80))]
    expect(measuresOf(call(turns, { textOnly: true })).deadAir).toBe(null)
  })

  it('does not count the end', () => {
    expect(measuresOf(call([greeting, user('Bye.', at(2))], { durationSecs: 60 })).deadAir).toBe(0)
  })
})
