import { startCluster } from '../../test/support/postgres.ts'

/*
 * node server.mjs [SETTING…]: a PostgreSQL of its own, set like that. Prints its URL; a line on its input makes it print the bytes of each table
 * with its indexes, partitions together. Ends with its input.
 */
const cluster = await startCluster()
const settings = process.argv.slice(2)
if (settings.length > 0) {
  await cluster.end('SIGINT')
  await cluster.start(settings)
}
process.stdout.write(`${cluster.url}\n`)
const SIZES = `
SELECT coalesce(p.relname, c.relname) AS name, sum(pg_table_size(c.oid))::float AS rows, sum(pg_indexes_size(c.oid))::float AS indexes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1 ORDER BY 2 DESC`
process.stdin.on('data', async () => process.stdout.write(`${JSON.stringify(await cluster.ask(SIZES))}\n`))
process.stdin.on('end', () => void cluster.stop().then(() => process.exit()))
