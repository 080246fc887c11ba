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
import { reconnectCommand } from '../../domain/connection/mend.ts'
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

/** What is believed; of what nobody looked at yet, and of what something else stopped, not that it is well. */
function believed(connection: Connection, record: HealthRecord | undefined): ToldDiagnosis {
  const diagnosis = told(record?.vital.diagnosis ?? HEALTHY, connection)
  const { state, stateReason } = connection
  // Whatever else is the matter, that every call is refused until somebody acts goes first.
  if (state === 'needs_reauth' && !TABLE[diagnosis.condition].stops)
    return {
      ...diagnosis,
      title: 'Stopped',
      severity: 'urgent',
      description: `Every call is refused: ${stateReason ?? 'it has no credential that works.'}`,
      remedy: `Give it another credential: ${reconnectCommand(connection)}`,
    }
  if (record?.seenAt || diagnosis.severity !== 'ok') return diagnosis
  return {
    ...diagnosis,
    title: 'Not looked at yet',
    description: 'The monitor has not looked at it yet; it does within a minute.',
  }
}

export function healthFrom(
  connection: Connection,
  record: HealthRecord | undefined,
): ConnectionHealth {
  const { suspicion } = record?.vital ?? { suspicion: null }
  return {
    connection,
    diagnosis: believed(connection, record),
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
