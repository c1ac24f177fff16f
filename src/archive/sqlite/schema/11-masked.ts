import type { Database } from '../database.ts'

/* What masking changes of a call (`redact/patch.ts`). */

export const masked = {
  name: '11-masked',
  up: (db: Database): void => db.exec('ALTER TABLE bodies ADD COLUMN masked TEXT'),
}
