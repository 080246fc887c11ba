/** The official suite, as each revision was frozen, against the door that ships. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { serveMcp, type ServedMcp } from './serve-mcp.ts'
import { runSuite } from './suite.ts'

let database: TestDatabase
let served: ServedMcp
const results = mkdtempSync(join(tmpdir(), 'hubward-conformance-'))

beforeAll(async () => {
  database = await testDatabase()
  served = await serveMcp(database.config)
})
afterAll(async () => {
  await served.close()
  await database.drop()
  rmSync(results, { recursive: true, force: true })
})

test.each(['2026-07-28', '2025-11-25'])(
  'revision %s: what it requires holds, but for what the baseline names with a reason',
  async (revision) => {
    const { exitCode, output } = await runSuite([
      'server',
      '--url',
      served.url,
      '--requirements',
      revision,
      '--expected-failures',
      join(import.meta.dirname, `baseline-${revision}.yml`),
      '--output-dir',
      join(results, revision),
    ])
    const summary = output.slice(output.indexOf('=== SUMMARY ==='))
    expect(summary).toContain('✓ tools-list')
    expect(exitCode, summary).toBe(0)
  },
  60_000,
)
