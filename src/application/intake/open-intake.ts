/**
 * The sender's side: what the page of a one-time request may do. Nobody is signed in there; the
 * capability decides. Every refusal is the same one, so that an address tells nothing about which
 * requests there are, were, or whether a guess was near.
 */
import { HubwardError } from '../../domain/errors.ts'
import type { IntakeKeys } from '../../domain/intake/box.ts'
import { MOST_BAD_CAPABILITIES, type Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import { networkOf } from '../../domain/sign-in/attempts.ts'
import type { Context } from '../context.ts'
import type { Hash } from '../sign-in/ports.ts'
import { inLine } from './line.ts'
import { recordIntake } from './record.ts'
import { tell } from './tell.ts'

export interface Presented {
  readonly id: string
  readonly capability: Hash
  /** Where it comes from. */
  readonly address: string
}

export interface OpenedIntake {
  readonly intake: Intake
  readonly keys: IntakeKeys
  readonly organisation: string
}

/**
 * Shows what is asked for to whoever holds the link. It uses nothing up: who looks ten times, or
 * lets a robot look, can still submit.
 *
 * @throws HubwardError `intake.not_available`, `intake.too_many_attempts`, `intake.busy`
 */
export async function openIntake(ctx: Context, presented: Presented): Promise<OpenedIntake> {
  demandRoom(ctx, presented.address)
  return inLine(ctx, () => opened(ctx, presented))
}

async function opened(ctx: Context, presented: Presented): Promise<OpenedIntake> {
  const { id, capability } = presented
  const now = ctx.world.now()
  const found = isIntakeId(id)
    ? await ctx.store.read.intakes.findOpen(id, capability, now)
    : undefined
  const [keys, organisation] = await Promise.all([
    found && ctx.store.read.intakes.keys(id),
    ctx.store.read.organisation.get(),
  ])
  if (!found || !keys) throw await notAvailable(ctx, presented)
  if (found.viewedAt === null)
    await ctx.store.aside(async (tx) => {
      if (!(await tx.intakes.view(id, now))) return
      const seen = { ...found, viewedAt: now }
      await recordIntake(tx, ctx, 'view', found, seen, presented.address)
      await tell(tx, ctx, 'intake.viewed', seen)
    })
  return { intake: found, keys, organisation: organisation?.name ?? '' }
}

/** Slows guessing by address; what everybody may ask is bounded too. */
export function demandRoom(ctx: Context, address: string): void {
  const { attempts } = ctx.signIn
  const nowMs = ctx.world.monotonicMs()
  const network = networkOf(address)
  for (const kind of ['intake_failed_from_address', 'intake_asked_from_address'] as const) {
    const retryAfterMs = attempts.waitMs(kind, network, nowMs)
    if (retryAfterMs > 0)
      throw new HubwardError(
        'intake.too_many_attempts',
        'Too much was asked from this address. Wait a minute and try again.',
        { facts: { retryAfterMs } },
      )
  }
  attempts.count('intake_asked_from_address', network, nowMs)
}

/**
 * Counts a miss, for the address and for the intake that it was aimed at; the last miss that an
 * intake bears ends it.
 *
 * @returns the error to throw: one for all
 */
export async function notAvailable(
  ctx: Context,
  { id, address }: Presented,
): Promise<HubwardError> {
  ctx.signIn.attempts.count(
    'intake_failed_from_address',
    networkOf(address),
    ctx.world.monotonicMs(),
  )
  if (isIntakeId(id))
    await ctx.store.aside(async (tx) => {
      const guessed = await tx.intakes.countBadCapability(id, ctx.world.now())
      if (!guessed) return
      // Twenty at the most, since the last of them ends it: so each can be in the audit.
      const { badCapabilities } = guessed
      const before = { ...guessed, badCapabilities: badCapabilities - 1 }
      await recordIntake(tx, ctx, 'guess', before, guessed, address)
      if (badCapabilities < MOST_BAD_CAPABILITIES) return
      const burned = await tx.intakes.burn(id)
      if (!burned) return
      await recordIntake(tx, ctx, 'burn', guessed, burned, address)
      await tell(tx, ctx, 'intake.burned', burned)
    })
  return new HubwardError(
    'intake.not_available',
    'This link leads to no request, or no longer: it may have been used, run out or been taken back. Ask whoever sent it for a new one.',
  )
}
