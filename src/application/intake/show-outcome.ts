import { isBeingChecked, type Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import type { KeyStanding } from '../../domain/intake/outcome-words.ts'
import type { Context } from '../context.ts'
import type { Hash } from '../sign-in/ports.ts'
import { keyStanding } from './key-standing.ts'
import { inLine } from './line.ts'
import { demandRoom, notAvailable } from './open-intake.ts'

/** How it went, for whoever submitted: state, portal, scopes; nothing of what was handed over. */
export type Outcome = Pick<
  Intake,
  'id' | 'state' | 'title' | 'submittedAt' | 'submissionHash' | 'refusal' | 'decidedAt'
> & {
  /** Of what was submitted: whether HubSpot is still asked about it. */
  readonly checking: boolean
  readonly portalId: number | null
  /** HubSpot scopes that it lacked when HubSpot was asked, for what was asked for. */
  readonly missing: readonly string[]
  /** Of what was approved, once it is. */
  readonly key: KeyStanding | null
}

/**
 * Known by the secret that the sender's page made when it submitted; the link itself shows nothing
 * any more, so who finds it afterwards learns nothing.
 *
 * @throws HubwardError `intake.not_available`, `intake.too_many_attempts`, `intake.busy`
 */
export async function showOutcome(ctx: Context, input: ShowOutcome): Promise<Outcome> {
  demandRoom(ctx, input.address)
  return inLine(ctx, () => outcomeOf(ctx, input))
}

export interface ShowOutcome {
  readonly id: string
  readonly receipt: Hash
  readonly address: string
}

async function outcomeOf(ctx: Context, { id, receipt, address }: ShowOutcome): Promise<Outcome> {
  const found = isIntakeId(id) ? await ctx.store.read.intakes.findByReceipt(id, receipt) : undefined
  if (!found) throw await notAvailable(ctx, { id, capability: receipt, address })
  const { state, title, submittedAt, submissionHash, refusal, decidedAt, findings } = found
  return {
    id,
    state,
    title,
    submittedAt,
    submissionHash,
    refusal: refusal && { reason: refusal.reason, message: refusal.message },
    decidedAt,
    checking: isBeingChecked(found, ctx.world.now()),
    portalId: findings?.portalId ?? null,
    missing: [...new Set(findings?.missing.flatMap(({ needs }) => needs))],
    key: await keyStanding(ctx.store.read, found),
  }
}
