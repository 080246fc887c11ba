/**
 * Sends jobs inside the caller's transaction, by pg-boss's own statement for it. Only that statement
 * is loaded: the whole library takes a third of a second to load and wants to be started, which is
 * the workers' affair, and a command that merely changes something should not pay for it.
 */
import { CompiledQuery } from 'kysely'
import { insertJobs } from 'pg-boss/dist/plans.js'
import { randomUUID } from 'node:crypto'
import type { JobRepository } from '../../application/jobs/ports.ts'
import type { Database } from '../database/pool.ts'
import { JOB_SCHEMA, JOB_TABLE } from './schema.ts'

export const jobRepository = (db: Database): JobRepository => ({
  async send(queue, payload, options = {}) {
    const statement = insertJobs(JOB_SCHEMA, { table: JOB_TABLE, name: queue, notify: true })
    const job = {
      data: payload,
      startAfter: options.startAfter?.toISOString(),
      // Of the queues' policy (`short`): one job waits per key. Who names none has a key of their own.
      singletonKey: options.singletonKey ?? randomUUID(),
    }
    await db.executeQuery(CompiledQuery.raw(statement, [JSON.stringify([job])]))
  },
})
