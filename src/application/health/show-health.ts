import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import {
  healthFrom,
  healthOf,
  told,
  type ConnectionHealth,
  type ToldDiagnosis,
} from './health-of.ts'
import type { KeyEvent, KeyEventCursor } from './ports.ts'

export interface ToldPeriod {
  readonly diagnosis: ToldDiagnosis
  readonly beganAt: Date
  readonly endedAt: Date | null
}

export interface HealthHistory extends ConnectionHealth {
  /** Newest first. */
  readonly periods: readonly ToldPeriod[]
  /** What happened to the key at HubSpot, newest first. */
  readonly keyEvents: readonly KeyEvent[]
  /** How far HubSpot's security activity was read; `null` where it never was asked. */
  readonly reading: KeyEventCursor | null
}

const MOST_PERIODS = 200
const MOST_EVENTS = 100

/** The health of every connection, by name. */
export async function listHealth(ctx: Context): Promise<ConnectionHealth[]> {
  authorise(ctx, 'read', 'health.list')
  const [connections, records] = await Promise.all([
    ctx.store.read.connections.list(),
    ctx.store.read.health.list(),
  ])
  return connections
    .filter(({ state }) => state !== 'disconnected')
    .map((connection) =>
      healthFrom(
        connection,
        records.find(({ connectionId }) => connectionId === connection.id),
      ),
    )
}

/** One connection's health, its past, and what happened to its key. @throws `connection.not_found` */
export async function showHealth(
  ctx: Context,
  input: { readonly connection: string },
): Promise<HealthHistory> {
  authorise(ctx, 'read', 'health.get')
  const { health } = ctx.store.read
  const connection = await findConnection(ctx.store.read, input.connection)
  const { id } = connection
  const [now, periods, keyEvents, reading] = await Promise.all([
    healthOf(ctx.store.read, connection),
    health.periods(id, MOST_PERIODS),
    health.keyEvents(id, MOST_EVENTS),
    health.cursor(id),
  ])
  return {
    ...now,
    periods: periods.map(({ diagnosis, beganAt, endedAt }) => ({
      diagnosis: told(diagnosis, connection),
      beganAt,
      endedAt,
    })),
    keyEvents,
    reading: reading ?? null,
  }
}
