import type { Archive } from '../../archive/archive.ts'
import { UserInputError } from '../../errors.ts'
import type { Redactor } from '../../redact/redactor.ts'
import type { ToolContext } from '../define.ts'

const COVERED =
  'phone numbers, e-mail addresses, payment cards, bank and identity numbers, postal addresses, user ids, and names and dates of birth that a call gives in variables, data fields or tool arguments'

/** What becomes of personal data in a file, for whoever passes it on. */
export const MASKED = `Masked: ${COVERED}, each replaced by a pseudonym such as [phone-3f9a61c2], the same in every answer and export of this archive. Not masked: names that are only spoken, and whatever is not recognized. Masking does not guarantee anonymity.`
export const NOT_MASKED = `Personal data is not masked; mask=true masks ${COVERED}.`
/** The same for readers who cannot ask for another file. */
export const NOT_MASKED_HERE = 'Personal data is not masked.'

/** @throws UserInputError where a caller wants to lift what the person who started the server has decided */
export function isMasked(mask: boolean | undefined, { redactor }: Pick<ToolContext, 'redactor'>): boolean {
  if (mask === false && redactor)
    throw new UserInputError('mask cannot be false: the server was started with --redact on.')
  return redactor !== null || mask === true
}

/** With pseudonyms that stay the same as long as the archive does, and that nobody can make without it. */
export async function redactorOf(archive: Archive, variables: readonly string[]): Promise<Redactor> {
  const [{ createRedactor }, { saltOf }] = await Promise.all([
    import('../../redact/redactor.ts'),
    import('../../redact/salt.ts'),
  ])
  return createRedactor(await saltOf(archive), variables)
}
