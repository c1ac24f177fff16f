/** So many random bytes that nobody can guess, in hexadecimal. The web's API: to load `node:crypto` is a tenth of a start. */
export const randomHex = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')
