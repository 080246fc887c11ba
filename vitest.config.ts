/** How the tests run: every `*.test.ts` beside its unit, on one PostgreSQL for the whole run. */
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['{src,emulator,tests,lint,ui}/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // The first two are the defaults; the third says what could not run here, and why.
    reporters: [
      'default',
      ...(process.env['GITHUB_ACTIONS'] === 'true' ? ['github-actions'] : []),
      './tests/support/say-skipped.ts',
    ],
    // A process per file: tests start servers, take locks and end processes.
    pool: 'forks',
    // One more than the smallest machine has cores: tests of pages mostly wait. Two workers with them
    // kept 0.6 of two cores busy (101 s of CPU in 168 s).
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // One second, which is the default, is less than a busy machine takes to draw a long page.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
