/** What is told of a plan while it is carried out. */
import type { ErrorCode } from '../../../domain/errors.ts'
import type { Outcome } from '../../../domain/people/apply/outcome.ts'
import type { PlanItem } from '../../../domain/people/plan/plan.ts'

export type ApplyProgress =
  | { readonly event: 'begun'; readonly items: number }
  /** The portal is read again, and every guard asked again. */
  | { readonly event: 'reading' }
  /** So many steps are left to do. */
  | { readonly event: 'writing'; readonly items: number }
  | { readonly event: 'item'; readonly item: PlanItem; readonly outcome: Outcome }
  /** `stoppedBy` where it ended before its last step. */
  | { readonly event: 'done'; readonly stoppedBy: string | null }
  /** It could not go on; nothing follows. */
  | { readonly event: 'broke'; readonly code: ErrorCode; readonly message: string }
