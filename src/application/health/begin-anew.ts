import type { Connection } from '../../domain/connection/connection.ts'
import { HEALTHY, TABLE } from '../../domain/health/condition.ts'
import { beginning } from '../../domain/health/vital.ts'
import { healthKind } from '../../domain/notice/health-kinds.ts'
import { appendBySystem } from '../connection/record.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { diagnosisRecord } from './diagnosis-record.ts'

/**
 * A connection has another credential, which HubSpot accepts: what was believed or suspected of the
 * one before says nothing of it. In the transaction that changes it; the next look comes at once.
 */
export async function beginHealthAnew(
  tx: Repositories,
  { world }: Pick<Context, 'world'>,
  connection: Connection,
): Promise<void> {
  const now = world.now()
  const before = await tx.health.getForUpdate(connection)
  const { diagnosis } = before.vital
  const ended = TABLE[diagnosis.condition].stops || diagnosis.condition === 'in_doubt'
  const vital = ended ? beginning(now) : { ...before.vital, suspicion: null }
  await tx.health.save({ ...before, vital, witness: null, witnessedAt: null }, 0)
  if (!ended) return
  await tx.health.turn(connection.id, HEALTHY, now)
  await appendBySystem(tx, world, 'health.change', connection, {
    before: diagnosisRecord(diagnosis),
    after: { ...diagnosisRecord(HEALTHY), since: now.toISOString() },
  })
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
