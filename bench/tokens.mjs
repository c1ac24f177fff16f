// What the server's surface and its answers cost a model. Tokens are bytes ÷ 4, as everywhere in this project.

import { figure, median, skipped } from './support/report.mjs'
import { corpusSet, realSet, sampleSet, withServer } from './support/sets.mjs'
import { wordBytes } from './support/words.mjs'

const bytes = text => Buffer.byteLength(text)
const tokens = text => Math.ceil(bytes(text) / 4)

export const title = 'tokens: cost of the surface and of answers (tokens = bytes ÷ 4; the larger half of an answer)'

export async function run() {
  const [sample, real, corpus] = [await sampleSet(), realSet(), corpusSet()]
  const onSample = await withServer(sample, async server => [
    ...(await surface(server)),
    ...(await list(server, sample)),
    ...(await long(server, sample)),
    ...(await calls(server, sample)),
  ])
  const onReal = real
    ? await withServer(real, server => calls(server, real))
    : [skipped('real calls', 'CONVERSATIONS_EXAMPLES names no folder')]
  const onCorpus = corpus
    ? await withServer(corpus, async server => [...(await list(server, corpus)), ...(await calls(server, corpus))])
    : [skipped('airline calls', 'CONVERSATIONS_CORPUS names no folder')]
  return [...onSample, ...onReal, ...onCorpus]
}

/** What a client loads before the first question. */
async function surface(server) {
  const { tools: all } = await server.request('tools/list')
  // Clients keep the tools of views from the model.
  const tools = all.filter(({ _meta }) => !_meta?.ui?.visibility)
  const links = all.flatMap(({ _meta }) => _meta ?? [])
  const withoutOutput = ({ outputSchema, ...tool }) => tool
  return [
    figure('tools/list without output schemas', tokens(JSON.stringify({ tools: tools.map(withoutOutput) })), {
      max: 5_500,
    }),
    figure('tools/list with output schemas', tokens(JSON.stringify({ tools })), { max: 6_500 }),
    ...tools.map(tool =>
      figure(`  ${tool.name}`, tokens(JSON.stringify(tool)), {
        max: 1_500,
        how: `${tokens(JSON.stringify(withoutOutput(tool)))} without its output schema`,
      }),
    ),
    figure('  links to views', tokens(JSON.stringify(links)), { max: 150 }),
    figure('instructions', server.hello.instructions.length, { max: 2_048, unit: 'characters' }),
  ]
}

const halves = ({ text, structured }) => ({ text: tokens(text), structured: tokens(JSON.stringify(structured)) })
const larger = answer => Math.max(...Object.values(halves(answer)))

async function list(server, { name }) {
  const page = async (what, max, input) => {
    const answer = await server.call('list_conversations', { page_size: 100, max_tokens: 20_000, ...input })
    const { rows, columns } = answer.structured
    if (rows.length !== 100) throw new Error(`${rows.length} rows instead of 100`)
    const { text, structured } = halves(answer)
    return figure(`${name}: 100 rows${what}`, larger(answer), {
      max,
      how: `text ${text}, structured ${structured}; ${columns.join(', ')}`,
    })
  }
  const { columns } = (await server.call('list_conversations', { page_size: 1 })).structured
  return [await page('', 2_400, {}), await page(' with titles', 3_200, { fields: [...columns, 'title'] })]
}

async function long(server, { bodies, longId }) {
  const answer = await server.call('get_conversation', { conversation_id: longId })
  const turns = bodies.find(body => body.conversation_id === longId).transcript.length
  const { text, structured } = halves(answer)
  return [
    figure(`call of ${turns.toLocaleString('en-US')} turns`, larger(answer), {
      max: 4_000,
      how: `text ${text}, structured ${structured}; shows turns ${answer.structured.turns.shown}`,
    }),
  ]
}

/** Every call of a set, read with default arguments. */
async function calls(server, { name, bodies, texts }) {
  const read = []
  for (const [at, body] of bodies.entries()) {
    const answer = await server.call('get_conversation', { conversation_id: body.conversation_id })
    const compact = JSON.stringify(body)
    const words = wordBytes(body, answer.structured.turns.shown)
    read.push({
      words: words.spoken + words.toolTexts,
      names: words.toolNames,
      lines: bytes(answer.structured.transcript),
      answer: larger(answer),
      api: tokens(compact),
      delivered: tokens(texts?.[at] ?? compact),
    })
  }
  const sum = key => read.reduce((total, call) => total + call[key], 0)
  const middle = median(read.filter(({ words }) => words > 0).map(call => call.lines / call.words)).toFixed(2)
  const withNames = (sum('lines') / (sum('words') + sum('names'))).toFixed(3)
  const ratios = read.map(call => call.api / call.answer)
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
  const isReal = texts !== undefined
  const isSample = name.startsWith('sample')
  return [
    figure(`${name}: transcript lines ÷ words they show`, sum('lines') / sum('words'), {
      // Turns of the sample calls are short, so that the fixed part of a line weighs more: shown, not judged.
      ...(isSample ? {} : { max: 1.25 }),
      digits: 3,
      how: `${read.length} calls summed, median ${middle}; ${withNames} with tool names as words`,
    }),
    figure(`${name}: API JSON ÷ whole answer`, sum('api') / sum('answer'), {
      ...(isReal ? { min: 8 } : {}),
      digits: 2,
      how: `compact JSON.stringify of the bodies ÷ larger halves, summed; single calls ${range}`,
    }),
    ...(isReal
      ? [
          figure(`${name}: the same, bodies as delivered`, sum('delivered') / sum('answer'), {
            digits: 2,
            how: 'the files as they stand, indented',
          }),
        ]
      : []),
    figure(`${name}: largest answer of get_conversation`, Math.max(...read.map(({ answer }) => answer)), {
      max: 4_000,
    }),
  ]
}
