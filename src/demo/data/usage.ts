import type { Json } from '../world.ts'

/** Dollars for a million tokens, in and out. */
const PRICES: Record<string, [input: number, output: number]> = {
  'gemini-2.5-flash': [0.3, 2.5],
  'gemini-2.0-flash': [0.1, 0.4],
  'claude-haiku-4-5': [1, 5],
  'qwen35-397b-a17b': [0.63, 15],
  'gpt-4o-mini': [0.15, 0.6],
}

/** Tokens by model; a call that changes agents uses more than one. */
export type Tokens = Record<string, { input: number; output: number }>

/** Token use of a turn or a call, in the short and the detailed form, as the API sends both. */
export function llmUsage(tokens: Tokens): Json {
  const models = Object.keys(tokens)
  return {
    model_usage: Object.fromEntries(models.map(model => [model, priced(model, tokens)])),
    detailed_model_usage: models.map(model => ({
      config: { model, service_tier: 'standard' },
      usage: priced(model, tokens),
    })),
  }
}

function priced(model: string, tokens: Tokens): Json {
  const { input, output } = tokens[model]!
  const [inputPrice, outputPrice] = PRICES[model]!
  return {
    input: { tokens: input, price: (input * inputPrice) / 1e6 },
    input_cache_read: { tokens: 0, price: 0 },
    input_cache_write: { tokens: 0, price: 0 },
    output_total: { tokens: output, price: (output * outputPrice) / 1e6 },
  }
}

/** The tokens of all turns, `factor` times as many: generations that were begun and thrown away cost too. */
export function tokensOf(turns: Json[], factor = 1): Tokens {
  const total: Tokens = {}
  for (const turn of turns) {
    for (const [model, usage] of Object.entries<Json>(turn.llm_usage?.model_usage ?? {})) {
      total[model] ??= { input: 0, output: 0 }
      total[model].input += Math.round(usage.input.tokens * factor)
      total[model].output += Math.round(usage.output_total.tokens * factor)
    }
  }
  return total
}

export function priceOf(usage: Json): number {
  return Object.values<Json>(usage.model_usage).reduce(
    (sum, { input, output_total }) => sum + input.price + output_total.price,
    0,
  )
}
