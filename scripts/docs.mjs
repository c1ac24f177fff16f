// Writes what the documentation says about tools, settings, resources and prompts from their definitions.
//   node scripts/docs.mjs [--check] [FOLDER]
// FOLDER holds README.md, whose tables stand between markers, docs and skills; by default it is the project's.
// With --check nothing is written, and the exit code is 1 where something would change.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { load, ROOT } from './load.mjs'
import { skillFiles } from './skills.mjs'

const {
  ATTRIBUTES,
  FILTERS,
  GROUPS,
  HTTP_SETTINGS,
  METRICS,
  SETTINGS,
  SIGNALS,
  TOOLS,
  VIEWS,
  createApp,
  createMcpHandler,
  createServer,
  readConfig,
  toJSONSchema,
} = await load(`
  export { createMcpHandler } from '@modelcontextprotocol/server'
  export { toJSONSchema } from 'zod/v4'
  export { GROUPS } from './src/analysis/define/groups.ts'
  export { METRICS } from './src/analysis/define/metrics.ts'
  export { VIEWS } from './src/query/views/views.ts'
  export { ATTRIBUTES } from './src/explain/facts/attributes.ts'
  export { createApp } from './src/app.ts'
  export { readConfig } from './src/config.ts'
  export { HTTP_SETTINGS } from './src/http/settings.ts'
  export { createServer } from './src/server.ts'
  export { SETTINGS } from './src/settings.ts'
  export { TOOLS } from './src/tools/index.ts'
  export { FILTERS } from './src/tools/params.ts'
  export { SIGNALS } from './src/triage/signals.ts'
`)

const code = text => `\`${text}\``
const number = value => value.toLocaleString('en-US')

function table(head, rows) {
  const line = cells => `| ${cells.map(cell => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The arguments of a tool, as its schema has them: with all their limits. */
function argumentsOf(tool) {
  const { properties, required = [] } = toJSONSchema(tool.input, { io: 'input' })
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }))
}

const KINDS = { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false' }

function typeOf({ type, enum: values, items }) {
  if (type === 'array') return `list: ${typeOf(items)}`
  if (values) return values.map(code).join(', ')
  if (!KINDS[type]) throw new Error(`scripts/docs.mjs does not know the type ${JSON.stringify(type)}.`)
  return KINDS[type]
}

function range(least, most, noun = '') {
  if (least === undefined && most === undefined) return ''
  const unit = noun && ` ${noun}`
  if (most === undefined) return `at least ${number(least)}${unit}`
  return `${least === undefined ? 'at most ' : `${number(least)} to `}${number(most)}${unit}`
}

function limitsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems, items }) {
  const limits = [
    range(minimum, maximum),
    range(minLength, maxLength, 'characters'),
    range(minItems, maxItems, 'entries'),
    items && limitsOf(items) && `each ${limitsOf(items)}`,
  ]
  return limits.filter(Boolean).join(', ')
}

/** The first sentence of a description: the question that a tool answers. */
const question = ({ description }) => /^.*?[.?](?=\s|$)/.exec(description)[0]

function toolsTable() {
  const row = tool => {
    const all = argumentsOf(tool)
    const filters = all.filter(({ name }) => name in FILTERS)
    const others = all.filter(({ name }) => !(name in FILTERS))
    const names = others.map(({ name, required }) => (required ? `**${code(name)}**` : code(name)))
    // Some are too many for a table.
    if (filters.length > 3) names.push(`[${filters.length} filters](docs/TOOLS.md#${tool.name})`)
    else names.push(...filters.map(({ name }) => code(name)))
    return [code(tool.name), question(tool), names.join(', ')]
  }
  return table(['Tool', 'What it answers', 'Arguments (**required**)'], TOOLS.map(row))
}

function settingsTable(settings) {
  const row = ({ flag, env, value, choices, default: fallback, help }) => {
    const placeholder = value ?? choices?.join('|')
    return [
      flag ? code(`--${flag}${placeholder ? ` ${placeholder}` : ''}`) : '',
      env ? code(env) : '',
      fallback ? code(fallback) : '',
      `${help}${choices && (value || !flag) ? `: ${choices.map(code).join(', ')}` : ''}`,
    ]
  }
  return table(['Flag', 'Environment', 'Default', 'Meaning'], Object.values(settings).map(row))
}

/** Resources, templates and prompts as a client sees them. */
async function listed(audio) {
  const app = createApp(readConfig({ demo: 'on', audio }, {}))
  const handler = createMcpHandler(() => createServer(app))
  const client = new Client({ name: 'docs', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  const fetch = (url, init) => handler.fetch(new Request(url, init))
  await client.connect(new StreamableHTTPClientTransport(new URL('http://docs.local/mcp'), { fetch }))
  const { resources } = await client.listResources()
  const { resourceTemplates } = await client.listResourceTemplates()
  const { prompts } = await client.listPrompts()
  const skills = await skillFiles(
    async (name, given) => (await client.getPrompt({ name, arguments: given })).messages[0].content.text,
  )
  await client.close()
  await handler.close()
  await app.close()
  // The other resources are calls, which are examples of a template.
  const own = resources.filter(({ uri }) => !uri.startsWith('conversation://'))
  return { resources: [...own, ...resourceTemplates], prompts, skills }
}

async function resourcesAndPrompts() {
  const [{ resources, prompts, skills }, { resources: usual }] = [await listed('on'), await listed('off')]
  const resourceRow = ({ name, uri = '', uriTemplate = uri, description, mimeType }) => {
    const condition = usual.some(one => one.name === name) ? '' : ` (with ${code('--audio on')})`
    return [code(uriTemplate), `${description}${condition}`, code(mimeType)]
  }
  const promptRow = ({ name, description, arguments: given }) => [
    code(name),
    description,
    given.map(({ name }) => code(name)).join(', '),
  ]
  return {
    resources: table(['Address', 'What it holds', 'Type'], resources.map(resourceRow)),
    prompts: table(['Prompt', 'What it asks', 'Arguments'], prompts.map(promptRow)),
    skills,
  }
}

function reference() {
  const section = tool => {
    const rows = argumentsOf(tool).map(({ name, schema, required }) => [
      code(name),
      typeOf(schema),
      limitsOf(schema),
      required ? '**required**' : schema.default === undefined ? '' : code(schema.default),
      schema.description ?? '',
    ])
    const head = ['Argument', 'Type', 'Limits', 'Default', 'Meaning']
    return `## ${tool.name}\n\n**${tool.title}.** ${tool.description}\n\n${table(head, rows)}\n`
  }
  return `# Tools

Written by \`npm run docs\` from the definitions in \`src/tools\`; do not edit it by hand. All tools are read-only except
\`export_conversations\`, which writes a file. On the command line a tool has the same name, \`agent_id\` is \`--agent-id\`, and a flag is repeated to give a list.

${TOOLS.map(section).join('\n')}`
}

function measures() {
  const metric = ([name, { title, unit, definition }]) => [code(name), title, unit || 'value', definition]
  const group = ([name, { title, definition }]) => [code(name), title, definition]
  const fact = ({ name, form, definition }) => [code(form === 'keyed' ? `${name}:<id>` : name), definition]
  const signal = ({ title, formula, cap }) => [title, formula, cap]
  return `# Measures

Written by \`npm run docs\` from the definitions in \`src/analysis\`, \`src/explain\`, \`src/query\` and \`src/triage\`; do not edit it by hand.

## Metrics of analyze_conversations

A share is k / n; answers show it in percent, with n. Calls that cannot be counted are excluded, and answers count them by reason.
\`data:<field_id>\` stands for the numbers collected for a data field. Any filter, written as in \`where\`, is a metric, too:
\`tool_names=refund\` is the share of finished calls that the filter selects, of those in which what it looks at is known.

Three counts of a transcript differ: entries are all its lines, numbered from 0 (turn 7 is the entry with that number);
messages are entries with text; turns are entries in which caller or agent said words.

A metric that is a number for each call or turn has statistics, asked for as \`duration.p75\`: n, avg, min, max, sum, share
(the row's sum / the sum of all calls; none where a value is negative), and any percentile between p0 and p100, such as
p50, p99.5. Percentiles are the value at position (n − 1)·p / 100 of the n values in ascending order, counted from 0, linear
between the two nearest.

What \`page_size\`, \`min_count\` or \`max_tokens\` leave out is one row, (others): all calls that are in any of these rows,
each once, with the metrics counted anew; of tool calls, those of these tools only. Several groups have it where a call has
one value of each. Calls without a value are the
row (none). So where a call is in one row only, rows add up to all calls.

${table(['Metric', 'Title', 'Unit', 'Definition'], Object.entries(METRICS).map(metric))}

## Groups of analyze_conversations

Calls without such a value have a row of their own. \`data:<field_id>\` stands for the value collected for a data field,
\`said:<words>\` for whether they were said, and any filter for whether it selects the call: \`tool_names=refund\`.

${table(['Group', 'Title', 'Definition'], Object.entries(GROUPS).map(group))}

## Facts of explain_conversations

Each value is a fact that a call has or has not. Its share is that of calls where the fact is known; a fact is compared if
at least 5 calls have it, 5 have not, and in either group it is known of 10. Of two values that exclude each other, one is
compared. Where the groups are chosen by outcome or a criterion, criteria, rating, comments, frustration and sentiment are
shown apart and not tested: they differ because the outcome does.

A fact is a row if its q is 0.04 or less, a phrase if it is 0.01 or less: of all rows one in twenty at most is expected to be
chance, and where nothing differs, one answer in twenty to have any. Rows are sorted by the smallest difference that the 95 % interval allows, times
the share of calls where the fact is known. A fact is not a row of its own, but named in one above, if at least 90 % of the
calls that have either have both (same calls), or if less than a quarter of its difference is left, or no more than chance,
among calls that agree in the facts of the rows (goes with).

${table(['Fact', 'Definition'], ATTRIBUTES.map(fact))}

Words and two-word phrases are compared by their stems, of callers and of agents, in all calls or a random
sample of 200 of each group; without numbers, and without English words that only hold sentences together (*for*, *I was*). Tested is in how many calls they were said (as facts are, all words together); they are sorted
by z, how much more often the first group says them. The prior of z is worth a tenth of the words of both groups, spread as in both together.

A mode is a group of calls whose texts are alike: title, summary, rationales of failed criteria, answers of tools that
failed, and the caller's last two turns, without numbers. Words are weighed by TF-IDF; modes are clusters by average linkage of up to 150 calls,
cut where two are less than 0.2 alike (cosine), and every call belongs to the mode that it is most like, if it is at least that
alike. Modes have 3 calls or more. Calls of the period before are given to the same modes. Of more than 200 calls a random sample is read.

## Score of triage_conversations

The sum of these points, each rounded to a whole number and capped, at most 100. Finished calls with a synced transcript
are scored. Higher scores come first; among equal scores, the newer call. What was not measured adds no points.

${table(['Signal', 'Points', 'Cap'], SIGNALS.map(signal))}

## Views of query_conversations

Each view holds the calls that the arguments select, and no others; joined by \`conversation_id\`. Numbers that are measured
are REAL, so that dividing them gives fractions; local times are those of the time zone of the question. What a call does not
have is NULL. Beside SQLite's functions there are \`median\`, \`percentile\` (0 to 100) and those of mathematics.

${VIEWS.map(
  ({ name, about, columns }) =>
    `### ${name}: ${about}\n\n${table(
      ['Column', 'Type', 'Meaning'],
      columns.map(({ name, type, about }) => [code(name), type, about]),
    )}`,
).join('\n\n')}

## Statistics

| what | method | source |
| --- | --- | --- |
| interval of a rate over calls or callers | Wilson's score interval, 95 % | Wilson 1927 |
| difference in two rates | hybrid score interval (method 10), 95 % | Newcombe 1998 |
| shares of turns and tool calls | Wilson's form on the effective number of units, clustered by call | Korn and Graubard 1998; Cochran 1977, § 6.3 |
| differences in ratios and averages | Welch's interval, clustered by call | Welch 1947; Cochran 1977 |
| drift of a metric: limits of a new period, by the weeks before | 99 % prediction interval of a future mean, of weighted weeks, at least as wide as chance within them | Hahn 1969; Laney 2002 |
| differences in percentiles | from the interval of each percentile | Woodruff 1952; Zou and Donner 2008 |
| percentiles | position (n − 1)·p, linear between two values (type 7) | Hyndman and Fan 1996 |
| difference between two groups of calls that a fact is tested by | Fisher's exact test, two-sided | Fisher 1935; Agresti 2013, § 3.5 |
| many facts tested at once | false discovery rate, q | Benjamini and Hochberg 1995 |
| a difference among calls that agree in other facts | weighted over strata | Cochran 1954; Mantel and Haenszel 1959 |
| words that a group says more | log-odds with an informative Dirichlet prior, z | Monroe, Colaresi and Quinn 2008 |
| weights of words in modes | (1 + ln tf) · ln((1 + N) / (1 + df)), length 1 | Salton and Buckley 1988 |
| modes | average linkage of a sample, then the nearest | Sokal and Michener 1958; Cutting et al. 1992 |
| sample | stratified by agent and outcome, proportional, seeded | Cochran 1977, ch. 5 |

A difference is "significant" if its 95 % confidence interval excludes 0. About one in twenty tests looks significant by
chance alone; answers state how many were made.
`
}

const httpSettings = () => `# Settings of conversations-mcp http

Written by \`npm run docs\` from the definitions in \`src/http/settings.ts\`; do not edit it by hand. They stand behind
\`http\` on the command line, beside [those of every command](../README.md#settings). [What they are for](TEAM.md).

${settingsTable(HTTP_SETTINGS)}
`

/** The text with what stands between the two markers of a name replaced. */
function between(text, name, body) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const parts = text.split(start)
  const rest = parts[1]?.split(end)
  if (parts.length !== 2 || rest?.length !== 2) {
    throw new Error(
      `README.md must have ${start} and, behind it, ${end} exactly once: the ${name} belong between them.`,
    )
  }
  return `${parts[0]}${start}\n${body}\n${end}${rest[1]}`
}

/** File → what it should hold. */
async function wanted(folder) {
  const { skills, ...served } = await resourcesAndPrompts()
  const tables = { tools: toolsTable(), settings: settingsTable(SETTINGS), ...served }
  const readme = await readFile(join(folder, 'README.md'), 'utf8')
  return {
    'README.md': Object.entries(tables).reduce((text, [name, body]) => between(text, name, body), readme),
    'docs/TOOLS.md': reference(),
    'docs/MEASURES.md': measures(),
    'docs/HTTP-SETTINGS.md': httpSettings(),
    ...skills,
  }
}

/** Where two texts begin to differ, for a person. */
function difference(file, before, after) {
  if (before === undefined) return `${file} is missing.`
  const [old, made] = [before.split('\n'), after.split('\n')]
  const at = made.findIndex((line, index) => line !== old[index])
  const line = at < 0 ? made.length : at
  return `${file} is out of date from line ${line + 1} on:\n- ${old[line] ?? ''}\n+ ${made[line] ?? ''}`
}

/**
 * Writes the files of a folder, or only compares them.
 * @returns the exit code
 */
export async function renew(folder, { check = false, say = console.log, complain = console.error } = {}) {
  let differs = false
  try {
    for (const [file, text] of Object.entries(await wanted(folder))) {
      const path = join(folder, file)
      const before = await readFile(path, 'utf8').catch(() => undefined)
      if (before === text) continue
      if (check) {
        complain(difference(file, before, text))
        differs = true
        continue
      }
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      say(`wrote ${file}`)
    }
  } catch (error) {
    complain(error.message)
    return 1
  }
  if (differs) complain('`npm run docs` writes them anew.')
  return differs ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv.slice(2).find(argument => !argument.startsWith('-')) ?? ROOT
  process.exitCode = await renew(folder, { check: process.argv.includes('--check') })
}
