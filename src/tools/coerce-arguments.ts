import * as z from 'zod/v4'

/**
 * Arguments as assistants write them, where only one thing can be meant: numbers and truth values as text, choices in
 * capitals, and null, "" or [] for what is left out.
 */
export function coerceArguments(given: unknown, shape: Record<string, z.ZodType>): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given ?? {}
  const kept = Object.entries(given).filter(([, value]) => !isNothing(value))
  return Object.fromEntries(kept.map(([name, value]) => [name, reading(value, inner(shape[name]))]))
}

/** Some hosts fill in every argument they know of. */
const isNothing = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isNothing) : value === null || (typeof value === 'string' && value.trim() === '')

/** A schema without "may be left out" and "by default". */
function inner(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return inner(schema.unwrap() as z.ZodType)
  return schema
}

function reading(value: unknown, schema: z.ZodType | undefined): unknown {
  if (typeof value === 'number' && schema instanceof z.ZodString) return String(value)
  if (typeof value !== 'string') return value
  if (schema instanceof z.ZodNumber && /^\s*-?\d+(\.\d+)?\s*$/.test(value)) return Number(value)
  if (schema instanceof z.ZodBoolean) return { true: true, false: false }[value.trim().toLowerCase()] ?? value
  if (schema instanceof z.ZodEnum) {
    const lower = value.trim().toLowerCase()
    return schema.options.includes(lower) ? lower : value
  }
  return value
}
