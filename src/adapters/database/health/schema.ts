/** The tables of migration 0013, as Kysely sees them. */
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Outcome, Witness } from '../../../application/health/ports.ts'
import type { Condition, Diagnosis } from '../../../domain/health/condition.ts'
import type { Concern, KeyEventMeaning } from '../../../domain/health/key-events.ts'

/** A suspicion as it is stored: its time as text. */
export interface StoredSuspicion {
  readonly diagnosis: Diagnosis
  readonly seen: number
  readonly since: string
}

export interface HealthSchema {
  connection_health: {
    connection_id: string
    condition: Condition
    diagnosis: JSONColumnType<Diagnosis>
    since: Date
    suspicion: JSONColumnType<StoredSuspicion> | null
    seen_at: Date | null
    outcome: Outcome | null
    latency_ms: number | null
    next_look_at: Generated<Date>
    witness: Witness | null
    witnessed_at: Date | null
    creator_refused_at: Date | null
  }
  health_period: {
    id: GeneratedAlways<number>
    connection_id: string
    condition: Condition
    diagnosis: JSONColumnType<Diagnosis>
    began_at: Date
    ended_at: Date | null
  }
  key_event: {
    connection_id: string
    hubspot_id: string
    at: Date
    type: string
    meaning: KeyEventMeaning
    concern: Concern
    actor_id: number | null
    object_id: string | null
    found_at: Date
  }
  key_event_cursor: {
    connection_id: string
    read_through: Date
    asked_at: Date
    outcome: 'read' | 'not_permitted' | 'failed'
    ids_proven: boolean
    gap_from: Date | null
    gap_to: Date | null
  }
}
