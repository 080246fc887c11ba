/** How the tests run: every `*.test.ts` beside its unit, on one PostgreSQL for the whole run. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,emulator,tests,lint,ui}/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // A process per file: tests start servers, take locks and end processes.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
