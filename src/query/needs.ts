import type { AnyView } from './views/view.ts'
import { VIEWS } from './views/views.ts'
import type { Reads } from './worker/messages.ts'

/** A view, and the columns of it that are filled. */
export interface Needed {
  view: AnyView
  names: string[]
}

/**
 * What has to be there for a statement: what SQLite says that it reads, and what only USING and NATURAL name, which it
 * does not say. More than is read does no harm.
 */
export function neededFor(sql: string, reads: Reads): Needed[] {
  const words = new Set(sql.toLowerCase().match(/\w+/g))
  const views = VIEWS.filter(({ name }) => Object.hasOwn(reads, name) || words.has(name))
  const isShared = (view: AnyView, name: string): boolean =>
    views.some(other => other !== view && other.columns.some(column => column.name === name))
  return views.map(view => ({
    view,
    names: view.columns
      .map(({ name }) => name)
      .filter(
        name =>
          view.key.includes(name) ||
          reads[view.name]?.includes(name) ||
          ((words.has(name) || words.has('natural')) && isShared(view, name)),
      ),
  }))
}
