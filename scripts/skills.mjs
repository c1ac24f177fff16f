// The skills of the plugins: each is a prompt of the server, with names in capitals for what the user says.

const AGENT = 'AGENT is the name or id of the agent; where it is not said and there are several, ask which.'
const PERIOD = 'PERIOD is the time asked about; without one, "last week".'

/** Folder in `skills/` → what it is for, and the prompt that it is made of. */
export const SKILLS = {
  'weekly-report': {
    description:
      'Report how a voice agent did in a week or another period: volume, success, latency, why calls failed, which to listen to. Use for "how did my agents do this week?" and for regular reports.',
    prompt: 'weekly_report',
    given: { agent: 'AGENT', period: 'PERIOD' },
    meaning: `${AGENT} ${PERIOD}`,
  },
  'why-do-calls-fail': {
    description:
      'Find out why calls of a voice agent fail: what sets failed calls apart from successful ones, since when, and what to fix. Use for "why do calls fail?" or when a success rate fell.',
    prompt: 'find_failures',
    given: { agent: 'AGENT', period: 'PERIOD' },
    meaning: `${AGENT} ${PERIOD}`,
  },
  'review-a-call': {
    description:
      'Review one phone call with a voice agent: what the caller wanted, whether they got it, what went wrong in which turn. Use when a conversation id is named or a call is to be judged.',
    prompt: 'review_conversation',
    given: { conversation_id: 'CONVERSATION_ID' },
    meaning:
      'CONVERSATION_ID is the id of the conversation; where only its content is known, find it with search_conversations first.',
  },
  'compare-versions': {
    description:
      'Say what a new version of a voice agent changed and whether it helped, with numbers, significance and quotes. Use after a release, or for "is version B better than A?"',
    prompt: 'compare_versions',
    given: { agent: 'AGENT', version: 'VERSION', baseline: 'BASELINE' },
    meaning: `${AGENT} VERSION and BASELINE are versions by number, such as v7, or by id; where they are not said, leave version_id out of the first call, which takes the live version, and give previous_version as compare_to; the answer names both.`,
  },
}

/** File → text, as a client gets the prompts. @param ask - a prompt's text by its name and arguments */
export async function skillFiles(ask) {
  const files = {}
  for (const [name, { description, prompt, given, meaning }] of Object.entries(SKILLS)) {
    const head = `---\nname: ${name}\ndescription: ${JSON.stringify(description)}\n---\n`
    const text = await ask(prompt, given)
    files[`skills/${name}/SKILL.md`] =
      `${head}\n<!-- Written by \`npm run docs\` from the prompt ${prompt}; do not edit it by hand. -->\n\nThe tools are those of the MCP server \`conversations\`. ${meaning}\n\n${text}\n`
  }
  return files
}
