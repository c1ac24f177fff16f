/* English words that hold sentences together and tell nothing by themselves. Negations, wishes and questions tell something. */

const WORDS =
  'a about after all also am an and any are as at be because been before being but by did do does doing for from had has ' +
  'have having he her here hers him his i if in into is it its just me mine my of on or our ours out over she so some such ' +
  'than that the their them then there these they this those to under until up us was we were which while who whom whose ' +
  'will with would you your yours'
/** What follows the apostrophe in *I'll*, *you've*, *don't*. */
const ENDINGS = 'd ll m re s t ve'

const FUNCTION_WORDS = new Set(`${WORDS} ${ENDINGS}`.split(' '))
const ENDING = /'(?:d|ll|m|re|s|ve)$/

/** @param form in small letters */
export const isFunctionWord = (form: string): boolean => FUNCTION_WORDS.has(form.replace(ENDING, ''))
