import { basename, dirname, resolve } from 'node:path'
import type { ToolContext } from '../tools/define.ts'

/** Where `--out` leads, as the folder and the name that exports know. */
export function placeOfReport(out: unknown, context: ToolContext): ToolContext & { named: { file_name?: string } } {
  if (out === undefined) return { ...context, named: {} }
  const path = resolve(String(out))
  return { ...context, exports: { ...context.exports, folder: dirname(path) }, named: { file_name: basename(path) } }
}
