import type { Database } from '../database.ts'

/**
 * Parts of the index of words are put together 16 at a time, not 4: each word is then written anew half as often, and a
 * search looks into some parts more.
 */
export const merges = {
  name: '12-merges',
  up: (db: Database): void => db.exec("INSERT INTO words(words, rank) VALUES('automerge', 16)"),
}
