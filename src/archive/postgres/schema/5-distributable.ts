/*
 * Each month's table of calls had `UNIQUE (conversation_id)`. A table that is divided among servers may have no key without
 * the column that it is divided by, so our own id stands in it, too. That a call is there once is seen to by whoever
 * writes, one at a time.
 */
const SCHEMA_5 = `
DO $$
DECLARE key record;
BEGIN
  FOR key IN
    SELECT c.conrelid::regclass AS month, c.conname AS name FROM pg_inherits i JOIN pg_constraint c ON c.conrelid = i.inhrelid
    WHERE i.inhparent = 'conversations'::regclass AND c.contype = 'u' AND array_length(c.conkey, 1) = 1
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.month, key.name);
  END LOOP;
END $$;
ALTER TABLE conversations ADD CONSTRAINT conversations_known UNIQUE (conversation_id, id);
`

export const distributable = { name: '5-distributable', sql: SCHEMA_5 }
