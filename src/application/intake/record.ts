/** An intake as the audit shows it: what was asked, how far it is; never what was handed over. */
import type { Intake } from '../../domain/intake/intake.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'

const intakeRecord = (intake: Intake) => ({
  title: intake.title,
  state: intake.state,
  scopes: [...intake.scopes],
  expectedPortalId: intake.expectedPortalId,
  replaces: intake.replaces,
  secondPerson: intake.secondPerson,
  expiresAt: intake.expiresAt.toISOString(),
  submittedAt: intake.submittedAt?.toISOString() ?? null,
  submittedFrom: intake.submittedFrom,
  submissionSha256: intake.submissionHash,
  badCapabilities: intake.badCapabilities,
  portalId: intake.findings?.portalId ?? intake.refusal?.portalId ?? null,
  hubspotScopes: intake.findings?.hubspotScopes ?? null,
  refusal: intake.refusal?.reason ?? null,
  connectionId: intake.connectionId,
})

export type IntakeAction =
  | 'create'
  | 'view'
  | 'submit'
  | 'hold'
  | 'reject'
  | 'renew'
  | 'approve'
  | 'refuse'
  | 'cancel'
  | 'expire'
  | 'guess'
  | 'burn'

/**
 * Writes what happened to it, in the transaction in which it did.
 *
 * @param from the address of whoever did it without being signed in
 */
export const recordIntake = (
  tx: Repositories,
  ctx: Context,
  action: IntakeAction,
  before: Intake | null,
  after: Intake,
  from?: string,
): Promise<void> =>
  recordChange(tx, ctx, {
    action: `intake.${action}`,
    targetKind: 'intake',
    targetId: after.id,
    targetName: after.title,
    connectionId: after.connectionId,
    before: before && intakeRecord(before),
    after: { ...intakeRecord(after), ...(from !== undefined && { from }) },
  })
