/** The database: it answers, it is the one that may be written, it has this release's tables, and room. */
import type pg from 'pg'
import { unknownMigrations } from '../../../adapters/database/migrate.ts'
import { fail, ok, warn, type Check, type Finding, type Subject } from '../check.ts'

/** The oldest PostgreSQL that the migrations are tested with. */
const LEAST_VERSION = 150_000

export const databaseCheck: Check = {
  name: 'database',
  title: 'Database',
  needs: ['config'],
  async look(subject) {
    const { database, config } = subject
    if (!database)
      return config?.databaseUrl
        ? fail('The database of DATABASE_URL cannot be reached.', EXTERNAL)
        : fail('The embedded database does not run.', 'Start Hubward: it starts its database.')
    try {
      const begun = performance.now()
      const [row] = await ask<{ version: string; number: number; tls: boolean }>(
        subject,
        `select current_setting('server_version') as version,
          current_setting('server_version_num')::int as number,
          coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as tls`,
      )
      const took = Math.round(performance.now() - begun)
      const { version = '', number = 0 } = row ?? {}
      if (number < LEAST_VERSION)
        return fail(`PostgreSQL ${version} is older than 15.`, 'Bring it to 15 or newer.')
      return ok(`PostgreSQL ${version} answered in ${took} ms.`)
    } catch (cause) {
      return fail(cause instanceof Error ? cause.message : String(cause), EXTERNAL)
    }
  },
}

const EXTERNAL =
  'Check host, port, user and password in DATABASE_URL, and that the database takes connections from here.'

export const databaseRoleCheck: Check = {
  name: 'database_role',
  title: 'Database can be written',
  needs: ['database'],
  async look(subject) {
    const [row] = await ask<{ standby: boolean; read_only: boolean }>(
      subject,
      `select pg_is_in_recovery() as standby,
        current_setting('default_transaction_read_only')::boolean as read_only`,
    )
    if (row?.standby)
      return fail(
        'This is a standby: it copies another database and cannot be written.',
        'Point DATABASE_URL to the primary, or promote this one.',
      )
    if (row?.read_only)
      return fail(
        'The database is set to read only.',
        'alter database … set default_transaction_read_only = off',
      )
    return ok('It is a primary, and can be written.')
  },
}

export const migrationsCheck: Check = {
  name: 'migrations',
  title: 'Database is of this release',
  needs: ['database'],
  async look({ database }) {
    if (!database) return fail('There is no database.', 'Start Hubward.')
    const { missing, newer, changed } = await unknownMigrations(database.db)
    if (newer.length > 0)
      return fail(
        `A newer release was here: ${newer.join(', ')}.`,
        'Start that release, or a later one.',
      )
    if (changed.length > 0)
      return fail(
        `Not the files that made this database: ${changed.join(', ')}.`,
        'Install an unmodified release.',
      )
    if (missing.length > 0)
      return warn(`Not applied yet: ${missing.join(', ')}.`, 'Start Hubward: it applies them.')
    return ok('Every migration of this release is applied, and none other.')
  },
}

/** One process keeps about so many, over all its pools (main/services.ts). */
const OWN_CONNECTIONS = 20

export const databaseConnectionsCheck: Check = {
  name: 'database_connections',
  title: 'Database connections',
  needs: ['database'],
  async look(subject) {
    const [row] = await ask<{ most: number; used: number }>(
      subject,
      `select current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int as most,
        (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`,
    )
    return connectionsLeft(row?.used ?? 0, row?.most ?? 0)
  },
}

export function connectionsLeft(used: number, most: number): Finding {
  const told = `${used} of ${most} connections are in use.`
  const remedy = `Raise max_connections: each process of Hubward keeps up to ${OWN_CONNECTIONS}.`
  const left = most - used
  if (left < 5) return fail(told, remedy)
  return left < OWN_CONNECTIONS ? warn(told, remedy) : ok(told)
}

export async function ask<Row extends pg.QueryResultRow>(
  { database }: Subject,
  text: string,
): Promise<Row[]> {
  const result = await database?.pool.query<Row>(text)
  return result?.rows ?? []
}
