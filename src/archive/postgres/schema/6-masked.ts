/* What masking changes of a call (`redact/patch.ts`). */
const SCHEMA_6 = 'ALTER TABLE bodies ADD COLUMN masked text COLLATE "C"'

export const masked = { name: '6-masked', sql: SCHEMA_6 }
