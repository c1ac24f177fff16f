import { defineConfig } from 'vitest/config'
import { PATIENT } from './test/support/patient.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    // Only what hangs: a machine may do ten other things.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: PATIENT },
    // By default one processor is left idle.
    maxWorkers: '100%',
    // Modules, and the sample calls among them, are made once per process, not once per file.
    isolate: false,
    // Most code of a test runs few times: to optimize it as soon as V8 would costs more than it saves. Node 24 has no such
    // option, and an optimizer that costs less in between.
    execArgv: process.version.startsWith('v20.') ? ['--interrupt-budget=600000'] : [],
    // What TypeScript becomes is kept for the next run; `npx vitest --clearCache` forgets it.
    experimental: { fsModuleCache: true },
    tags: [{ name: 'more', description: 'left to `npm run test:more`: `npm test` has a smaller form of the same' }],
    globalSetup: 'test/support/prepare.ts',
    setupFiles: 'test/support/setup.ts',
  },
})
