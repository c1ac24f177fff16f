import type { ExportFormat, ExportItem } from '../../src/export/formats/format.ts'
import { atOnce } from '../../src/pieces.ts'

/** The row of one call, made in one go. */
export const rowOf = (format: ExportFormat, item: ExportItem): string => atOnce(format.row(item))
