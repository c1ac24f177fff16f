/* What is known of a call beside its columns, as a JSON list of texts. Filled as calls are mapped again. */
const SCHEMA_3 = 'ALTER TABLE conversations ADD COLUMN traits text COLLATE "C"'

export const traits = { name: '3-traits', sql: SCHEMA_3 }
