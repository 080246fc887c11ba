/**
 * The tables of intakes as Kysely sees them, kept equal to `0011_intake.sql`, `0015_intake_sender.sql`,
 * `0016_intake_replaces.sql` and `0029_intake_words.sql`.
 */
import type { Generated, JSONColumnType } from 'kysely'
import type { Findings, Refusal, WantedLink } from '../../../domain/intake/intake.ts'
import type { SenderOutcome } from '../../../domain/intake/sender-mail.ts'
import type { IntakeState } from '../../../domain/intake/states.ts'

export interface IntakeSchema {
  intake: {
    id: string
    state: IntakeState
    title: string
    context: string
    scopes: string[]
    wanted_links: JSONColumnType<WantedLink[]>
    expected_portal_id: number | null
    replaces: string | null
    second_person: boolean
    made_by: string
    made_by_name: string
    created_at: Date
    expires_at: Date
    ends_at: Date
    capability_hash: Buffer
    bad_capabilities: number
    viewed_at: Date | null
    public_key: Buffer
    age_recipient: string
    fingerprint: Buffer
    kek_id: string | null
    kek_version: number | null
    wrapped_key: Buffer | null
    ciphertext: Buffer | null
    submission: Buffer | null
    submission_hash: Buffer | null
    receipt_hash: Buffer | null
    submitted_at: Date | null
    submitted_from: string | null
    findings: JSONColumnType<Findings> | null
    refusal: JSONColumnType<Refusal> | null
    decided_at: Date | null
    decided_by: string | null
    decided_by_name: string | null
    connection_id: string | null
  }
  intake_sender: {
    intake_id: string
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
    settled: Generated<SenderOutcome[]>
    wipe_at: Date
  }
  intake_words: {
    intake_id: string
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
  }
}
