/* Which server is at work on what, and which waits for it: `archive/leases`. Lost with a crash, which ends them anyway. */
const SCHEMA_2 = `
CREATE UNLOGGED TABLE leases (
  name text COLLATE "C" PRIMARY KEY,
  holder text COLLATE "C" NOT NULL,
  until double precision NOT NULL,
  next_holder text COLLATE "C",
  next_until double precision
);
`

export const leases = { name: '2-leases', sql: SCHEMA_2 }
