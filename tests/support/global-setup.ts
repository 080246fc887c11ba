import type { PoolConfig } from 'pg'
import type { TestProject } from 'vitest/node'
import { prepareTestServer } from './test-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this run with its migrated template, or why there is none. */
    testServer: TestServerNote
  }
}

export type TestServerNote =
  { readonly connection: PoolConfig; readonly template: string } | { readonly failure: string }

/**
 * One PostgreSQL for the whole run: the embedded one, or that of DATABASE_URL. Where it cannot be
 * had, tests that need none still run, and `testDatabase()` fails with the reason.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const server = await prepareTestServer()
    project.provide('testServer', { connection: server.connection, template: server.template })
    return server.stop
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    project.provide('testServer', { failure })
    return () => Promise.resolve()
  }
}
