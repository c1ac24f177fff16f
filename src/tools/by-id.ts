import * as z from 'zod/v4'

/** An object whose names are ids of the workspace, `__proto__` included, which a record of zod leaves out. */
export const byId = <T>(): z.ZodType<Record<string, T>> =>
  z
    .unknown()
    .refine(value => typeof value === 'object' && value !== null && !Array.isArray(value))
    .meta({ type: 'object' }) as never
