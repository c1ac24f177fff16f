import { quoteSome } from '../render/quote.ts'

/**
 * What of the words is not looked for.
 * @throws UserInputError where there is nothing to look for
 */
export async function checkSaid(written: readonly string[]): Promise<string[]> {
  const { parseSaid } = await import('../archive/select/said.ts')
  const ignored = written.flatMap(each => parseSaid(each).query.ignored)
  return ignored.length > 0 ? [`Not searched: ${quoteSome(ignored)}.`] : []
}
