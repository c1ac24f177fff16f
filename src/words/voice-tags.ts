/**
 * `[sighs]`, `[laughs softly]`: how a voice sounds. Names of masked data (`[EMAIL]`, `[phone_1]`) and the words of a
 * link are words.
 */
const VOICE_TAG = /(?<!!)\[\p{L}[\p{Ll}\p{Lo}\p{M}'’-]*(?: [\p{Ll}\p{Lo}\p{M}'’-]+){0,3}\](?![([])/gu

/** What was said, at the same places of the text, without remarks on how. */
export const withoutVoiceTags = (message: string): string =>
  message.includes('[') ? message.replace(VOICE_TAG, tag => ' '.repeat(tag.length)) : message
