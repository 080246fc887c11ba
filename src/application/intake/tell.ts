/** Tells those who decide, and who asked, what happened to a request: ids and counts, no titles. */
import type { Intake } from '../../domain/intake/intake.ts'
import type { NoticeKind } from '../../domain/notice/kinds.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'

export type IntakeNotice = Extract<NoticeKind, `intake.${string}`>

export async function tell(
  tx: Repositories,
  ctx: Context,
  kind: IntakeNotice,
  { id, madeBy }: Intake,
): Promise<void> {
  await raiseNotice(tx, ctx, {
    kind,
    facts: { intakeId: id },
    links: [`/intakes/${id}`],
    alsoTo: [madeBy],
  })
}
