/** The hash of the letters so far, with one more; capitals count as small letters. */
export const hashed = (hash: number, code: number): number => (Math.imul(hash, 31) + (code | 32)) | 0
