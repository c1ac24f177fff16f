import { createHash } from 'node:crypto'
import { shownStoreUrl } from '../../store-url.ts'
import type { ArchiveOf, Look, Place } from '../engine/place.ts'
import type { Store } from '../engine/store.ts'
import type { PostgresStore } from './store.ts'

/**
 * A schema of the database, one for each host of the API and profile: who has the database and these has the archive.
 * The driver is loaded by the first question.
 */
export function postgresPlace(url: string, { host, profile }: ArchiveOf): Place {
  const schema = schemaOf(host, profile)
  const name = `${shownStoreUrl(url)} (schema ${schema})`
  const place = { url, schema, name, host, profile }
  let opened: PostgresStore | undefined
  return {
    name,
    needs: 'PostgreSQL',
    found: async () => (await import('./look.ts')).describeServer(place),
    async open(now): Promise<Store> {
      opened = await (await import('./store.ts')).openPostgres(place, now)
      return opened
    },
    async look(): Promise<Look> {
      const { look, lookWith } = await import('./look.ts')
      return opened?.isOpen ? opened.use(client => lookWith(client, place)) : look(place)
    },
    try: async () => (await import('./look.ts')).tryWriting(place),
    remove: async () => (await import('./look.ts')).remove(place),
  }
}

/** Like a file's name: what can be read of the profile, and what keeps it apart from all others. */
export function schemaOf(host: string, profile: string): string {
  const slug = profile
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 30)
  const hash = createHash('sha256')
    .update(JSON.stringify([host, profile]))
    .digest('hex')
    .slice(0, 8)
  return `conversations_${slug}_${hash}`
}
