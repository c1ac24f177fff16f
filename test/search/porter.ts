/*
 * M. F. Porter, "An algorithm for suffix stripping" (Program 14, 1980), with two departures of his own later programs
 * that SQLite has as well (bli → ble, logi → log). Written from the paper, by other means than SQLite's.
 */

const V = '(?:[aeiou]|(?<=[^aeiou])y)'
const C = '(?:[^aeiouy]|(?<![^aeiou])y)'

/** Number of vowel-consonant pairs. */
const measure = (stem: string): number => (stem.match(new RegExp(`${V}+${C}+`, 'g')) ?? []).length
const hasVowel = (stem: string): boolean => new RegExp(V).test(stem)
const endsDouble = (stem: string): boolean => /([^aeiouy])\1$/.test(stem)
const endsCvc = (stem: string): boolean => new RegExp(`${C}${V}[^aeiouwxy]$`).test(stem)

const STEP_2: [string, string][] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
]
const STEP_3: [string, string][] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]
const STEP_4 = 'ement ance ence able ible ment ant ent ion ism ate iti ous ive ize al er ic ou'.split(' ')

function replace(word: string, rules: [string, string][]): string {
  const [suffix, by] =
    rules.filter(([suffix]) => word.endsWith(suffix)).sort((a, b) => b[0].length - a[0].length)[0] ?? []
  if (suffix === undefined) return word
  const stem = word.slice(0, -suffix.length)
  return measure(stem) > 0 ? stem + by : word
}

function step1(word: string): string {
  let w = word
  if (/(ss|i)es$/.test(w)) w = w.slice(0, -2)
  else if (/[^s]s$/.test(w)) w = w.slice(0, -1)
  if (w.endsWith('eed')) {
    if (measure(w.slice(0, -3)) > 0) w = w.slice(0, -1)
  } else {
    const stem = w.replace(/(ed|ing)$/, '')
    if (stem !== w && hasVowel(stem)) {
      w = stem
      if (/(at|bl|iz)$/.test(w)) w += 'e'
      else if (endsDouble(w) && !/[lsz]$/.test(w)) w = w.slice(0, -1)
      else if (measure(w) === 1 && endsCvc(w)) w += 'e'
    }
  }
  return w.endsWith('y') && hasVowel(w.slice(0, -1)) ? `${w.slice(0, -1)}i` : w
}

function step4(word: string): string {
  const suffix = STEP_4.find(suffix => word.endsWith(suffix))
  if (suffix === undefined) return word
  const stem = word.slice(0, -suffix.length)
  return measure(stem) > 1 && (suffix !== 'ion' || /[st]$/.test(stem)) ? stem : word
}

function step5(word: string): string {
  let w = word
  if (w.endsWith('e')) {
    const stem = w.slice(0, -1)
    const m = measure(stem)
    if (m > 1 || (m === 1 && !endsCvc(stem))) w = stem
  }
  return /ll$/.test(w) && measure(w) > 1 ? w.slice(0, -1) : w
}

/** Words of other letters, and of fewer than three, stay as they are. */
export function porter(word: string): string {
  if (word.length < 3) return word
  return step5(step4(replace(replace(step1(word), STEP_2), STEP_3)))
}
