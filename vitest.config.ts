import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    // On a machine that does other things, too.
    testTimeout: 40_000,
    hookTimeout: 40_000,
    // By default one processor is left idle.
    maxWorkers: '100%',
    // Modules, and the sample calls among them, are made once per process, not once per file.
    isolate: false,
    globalSetup: 'test/support/prepare.ts',
    setupFiles: 'test/support/setup.ts',
  },
})
