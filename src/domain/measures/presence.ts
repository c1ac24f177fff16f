/* "Hello? Are you still there?" in the languages that callers of voice agents speak most. */

/** Greetings elsewhere: they ask whether anybody is there only with a question mark. */
const GREETINGS =
  'hello hi hey hallo hola buenas ola olá ciao bonjour halo cześć hej hallå merhaba привет नमस्ते 你好 안녕하세요 bueno pronto'
/** Said on a line that seems dead, and hardly ever otherwise. */
const CALLS = 'allo allô alo alô aló алло हैलो हेलो もしもし 喂 여보세요'

const QUESTIONS = [
  // English
  '(?:are|is) (?:you|anyone|anybody|someone|somebody) (?:still |even )?(?:there|here|on the line)|(?:anyone|anybody|you|still) (?:still )?there',
  "(?:can|do|did) (?:you|anyone|anybody) (?:still )?hear me|hear me|i (?:can't|cannot|can not|don't) hear (?:you|anything)",
  '(?:did|have) (?:i|we) (?:lose|lost) you|(?:are|am) (?:we|i) (?:still )?connected|did you hang up|is this (?:thing )?working',
  // German
  '(?:sind sie|bist du|ist (?:da )?jemand) (?:noch )?(?:da|dran)|(?:noch )?jemand (?:da|dran)|noch (?:da|dran)|ist da (?:noch )?(?:jemand|wer)',
  '(?:hören sie|hörst du|können sie|kannst du) mich(?: noch)?(?: hören)?|ich (?:höre|hör) (?:sie|dich|nichts)(?: nicht)?(?: mehr)?',
  // Spanish
  '(?:está|estás|sigue|sigues) (?:usted )?(?:todavía )?ahí|hay alguien(?: ahí)?|(?:me|puede|puedes) (?:oye|oyes|escucha|escuchas|oírme|escucharme)|no (?:le|te) (?:oigo|escucho)',
  // French
  "(?:vous êtes|êtes vous|tu es|t'es) (?:toujours |encore )?là|(?:est ce qu')?(?:il )?y a (?:t il )?quelqu'un|(?:est ce que )?(?:vous|tu) m'(?:entendez|entends)|m'(?:entendez vous|entends tu)|je ne vous entends (?:pas|plus)",
  // Italian, Portuguese, Dutch, Polish, Turkish, Russian
  "c'è (?:ancora )?qualcuno|(?:mi sente|mi senti)|(?:è|sei) ancora (?:lì|là)|ci sei",
  '(?:você )?(?:ainda )?está (?:ainda )?(?:aí|me ouvindo)|(?:você )?(?:consegue )?me (?:ouve|ouvir|escuta)|tem alguém aí',
  'bent u (?:er|daar) nog|ben je (?:er|daar) nog|hoort u mij|hoor je me|is (?:daar|er) (?:nog )?iemand',
  'słyszysz mnie|słyszy mnie pan|słyszy mnie pani|jest tam kto|orada mısınız|beni duyuyor musunuz|вы (?:ещё )?(?:тут|здесь|там)|вы меня слышите',
  // Japanese, Chinese, Korean (their words are joined)
  '聞こえますか|聞こえていますか|聞こえてますか|いますか|还在吗|在吗|有人吗|听得到吗|听得见吗|能听到吗|能听见吗|들리세요|들려요|계세요',
]
/** Said around such words; alone they ask nothing. */
const FILLERS = "um uh er äh ähm euh eh sorry please excuse me sir ma'am so okay ok and but あの えっと"

const alternatives = (words: string): string => words.split(' ').join('|')
const pattern = (...parts: string[]): RegExp => new RegExp(`^(?:(?:${parts.join('|')})(?: |$))+$`, 'u')
let tests: { any: RegExp; bare: RegExp; filler: RegExp } | undefined

/** A longer text is no question of a few words. */
const LONGEST = 1000

/**
 * Every word of a caller's turn asks whether somebody is there. A bare greeting ("Hello") does so only with a question
 * mark; one that goes on ("Hello, my order is late") never does.
 */
export function isPresenceCheck(text: string): boolean {
  if (text.length > LONGEST) return false
  const words = text.toLowerCase().normalize('NFKC').replace(/’/g, "'")
  const plain = words.replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ').trim()
  if (plain === '' || plain.length > 120) return false
  tests ??= {
    any: pattern(alternatives(GREETINGS), alternatives(CALLS), alternatives(FILLERS), ...QUESTIONS),
    bare: pattern(alternatives(GREETINGS), alternatives(FILLERS)),
    filler: pattern(alternatives(FILLERS)),
  }
  return tests.any.test(plain) && (!tests.bare.test(plain) || (words.includes('?') && !tests.filler.test(plain)))
}
