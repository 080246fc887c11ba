import { isBeingChecked, type Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { Hash } from '../sign-in/ports.ts'
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
  /** Whether it was for a connection that was there already. */
  readonly replaces: boolean
  /**
   * Whether a check of what was stored was green; of a next credential, whether it was promoted.
   * `null` until it is stored, and of a next credential that is not kept any more.
   */
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
  return {
    id,
    state,
    title,
    submittedAt,
    submissionHash,
    refusal,
    decidedAt,
    checking: isBeingChecked(found, ctx.world.now()),
    portalId: findings?.portalId ?? null,
    missing: [...new Set(findings?.missing.flatMap(({ needs }) => needs))],
    replaces: found.replaces !== null,
    active: await isInUse(ctx.store.read, found),
  }
}

async function isInUse(
  from: Repositories,
  { connectionId, replaces, decidedAt }: Intake,
): Promise<boolean | null> {
  if (connectionId === null) return null
  if (replaces === null) {
    const connection = await from.connections.get(connectionId)
    return connection ? connection.state !== 'pending' : null
  }
  // A slot keeps, through every move, when what is in it came into the vault.
  const slots = await from.slots.list(connectionId)
  const own = slots.filter(({ storedAt }) => storedAt.getTime() === decidedAt?.getTime())
  return own.length === 0 ? null : own.every(({ slot }) => slot !== 'next')
}
