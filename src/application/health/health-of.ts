/** What is known of a connection's health, put together for people and programs. */
import type { Connection } from '../../domain/connection/connection.ts'
import {
  describe,
  HEALTHY,
  remedyFor,
  TABLE,
  titleOf,
  type Diagnosis,
} from '../../domain/health/condition.ts'
import type { Repositories } from '../ports.ts'
import type { HealthRecord } from './ports.ts'

export interface ToldDiagnosis extends Diagnosis {
  readonly title: string
  readonly severity: 'ok' | 'notice' | 'warning' | 'urgent'
  /** What is the matter, with the doubt that remains. */
  readonly description: string
  readonly remedy: string
}

export interface ConnectionHealth {
  readonly connection: Connection
  readonly diagnosis: ToldDiagnosis
  readonly since: Date | null
  /** Seen lately and not yet often enough to be believed. */
  readonly suspicion: (ToldDiagnosis & { readonly seen: number; readonly needed: number }) | null
  readonly seenAt: Date | null
  readonly nextLookAt: Date | null
  readonly latencyMs: number | null
}

export const told = (diagnosis: Diagnosis, connection: Connection): ToldDiagnosis => ({
  ...diagnosis,
  title: titleOf(diagnosis),
  severity: TABLE[diagnosis.condition].severity,
  description: describe(diagnosis),
  remedy: remedyFor(diagnosis, connection),
})

export function healthFrom(
  connection: Connection,
  record: HealthRecord | undefined,
): ConnectionHealth {
  const { suspicion } = record?.vital ?? { suspicion: null }
  return {
    connection,
    diagnosis: told(record?.vital.diagnosis ?? HEALTHY, connection),
    since: record?.seenAt ? record.vital.since : null,
    suspicion: suspicion && {
      ...told(suspicion.diagnosis, connection),
      seen: suspicion.seen,
      needed: TABLE[suspicion.diagnosis.condition].confirm,
    },
    seenAt: record?.seenAt ?? null,
    nextLookAt: record?.nextLookAt ?? null,
    latencyMs: record?.latencyMs ?? null,
  }
}

export const healthOf = async (
  from: Repositories,
  connection: Connection,
): Promise<ConnectionHealth> => healthFrom(connection, await from.health.get(connection.id))
