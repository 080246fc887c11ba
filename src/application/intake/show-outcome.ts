import type { ConnectionState } from '../../domain/connection/connection.ts'
import { isBeingChecked, type Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import type { KeyStanding } from '../../domain/intake/outcome-words.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { Hash } from '../sign-in/ports.ts'
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
    key: await keyOf(ctx.store.read, found),
  }
}

/** A slot keeps, through every move, when what is in it was approved: so its key is found again. */
async function keyOf(
  from: Repositories,
  { connectionId, decidedAt }: Intake,
): Promise<KeyStanding | null> {
  if (connectionId === null) return null
  const slots = await from.slots.list(connectionId)
  const own = slots.find(({ storedAt }) => storedAt.getTime() === decidedAt?.getTime())
  if (own?.slot === 'next') return 'staged'
  if (own?.slot === 'previous') return 'previous'
  const connection = own && (await from.connections.get(connectionId))
  if (connection?.state === 'pending' && (await from.checks.isChecked(connectionId)))
    return 'check_failed'
  return connection ? KEY_STANDINGS[connection.state] : 'gone'
}

const KEY_STANDINGS: Readonly<Record<ConnectionState, KeyStanding>> = {
  pending: 'unchecked',
  active: 'in_use',
  // It is theirs and works; that they pause is no matter of whoever sent it.
  suspended: 'in_use',
  needs_reauth: 'unaccepted',
  disconnected: 'gone',
}
