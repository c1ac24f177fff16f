import type { Explanation } from '../../explain/index.ts'
import { formatCount, plural } from '../../render/text.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { repetitionNote } from '../odd-calls.ts'
import type { Explained } from './explained.ts'
import type { ExplainAnswer, ExplainInput } from './schema.ts'

/** What the answer rests on. @param left rows that did not fit */
export function coverageOf(explained: Explained, left: number, request: ExplainInput): ExplainAnswer['coverage'] {
  const { groups, synced, explanation } = explained
  const [first, second] = groups
  const more = synced[1]!.notes.filter(note => !synced[0]!.notes.includes(note))
  const notes = [
    ...synced[0]!.notes,
    ...more.map(note => `${second.name}: ${note}`),
    ...first.selection.notes,
    ...second.selection.notes.map(note => `${second.name}: ${note}`),
    ...notesOf(explained),
  ]
  const cut = left > 0 ? ` ${plural(left, 'row')} did not fit into max_tokens ${request.max_tokens}; raise it.` : ''
  return {
    counts: countsOf(explanation, groups, request) + cut,
    ...first.selection.described,
    read: synced[0]!.read,
    ...(notes.length > 0 && { notes }),
  }
}

function countsOf(
  { calls, facts }: Explanation,
  [first, second]: Explained['groups'],
  { page_size }: ExplainInput,
): string {
  const [ours, others] = calls
  if (ours + others === 0) return 'No calls match.'
  const against = second.name.startsWith('the ') ? `in ${second.name}` : second.name
  const sides = `${counted(ours, first.name)} vs. ${counted(others, against)}`
  if (facts === null) return `${sides}.`
  const { tested, significant, rows } = facts
  if (tested === 0) return `${sides}: too few calls to compare (a fact needs 10 in either group).`
  if (significant === 0) return `${sides}: no fact differs significantly (${formatCount(tested)} tested).`
  const found = `${sides}: ${formatCount(significant)} of ${plural(tested, 'fact')} tested ${significant === 1 ? 'differs' : 'differ'} significantly; facts that tell the same are joined`
  const missing = rows.reduce(
    (left, { sameCalls, goesWith }) => left - 1 - sameCalls.length - goesWith.length,
    significant,
  )
  if (missing === 0) return `${found} into ${plural(rows.length, 'row')}.`
  const more = rows.length === page_size ? '; raise page_size for more' : ''
  const shown = rows.length === 1 ? 'the first row covers' : `the first ${rows.length} rows cover`
  return `${found}, and ${shown} all but ${formatCount(missing)}${more}.`
}

/** `1 failed call`, `2 failed calls`. */
const counted = (count: number, calls: string): string =>
  `${formatCount(count)} ${count === 1 ? calls.replace(/^((?:\w+ )?call)s\b/, '$1') : calls}`

function notesOf({ explanation, groups, isBeforeMissing }: Explained): string[] {
  const { shared, unfinished, unread, comparedInPart, chosenBy, facts, texts, calls } = explanation
  const [first, second] = groups
  const chosen = chosenBy.filter(name => name !== 'call_successful')
  const missing = unread[0] + unread[1]
  const tooWide = facts?.tooWide.length ?? 0
  const empty = calls[0] === 0 ? first : calls[1] === 0 ? second : null
  return [
    shared > 0 &&
      `${plural(shared, 'call')} in both groups count with ${first.name} only${calls[1] === 0 ? '; nothing is left to compare with, so select calls without them, e.g. said=-word' : ''}.`,
    unfinished > 0 && `Excluded: ${plural(unfinished, 'call')} in progress.`,
    missing > 0 &&
      `Of ${plural(missing, 'call')} only the list is known; facts that need the transcript leave them out.`,
    chosen.length > 0 &&
      `The groups are chosen by ${chosen.join(', ').replace('version_ids', 'version')}, so these facts are not compared.`,
    tooWide > 0 && `Not compared, different in nearly every call: ${plural(tooWide, 'field')}.`,
    ...(facts === null ? [] : repetitionNote(comparedInPart)),
    ...sampled(texts.read, calls, groups),
    texts.tooLong.calls > 0 &&
      `Words and modes leave out ${plural(texts.tooLong.calls, 'call')} of more than ${texts.tooLong.turns} turns.`,
    isBeforeMissing && 'The period before is not synced completely, so modes are not compared with it.',
    ...(empty ? emptyResultHints(empty.selection.filter) : []),
  ].filter(note => note !== false)
}

/** Words and modes rest on whole calls, of which not all may have been read. */
function sampled(
  read: readonly [number, number],
  calls: readonly [number, number],
  groups: Explained['groups'],
): string[] {
  const parts = groups.flatMap(({ name }, at) =>
    read[at]! > 0 && read[at]! < calls[at]! ? `${formatCount(read[at]!)} of ${formatCount(calls[at]!)} ${name}` : [],
  )
  return parts.length > 0 ? [`Words and modes are of a random sample: ${parts.join(', ')}.`] : []
}
