/**
 * The same text by itself: V8 makes a part of a text without copying it, so that whoever remembers the part keeps the
 * whole text, which may be a tool's result of megabytes.
 */
export const copyOf = (part: string): string => Buffer.from(part, 'utf16le').toString('utf16le')
