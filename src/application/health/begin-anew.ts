import type { Connection } from '../../domain/connection/connection.ts'
import { HEALTHY, TABLE, type Diagnosis } from '../../domain/health/condition.ts'
import { beginning } from '../../domain/health/vital.ts'
import { healthKind } from '../../domain/notice/health-kinds.ts'
import { appendBySystem } from '../connection/record.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { diagnosisRecord } from './diagnosis-record.ts'

/**
 * HubSpot accepts another credential of a connection, or the same one again: that it was refused is not
 * believed any more, and of another one nothing that was suspected counts. In the transaction that
 * changes it; the next look comes at once.
 */
export async function beginHealthAnew(
  tx: Repositories,
  { world }: Pick<Context, 'world'>,
  connection: Connection,
  credential: 'another' | 'the same',
): Promise<void> {
  const now = world.now()
  const before = await tx.health.getForUpdate(connection)
  const { diagnosis, suspicion } = before.vital
  const ended = isRefusal(diagnosis)
  // Stopped by a call or a check alone, it was believed well here all the time: people were told of it.
  const told = ended || connection.state === 'needs_reauth'
  const clears = credential === 'another' || (suspicion !== null && isRefusal(suspicion.diagnosis))
  if (!told && !clears && before.witness !== 'unauthorised') return
  const kept = { ...before.vital, suspicion: clears ? null : suspicion }
  const vital = ended ? beginning(now) : kept
  await tx.health.save({ ...before, vital, witness: null, witnessedAt: null }, 0)
  if (ended) {
    await tx.health.turn(connection.id, HEALTHY, now)
    await appendBySystem(tx, world, 'health.change', connection, {
      before: diagnosisRecord(diagnosis),
      after: { ...diagnosisRecord(HEALTHY), since: now.toISOString() },
    })
  }
  if (!told) return
  await raiseNotice(
    tx,
    { world },
    {
      kind: healthKind('healthy'),
      facts: { connectionId: connection.id, since: now },
      links: [`/connections/${connection.id}`],
    },
  )
}

const isRefusal = ({ condition }: Diagnosis): boolean =>
  TABLE[condition].stops || condition === 'in_doubt'

/** Whether the credential was found refused after HubSpot was asked, whose answer then tells nothing any more. */
export async function refusedSince(
  tx: Repositories,
  connection: Connection,
  askedAt: Date,
): Promise<boolean> {
  const { vital, witness, witnessedAt } = await tx.health.getForUpdate(connection)
  const { diagnosis, since, suspicion } = vital
  return (
    (isRefusal(diagnosis) && since > askedAt) ||
    (suspicion !== null && isRefusal(suspicion.diagnosis) && suspicion.since > askedAt) ||
    (witness === 'unauthorised' && witnessedAt !== null && witnessedAt > askedAt)
  )
}
