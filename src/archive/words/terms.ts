import { Database } from '../engine/database.ts'
import { foldText } from './normalise-text.ts'

/*
 * What the index makes of a text. SQLite itself is asked, by way of an empty index in memory, so that queries and marks
 * cannot take a word for another one than the index does.
 */

/** As the table `words` has it. */
export const TOKENIZER = 'porter unicode61 remove_diacritics 2'

const PROBE = `
CREATE VIRTUAL TABLE probe USING fts5(text, content='', tokenize='${TOKENIZER}');
CREATE VIRTUAL TABLE terms USING fts5vocab(probe, instance);
`

/** Calls about the same things use the same words. */
const MOST_REMEMBERED = 2_000_000

let probe: Database | undefined
const known = new Map<string, readonly string[]>()
/** Characters of what is known. */
let remembered = 0

/** The words of the text as the index holds them: folded, without their endings, in order. */
export function termsOf(text: string): readonly string[] {
  if (!known.has(text)) learn([text])
  return known.get(text)!
}

/** Asks for many texts at once, which takes a tenth of the time. */
export function learn(texts: Iterable<string>): void {
  const unknown = [...new Set(texts)].filter(text => !known.has(text))
  if (unknown.length === 0) return
  if (remembered > MOST_REMEMBERED) {
    known.clear()
    remembered = 0
  }
  const terms = askIndex(unknown)
  for (const [at, text] of unknown.entries()) {
    known.set(text, terms[at]!)
    remembered += text.length
  }
}

function askIndex(texts: readonly string[]): string[][] {
  const db = openProbe()
  const terms = texts.map((): string[] => [])
  db.transaction(() => {
    for (const [at, text] of texts.entries()) {
      db.run('INSERT INTO probe (rowid, text) VALUES (?, ?)', [at, foldText(text)])
    }
  })
  for (const { doc, term } of db.all('SELECT doc, term FROM terms ORDER BY doc, "offset"')) {
    terms[Number(doc)]!.push(String(term))
  }
  db.exec("INSERT INTO probe (probe) VALUES ('delete-all')")
  return terms
}

function openProbe(): Database {
  if (probe) return probe
  const db = new Database(':memory:')
  db.exec(PROBE)
  probe = db
  return db
}
