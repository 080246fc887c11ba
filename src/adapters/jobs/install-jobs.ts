/**
 * Brings pg-boss's tables and our queues to this release. A mark on the schema tells whether that has
 * been done, so that a start with nothing to do costs one query and does not load the library.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import packageOfBoss from 'pg-boss/package.json' with { type: 'json' }
import { QUEUES, type QueueSpec } from '../../application/jobs/queues.ts'
import { DEAD_JOBS, JOB_SCHEMA } from './schema.ts'

export type QueueTable = Readonly<Record<string, QueueSpec>>

const TWO_WEEKS_S = 14 * 24 * 60 * 60
const LONGEST_PAUSE_S = 60 * 60
/** A worker says this often that it lives; who says nothing has lost the job to another. */
const HEARTBEAT_S = 30

/** Any number of processes may do this at once. */
export async function installJobs(pool: pg.Pool, queues: QueueTable = QUEUES): Promise<void> {
  const mark = markOf(queues)
  if ((await markIn(pool)) === mark) return
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('hubward jobs', 0))`)
    if ((await markIn(client)) !== mark) await install(client, queues, mark)
  } finally {
    await client.query('select pg_advisory_unlock_all()')
    client.release()
  }
}

/** Differs when the library's tables or a queue differ. */
function markOf(queues: QueueTable): string {
  const digest = createHash('sha256').update(JSON.stringify(queues)).digest('hex').slice(0, 16)
  return `pg-boss ${packageOfBoss.pgboss.schema}, queues ${digest}`
}

async function markIn(client: pg.Pool | pg.PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ mark: string | null }>(
    `select obj_description(to_regnamespace($1), 'pg_namespace') as mark`,
    [JOB_SCHEMA],
  )
  return rows[0]?.mark ?? null
}

async function install(client: pg.PoolClient, queues: QueueTable, mark: string): Promise<void> {
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss')
  const version = await schemaVersion(client)
  if (version === undefined) await client.query(getConstructionPlans(JOB_SCHEMA))
  else if (version < packageOfBoss.pgboss.schema)
    await client.query(getMigrationPlans(JOB_SCHEMA, version))
  await putQueue(client, DEAD_JOBS, { policy: 'standard', retentionSeconds: TWO_WEEKS_S })
  for (const [name, spec] of Object.entries(queues))
    await putQueue(client, name, { policy: 'short', ...optionsOf(spec) })
  await client.query(`comment on schema ${JOB_SCHEMA} is '${mark}'`)
}

const optionsOf = (spec: QueueSpec) => ({
  retryLimit: spec.retries,
  retryDelay: spec.retryAfterS,
  retryBackoff: true,
  retryDelayMax: LONGEST_PAUSE_S,
  expireInSeconds: spec.withinS,
  heartbeatSeconds: HEARTBEAT_S,
  deleteAfterSeconds: spec.keptForS ?? TWO_WEEKS_S,
  retentionSeconds: TWO_WEEKS_S,
  deadLetter: DEAD_JOBS,
  notify: true,
})

async function schemaVersion(client: pg.PoolClient): Promise<number | undefined> {
  const there = await client.query<{ found: boolean }>(
    `select to_regclass('${JOB_SCHEMA}.version') is not null as found`,
  )
  if (!there.rows[0]?.found) return undefined
  const { rows } = await client.query<{ version: number }>(
    `select version from ${JOB_SCHEMA}.version`,
  )
  return rows[0]?.version
}

async function putQueue(
  client: pg.PoolClient,
  name: string,
  options: Record<string, unknown>,
): Promise<void> {
  const { createQueue, updateQueue } = await import('pg-boss/dist/plans.js')
  await client.query(createQueue(JOB_SCHEMA, name, options))
  const { policy: _, ...changing } = options
  await client.query(updateQueue(JOB_SCHEMA), [name, changing])
}
