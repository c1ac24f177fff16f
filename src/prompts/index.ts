import { completable, type McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod/v4'
import type { App } from '../app.ts'
import { isPlainId, quote, unquote } from '../render/quote.ts'
import { oneLine } from '../render/text.ts'
import type { ToolContext } from '../tools/define.ts'
import { inTime } from '../tools/in-time.ts'
import { compareAgents } from './compare-agents.ts'
import { compareVersions } from './compare-versions.ts'
import { findFailures } from './find-failures.ts'
import { reviewConversation } from './review-conversation.ts'
import { weeklyReport } from './weekly-report.ts'

const PERIODS = ['today', 'yesterday', 'this week', 'last week', '7d', '30d', 'this month', 'last month']

/** What people often want, as prompts: each tells which tools to call in which order, and what a good answer holds. */
export function registerPrompts(server: McpServer, app: App): void {
  const ask = <T>(work: (context: ToolContext) => Promise<T>): Promise<T> =>
    inTime(undefined, async signal => work(await app.toolContext(signal)))

  const agentNames = async (typed: string): Promise<string[]> => {
    const agents = await ask(({ source, signal }) => source.agents(signal).catch(() => []))
    const wanted = unquote(typed).toLowerCase()
    // What quoting would change is found by its id.
    const choices = agents
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ id, name }) => (quote(name) === `"${name}"` ? quote(name) : id))
    return choices.filter(choice => choice.startsWith('"') || isPlainId(choice))
  }
  const agent = (what: string) => completable(required('an agent name or id').describe(what), agentNames)
  const period = completable(
    required('a period, such as last week').describe('A period in words or dates, e.g. last week'),
    typed => PERIODS.filter(name => name.startsWith(typed.toLowerCase())),
  )
  const id = completable(required('a conversation id').describe('Conversation id'), typed =>
    ask(async at => (await import('../resources/recent.ts')).completeConversationId(typed, at)).catch(() => []),
  )

  add(
    'review_conversation',
    'Review one conversation',
    'What happened in a conversation, and what to improve',
    { conversation_id: id },
    reviewConversation,
  )
  add(
    'weekly_report',
    'Weekly report',
    'How an agent did in a period',
    { agent: agent('Agent name or id'), period },
    weeklyReport,
  )
  add(
    'find_failures',
    'Find failures',
    "Why an agent's calls fail",
    { agent: agent('Agent name or id'), period },
    findFailures,
  )
  add(
    'compare_agents',
    'Compare two agents',
    'How two agents differ in a period',
    { a: agent('First agent'), b: agent('Second agent'), period },
    compareAgents,
  )
  add(
    'compare_versions',
    'Compare two versions',
    'What a new version of an agent changed, and whether it helped',
    {
      agent: agent('Agent name or id'),
      version: required('a version').describe('The new version: number, name or id'),
      baseline: required('a version').describe('The version to compare it with; previous_version for the one before'),
    },
    compareVersions,
  )

  function add<S extends z.ZodRawShape>(
    name: string,
    title: string,
    description: string,
    shape: S,
    write: (given: z.output<z.ZodObject<S>>) => string,
  ): void {
    server.registerPrompt(name, { title, description, argsSchema: z.object(shape) }, given => ({
      messages: [
        { role: 'user', content: { type: 'text', text: app.masked(write(given as z.output<z.ZodObject<S>>)) } },
      ],
    }))
  }
}

const required = (what: string) =>
  z
    .string({ error: `is required: ${what}` })
    .overwrite(text => unquote(oneLine(text)))
    .min(1, { error: `is empty: give ${what}` })
