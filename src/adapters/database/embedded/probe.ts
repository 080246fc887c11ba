import pg from 'pg'
import { SHOW_SIGNATURE } from './settings.ts'
import { SOCKET_PORT } from './socket-directory.ts'

/** The one role of an embedded cluster, and the one database in it. */
export const ROLE = 'hubward'
export const DATABASE = 'hubward'

export type Probe =
  | { readonly state: 'ready'; readonly signature: string | undefined }
  /** It runs, and is starting, recovering or stopping. */
  | { readonly state: 'busy'; readonly reason: string }
  | { readonly state: 'absent'; readonly reason: string }

/** How to reach a database of the embedded server. Neither TLS nor a password: see settings. */
export function connectionTo(socketDir: string, database = DATABASE): pg.PoolConfig {
  return { host: socketDir, port: SOCKET_PORT, user: ROLE, database, ssl: false }
}

/** Asks the server how it is. */
export async function probe(socketDir: string): Promise<Probe> {
  try {
    return await asked(socketDir, async (client) => {
      const { rows } = await client.query<{ launch: string | null }>(SHOW_SIGNATURE)
      return { state: 'ready', signature: rows[0]?.launch ?? undefined }
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const reason = error instanceof Error ? error.message : String(error)
    return { state: code === CANNOT_CONNECT_NOW ? 'busy' : 'absent', reason }
  }
}

/** Our database, made when it is missing: a kill may come between initdb and this. */
export async function ensureDatabase(socketDir: string): Promise<void> {
  await asked(socketDir, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  })
}

/** SQLSTATE 57P03 */
const CANNOT_CONNECT_NOW = '57P03'

async function asked<T>(socketDir: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...connectionTo(socketDir, 'postgres'),
    connectionTimeoutMillis: 3_000,
    application_name: 'hubward launcher',
  })
  // A server that dies meanwhile also fails the query; the event says nothing more.
  client.on('error', () => {})
  try {
    await client.connect()
    return await ask(client)
  } finally {
    await client.end().catch(() => {})
  }
}
