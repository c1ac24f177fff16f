// What a transcript cannot do without, counted from the API's own body, not by the code that is measured.

const bytes = text => Buffer.byteLength(text)
const oneLine = text => (text ?? '').replace(/\s+/gu, ' ').trim()
/** As long as default arguments show it. */
const atMost = max => text => Math.min(bytes(oneLine(text)), max)
const words = atMost(4_000)
const toolText = atMost(600)
const total = (list, size) => (list ?? []).reduce((sum, each) => sum + size(each), 0)

/**
 * Bytes of the turns shown (`0-41, 60-80`): what was said (of an interrupted turn also what was meant to be said beyond
 * it), the arguments and results of tools, and the names of called tools.
 */
export function wordBytes({ transcript }, shown) {
  const ranges = [...shown.matchAll(/(\d+)(?:\D(\d+))?/g)].map(([, from, to = from]) => [Number(from), Number(to)])
  const turns = (transcript ?? []).filter((_, turn) => ranges.some(([from, to]) => turn >= from && turn <= to))
  return {
    spoken: total(turns, turn => words(turn.message) + words(unsaid(turn))),
    toolTexts:
      total(turns, turn => total(turn.tool_calls, ({ params_as_json }) => toolText(params_as_json))) +
      total(turns, turn => total(turn.tool_results, ({ result_value }) => toolText(result_value))),
    toolNames: total(turns, turn => total(turn.tool_calls, ({ tool_name }) => toolText(tool_name))),
  }
}

function unsaid({ message, original_message: planned }) {
  if (!planned || planned === message) return ''
  const said = oneLine(message).replace(/(\.\.\.|…)$/u, '')
  return oneLine(planned).startsWith(said) ? oneLine(planned).slice(said.length) : planned
}
