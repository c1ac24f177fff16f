import type { Table } from '../../render/table.ts'

/* What analyses count and group by, and what queries select: explained here, so that the list of tools need not. */

export async function metricWords(): Promise<Table> {
  const { METRICS } = await import('../../analysis/index.ts')
  return {
    columns: ['metric', 'unit', 'definition'],
    rows: Object.entries(METRICS).map(([name, { unit, definition }]) => [name, unit || null, definition]),
  }
}

export async function groupWords(): Promise<Table> {
  const { GROUPS } = await import('../../analysis/index.ts')
  return {
    columns: ['group', 'definition'],
    rows: Object.entries(GROUPS).map(([name, { definition }]) => [name, definition]),
  }
}

export async function columnWords(): Promise<Table> {
  const { VIEWS } = await import('../../query/index.ts')
  return {
    columns: ['view', 'column', 'type', 'meaning'],
    rows: VIEWS.flatMap(({ name, columns }) => columns.map(column => [name, column.name, column.type, column.about])),
  }
}
