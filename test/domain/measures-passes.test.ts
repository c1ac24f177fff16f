import { expect, it } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { passesOf } from '../../src/domain/measures/passes.ts'
import { toolUsesOf } from '../../src/domain/measures/tools.ts'
import { measuresOf } from '../../src/domain/measures.ts'
import { agent, call, system, user } from './measures-calls.ts'

/* Who took over, in calls of agent_a. */

const a = (text: string) => agent(text, { agentId: 'agent_a' })
const b = (text: string) => agent(text, { agentId: 'agent_b' })
const toAgent = (transfer: { from: string | null; to: string | null } | null, more: object = {}) =>
  system('transfer_to_agent', 'transfer_to_agent_success', {
    transfer: transfer && { ...transfer, number: null },
    ...more,
  })
const toNumber = system('transfer_to_number', 'transfer_to_number_twilio_success')
const AB = { from: 'agent_a', to: 'agent_b', number: null }
const node = (nodeId: string | null) => ({ workflow: { nodeId } })

type Drafts = Parameters<typeof call>[0]
const passes = (drafts: Drafts, more: Partial<Conversation> = {}) => {
  const made = call([a('Hello.'), user('Billing, please.'), ...drafts], {
    agentId: 'agent_a',
    visitedAgentIds: [],
    ...more,
  })
  const { toNumber, toAgent, withinAgent, tookOver } = passesOf(made, toolUsesOf(made))
  const { transfers, transferredToAgent, contained } = measuresOf(made)
  const told = { numbers: toNumber.length, agents: toAgent.length, within: withinAgent.length, tookOver }
  // The measures of the call say the same.
  expect({ transfers, transferredToAgent, contained }).toEqual({
    transfers: told.numbers + told.agents,
    transferredToAgent: tookOver,
    contained: told.numbers === 0,
  })
  return told
}
const NONE = { numbers: 0, agents: 0, within: 0, tookOver: false }

it('nobody, where there is no transfer', () => {
  expect(passes([a('Sure.')])).toEqual(NONE)
})

it('the agent that speaks next', () => {
  expect(passes([toAgent(AB), b('Billing here.')])).toEqual({ ...NONE, agents: 1, tookOver: true })
  // Whatever the result names.
  expect(passes([toAgent({ from: 'agent_a', to: 'node_2' }), b('Billing here.')])).toMatchObject({ agents: 1 })
  expect(passes([toAgent(AB), a('Still me.')])).toEqual({ ...NONE, within: 1 })
})

it('the agent that the result names, where nobody speaks afterwards', () => {
  expect(passes([toAgent(AB)])).toEqual({ ...NONE, agents: 1, tookOver: true })
  expect(passes([toAgent({ from: 'agent_a', to: 'agent_a' })])).toEqual({ ...NONE, within: 1 })
  expect(passes([toAgent({ from: null, to: 'agent_a' })])).toEqual({ ...NONE, within: 1 })
})

it('nobody, where a workflow goes on to a node of its own', () => {
  const at = (workflowNodeId: string) => agent('Which bill?', { agentId: 'agent_a', workflowNodeId })
  expect(passes([toAgent({ from: 'agent_a', to: 'node_2' }, node('n1'))])).toEqual({ ...NONE, within: 1 })
  expect(passes([toAgent({ from: 'agent_a', to: 'n1' }, node('n1'))])).toEqual({ ...NONE, within: 1 })
  expect(passes([at('billing'), toAgent({ from: 'agent_a', to: 'billing' }, node('n1'))])).toEqual({
    ...NONE,
    within: 1,
  })
})

it('nobody knows, where a step of a workflow names nobody', () => {
  expect(passes([toAgent(null, node('n1'))])).toEqual({ ...NONE, tookOver: null })
  // An agent's own transfer that worked is one.
  expect(passes([toAgent(null)])).toEqual({ ...NONE, agents: 1, tookOver: true })
})

it('each time anew, there and back', () => {
  const there = [toAgent(AB), b('Billing here.'), user('Wrong place.')]
  const back = [toAgent({ from: 'agent_b', to: 'agent_a' }), a('Hello again.')]
  expect(passes([...there, ...back])).toEqual({ ...NONE, agents: 2, tookOver: true })
})

it('an agent that took part, also without any step', () => {
  expect(passes([b('Billing here.')])).toEqual({ ...NONE, tookOver: true })
  expect(passes([], { visitedAgentIds: ['agent_a', 'agent_b'] })).toEqual({ ...NONE, tookOver: true })
  expect(passes([], { visitedAgentIds: ['agent_a'] })).toEqual(NONE)
  // Ids that only say that there is none.
  expect(passes([], { visitedAgentIds: ['agent_a', 'undefined', 'null', ' '] })).toEqual(NONE)
})

it('nobody, where the transfer failed', () => {
  expect(passes([system('transfer_to_agent', 'transfer_to_agent_error', { transfer: AB, isError: true })])).toEqual(
    NONE,
  )
})

it('a telephone number, beside agents', () => {
  expect(passes([toNumber])).toEqual({ ...NONE, numbers: 1 })
  expect(passes([toAgent(AB), b('Hello.'), toNumber])).toEqual({ numbers: 1, agents: 1, within: 0, tookOver: true })
})
