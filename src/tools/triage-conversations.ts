import { UserInputError } from '../errors.ts'
import { continueWindow, decodeCursor, digest } from './cursor.ts'
import { defineTool } from './define.ts'
import { fromArchive } from './from-archive.ts'
import { filtersOf, resolveSelection } from './selection.ts'
import { input, output } from './triage/schema.ts'
import { renderTriage } from './triage/text.ts'
import { withWhere } from './where.ts'

export const triageConversations = defineTool({
  name: 'triage_conversations',
  title: 'Triage conversations',
  description:
    'Which calls should a person review first, and why? Ranks finished calls by a score of signals ' +
    '(goal failed, tool error, anger, slow responses …) and quotes the turn that shows each.',
  input,
  output,
  effect: 'read',
  view: 'queue',
  async run(request, context) {
    const { sample, seed, page_size } = request
    if (sample === undefined && seed !== undefined) throw new UserInputError('seed requires sample.')
    if (sample !== undefined && page_size !== undefined)
      throw new UserInputError('page_size applies to ranked calls only; sample sets the number drawn.')
    const given = withWhere(filtersOf(request), request.where)
    const selection = await resolveSelection(given, context)
    const argumentsDigest = digest({ ...given, sample, seed })
    const position = request.cursor === undefined ? null : decodeCursor(argumentsDigest, request.cursor)
    if (position) continueWindow(selection, position)
    // What lists tell is enough to draw by.
    const synced = await fromArchive(selection, sample === undefined, context)
    const data = { selection, synced, position, argumentsDigest }
    // Loaded when it is used: a start need not read it.
    if (sample === undefined) return (await import('./triage/ranked.ts')).rankedAnswer(request, data, context)
    return (await import('./triage/sample.ts')).sampleAnswer(request, data, context)
  },
  render: renderTriage,
})
