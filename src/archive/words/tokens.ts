import { learn, termsOf } from './terms.ts'

/* Where the words of the index stand in the original text. */

export interface Token {
  term: string
  /** Positions in the original, the end not included. */
  start: number
  end: number
}

interface Piece {
  text: string
  start: number
}

/**
 * What folding and the index can take for one word. Signs around and between digits belong to it, as in 5,000, and all
 * beyond ASCII, since the index knows the signs of an older Unicode only. The rest parts words.
 */
const PIECE = /(?:[0-9A-Za-z.,']|[^\p{ASCII}\s]|\ufeff|(?<=\p{N})[\u00a0\u202f\u2009](?=\p{N}))+/gu
const WORD =
  /[\p{L}\p{N}\p{M}\p{Co}\p{Default_Ignorable_Code_Point}]+|[\p{Extended_Pictographic}\p{Regional_Indicator}][\p{M}\p{Emoji_Modifier}]*/gu
/** In scripts without spaces a letter is a word. */
const LETTER =
  /[\p{sc=Latin}\p{N}\p{M}\p{Default_Ignorable_Code_Point}]+|\P{M}[\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]*/gsu

/** The words of a text as the index holds them, in order, each with its place. */
export function tokensOf(text: string): Token[] {
  const pieces = split({ text, start: 0 }, PIECE)
  learn(pieces.map(({ text }) => text))
  return pieces
    .flatMap(piece => (isOneWord(piece) ? piece : finer(piece, WORD)))
    .flatMap(piece => (isOneWord(piece) ? piece : finer(piece, LETTER)))
    .flatMap(({ text, start }) => termsOf(text).map(term => ({ term, start, end: start + text.length })))
}

const isOneWord = ({ text }: Piece): boolean => termsOf(text).length < 2 && !/\p{P}/u.test(text)

/** Parts are as good as the whole where the index makes the same words of them; "5,000" stays whole. */
function finer(piece: Piece, pattern: RegExp): Piece | Piece[] {
  const parts = split(piece, pattern)
  const isSame = parts.flatMap(({ text }) => termsOf(text)).join(' ') === termsOf(piece.text).join(' ')
  return isSame ? parts : piece
}

const split = ({ text, start }: Piece, pattern: RegExp): Piece[] =>
  Array.from(text.matchAll(pattern), ({ 0: part, index }) => ({ text: part, start: start + index }))
