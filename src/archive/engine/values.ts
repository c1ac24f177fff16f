/** What an archive can hold. */
export type Value = string | number | bigint | boolean | null | Uint8Array

/** A row as it is read; numbers are safe integers or reals, conditions 1 and 0. */
export type Row = Record<string, string | number | bigint | null | Uint8Array>
