/** Queries in SQL. The rest of the program needs no more than this of the files beside it. */
export { statementError } from './errors.ts'
export { checkQuery, LIMITS, type Query, type QueryResult, runQuery } from './query.ts'
export { StatementFailed } from './sandbox.ts'
export { VIEWS } from './views/views.ts'
