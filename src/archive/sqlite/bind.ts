import type { Value } from '../engine/values.ts'

/**
 * A value as both drivers take it. With libsql some wrong types end the process instead of throwing, so nothing is
 * bound that did not pass here.
 * @throws TypeError for whatever is no `Value`
 */
export function bindable(value: Value): string | number | bigint | null | Uint8Array {
  if (typeof value === 'boolean') return value ? 1n : 0n
  // A number would be bound as a real: "42.0" in a text column.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : finite(value)
  // Both drivers cut a text at its first NUL.
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
  if (value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`cannot bind ${value === undefined ? 'undefined' : `a ${typeof value}`}`)
}

/** SQLite would make NULL of a NaN and take an infinity for a number. */
function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw new TypeError(`cannot bind ${value}`)
}
