import { ConversationsError, DeadlineError } from '../../errors.ts'
import { analyzeConversations } from '../analyze-conversations.ts'
import type { AnyTool, ToolContext } from '../define.ts'
import { describeAgent } from '../describe-agent.ts'
import { explainConversations } from '../explain-conversations.ts'
import { MOST_TOKENS } from '../params.ts'
import { runTool } from '../run.ts'
import { triageConversations } from '../triage-conversations.ts'
import type { Answers, Asked, Missing } from './answers.ts'
import { newVersions } from './new-versions.ts'
import { type Question, questionsOf } from './questions.ts'

const TOOLS: Record<Question['tool'], AnyTool> = {
  analyze_conversations: analyzeConversations,
  describe_agent: describeAgent,
  explain_conversations: explainConversations,
  triage_conversations: triageConversations,
}

/**
 * Asks all questions of a report, one after the other.
 * @throws what kept the first question from being answered, where none could be
 */
export async function askAll(asked: Asked, given: ToolContext): Promise<Answers> {
  const { filters, selection, calls } = asked
  const context = { ...given, timezone: selection.zone }
  const failures: ConversationsError[] = []
  let answered = 0
  const ask = async <A extends object>({ tool, input }: Question): Promise<A | Missing> => {
    try {
      const { structured } = await runTool(TOOLS[tool], { max_tokens: MOST_TOKENS, ...input }, context)
      answered++
      return structured as A
    } catch (error) {
      if (!(error instanceof ConversationsError) || error instanceof DeadlineError) throw error
      failures.push(error)
      return { missing: error.message }
    }
  }
  const ofCalls = <A extends object>({ tool, input }: Question): Promise<A | Missing> =>
    ask({ tool, input: { ...filters, ...input } })
  const now = context.now()
  const { afterUnix: after, beforeUnix = now } = selection.window ?? {}
  const questions = questionsOf({ calls, after, before: Math.min(beforeUnix, now) })
  const glance: Answers['glance'] = await ofCalls(questions.glance)
  const trend: Answers['trend'] = await ofCalls(questions.trend)
  const outcomes: Answers['outcomes'] = await ofCalls(questions.outcomes)
  const endings: Answers['endings'] = await ofCalls(questions.endings)
  const why: Answers['why'] = await ofCalls(questions.why)
  const { questions: ofVersions, ...others } = await newVersions(asked, context)
  const began: Answers['began'] = { versions: [], ...others }
  for (const question of ofVersions) {
    began.versions.push({ id: question.input.version_id, answer: await ask(question) })
  }
  const answers: Answers = {
    ...{ glance, trend, outcomes, endings, why, began },
    differences: questions.differences
      ? await ofCalls(questions.differences)
      : { missing: 'All times are selected: there is no period before.' },
    agents: await ofCalls(questions.agents),
    tools: await ofCalls(questions.tools),
    spread: await ofCalls(questions.spread),
    cost: await ofCalls(questions.cost),
    calls: await ofCalls(questions.calls),
  }
  if (answered === 0) throw failures[0]!
  return answers
}
