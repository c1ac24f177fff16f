import manifest from '../package.json' with { type: 'json' }

export const VERSION: string = manifest.version
/** The package with a SQLite of its own that this version is tested with. */
export const LIBSQL = `libsql@${manifest.peerDependencies.libsql}`
