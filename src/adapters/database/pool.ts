import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { HubwardError } from '../../domain/errors.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>

/**
 * A pool whose rows hold what our types say: `int8` is a number (and an error when it is not a safe
 * one), `timestamptz` a `Date`, `date` the text `YYYY-MM-DD`. `numeric` stays text. A connection
 * that cannot be made, or does not come free in time, is `database.unreachable`, with the cause in words
 * and no password.
 * `{ name, text, values }` runs a named statement, parsed once per connection.
 */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new PatientPool({
    application_name: 'hubward',
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A transaction left open by a bug must not hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
    ...config,
    types: { getTypeParser },
    Client: NamedErrors,
  })
  // An idle connection that breaks is replaced at the next use; unheard, the event would end Node.
  pool.on('error', () => {})
  return pool
}

/** The query builder over a pool. Ending it ends the pool. */
export function createDatabase(pool: pg.Pool): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

type Parser = (text: string) => unknown

/** By type id (pg_type.dat); everything else as `pg` has it. */
const PARSERS: Readonly<Record<number, Parser>> = {
  20: safeInteger,
  1016: (text) => integers(text),
  // `pg` makes these a Date at local midnight, which is another day elsewhere.
  1082: (text) => text,
}

const getTypeParser: typeof pg.types.getTypeParser = (id: number, format?: unknown): Parser =>
  (format === 'binary' ? undefined : PARSERS[id]) ?? pg.types.getTypeParser(id, format as 'text')

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`The integer ${text} from the database is too large to be exact`)
  }
  return value
}

/** `{1,2,NULL}`; arrays of arrays are not used here. */
function integers(text: string): (number | null)[] {
  const inside = text.slice(1, -1)
  if (inside === '') return []
  return inside.split(',').map((item) => (item === 'NULL' ? null : safeInteger(item)))
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void)

/** The pool connects its clients with a callback; others may await a promise. */
class NamedErrors extends pg.Client {
  override connect(): Promise<pg.Client>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.Client> | void {
    const connected = super.connect().catch((error: unknown) => {
      throw unreachable(error, `${this.host}:${this.port}`)
    })
    if (callback === undefined) return connected
    const tell = callback as (error: unknown, client?: pg.Client) => void
    connected.then(
      (client) => tell(null, client),
      (error: unknown) => tell(error),
    )
  }
}

type Lent = Parameters<pg.Pool['connect']>[0]

/** One whose patience ends with a code: who waits in vain for a busy pool may come again. */
class PatientPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Lent): void
  override connect(callback?: Lent): Promise<pg.PoolClient> | void {
    if (callback === undefined)
      return super.connect().catch((error: unknown) => {
        throw noneFree(error)
      })
    super.connect((error, client, done) =>
      callback(error && (noneFree(error) as Error), client, done),
    )
  }
}

/** `pg-pool` has no code for it, and this text since its first release. */
const NONE_FREE = 'timeout exceeded when trying to connect'

const noneFree = (error: unknown): unknown =>
  error instanceof Error && error.message === NONE_FREE
    ? new HubwardError(
        'database.unreachable',
        'Every connection to the database was busy for too long. Try again shortly.',
        { cause: error, facts: { code: 'none_free' } },
      )
    : error

/** What to say to the person, by the system's or PostgreSQL's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'nothing listens there',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host has no address',
  EACCES: 'this user may not open the socket',
  ETIMEDOUT: 'it did not answer in time',
  '28P01': 'the password was refused',
  '28000': 'the role was refused',
  '3D000': 'it has no database of that name',
  '53300': 'it has no connection free',
  '57P03': 'it is starting, recovering or stopping',
}

function unreachable(error: unknown, target: string): HubwardError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error))
  return new HubwardError(
    'database.unreachable',
    `The database at ${target} cannot be reached: ${reason}.`,
    { cause: error, facts: { code } },
  )
}
