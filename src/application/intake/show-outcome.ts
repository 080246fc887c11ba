import type { Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import type { Context } from '../context.ts'
import type { Hash } from '../sign-in/ports.ts'
import { demandRoom, notAvailable } from './open-intake.ts'

/** How it went, for whoever submitted: state, portal, scopes; nothing of what was handed over. */
export type Outcome = Pick<
  Intake,
  'id' | 'state' | 'title' | 'submittedAt' | 'submissionHash' | 'refusal' | 'decidedAt'
> & {
  readonly portalId: number | null
  readonly missing: readonly string[]
  /** Whether a check of what was stored was green; `null` until it is stored. */
  readonly active: boolean | null
}

/**
 * Known by the secret that the sender's page made when it submitted; the link itself shows nothing
 * any more, so who finds it afterwards learns nothing.
 *
 * @throws HubwardError `intake.not_available`, `intake.too_many_attempts`
 */
export async function showOutcome(
  ctx: Context,
  input: { readonly id: string; readonly receipt: Hash; readonly address: string },
): Promise<Outcome> {
  demandRoom(ctx, input.address)
  const { id, receipt, address } = input
  const found = isIntakeId(id) ? await ctx.store.read.intakes.findByReceipt(id, receipt) : undefined
  if (!found) throw await notAvailable(ctx, { id, capability: receipt, address })
  const { state, title, submittedAt, submissionHash, refusal, decidedAt, findings } = found
  const connection =
    found.connectionId === null
      ? undefined
      : await ctx.store.read.connections.get(found.connectionId)
  return {
    id,
    state,
    title,
    submittedAt,
    submissionHash,
    refusal,
    decidedAt,
    portalId: findings?.portalId ?? null,
    missing: findings?.missing.map(({ scope }) => scope) ?? [],
    active: connection ? connection.state !== 'pending' : null,
  }
}
