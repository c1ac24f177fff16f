import { type Finder, type Finding, matchesOf } from './finder.ts'

const FREE = (pattern: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}.-])${pattern}(?![\p{L}\p{N}]|[.-]\d)`, 'gu')

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** Numbers that tell by themselves what they are, by letters and check digits. */
const KINDS: { pattern: RegExp; isOne(id: string): boolean }[] = [
  // British National Insurance number: QQ 12 34 56 C
  {
    pattern: FREE(String.raw`(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]`),
    isOne: () => true,
  },
  // Spanish DNI and NIE: the letter is the number modulo 23.
  {
    pattern: FREE(String.raw`(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]`),
    isOne: id => {
      const number = id.slice(0, -1).replace(/^[XYZ]/, first => String('XYZ'.indexOf(first)))
      return DNI_LETTERS[Number(number) % 23] === id.at(-1)
    },
  },
  // Brazilian CPF as it is written: two check digits, modulo 11.
  {
    pattern: FREE(String.raw`\d{3}\.\d{3}\.\d{3}-\d\d`),
    isOne: id => [9, 10].every(at => checkOfCpf(id.slice(0, at)) === Number(id[at])),
  },
]

const checkOfCpf = (digits: string): number => {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (digits.length + 1 - at), 0)
  return ((sum * 10) % 11) % 10
}

/** "passport number is C01X00T47", "driver's license: D1234567". */
const SAID =
  /(?<!\p{L})(?:passport|reisepass|pasaporte|passeport|driver['’]?s? licen[cs]e|driving licen[cs]e|f[üu]hrerschein|national id(?:entity)?|identity card|id card|personalausweis)(?: ?(?:number|no\.?|nummer|#))?(?: is|:| ist| es)? {0,2}(?<id>(?=[A-Z\d]*\d)[A-Z\d][A-Z\d -]{3,16}[A-Z\d])(?![\p{L}\p{N}])/giu

/** @param small in small letters */
export const mayHoldNationalId = (small: string): boolean =>
  /passport|reisepass|pasaporte|passeport|licen[cs]e|f[üu]hrerschein|national id|identity card|id card|personalausweis/.test(
    small,
  )

export const findNationalIds: Finder = text => {
  const found: Finding[] = KINDS.flatMap(({ pattern, isOne }) =>
    matchesOf(text, pattern).flatMap(({ 0: id, index: start }) => {
      const key = id.replace(/[ .-]/g, '')
      return isOne(key) ? [{ start, end: start + id.length, key }] : []
    }),
  )
  for (const { 0: whole, index, groups } of matchesOf(text, SAID)) {
    const id = /^(?:[A-Za-z]{0,3}[ -]?)?\d[\dA-Za-z]*(?:[ -]\d[\dA-Za-z]*)*/.exec(groups!.id!)?.[0] ?? ''
    const start = index + whole.length - groups!.id!.length
    if (id.replace(/\D/g, '').length >= 4)
      found.push({ start, end: start + id.length, key: id.replace(/[ -]/g, '').toUpperCase() })
  }
  return disjoint(found)
}

/** From left to right; of two that overlap the first. */
function disjoint(found: readonly Finding[]): Finding[] {
  let end = 0
  return [...found]
    .sort((a, b) => a.start - b.start)
    .filter(one => {
      if (one.start < end) return false
      end = one.end
      return true
    })
}
