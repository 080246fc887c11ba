/** Slows guessing, and keeps a record of it that guessing cannot flood. */
import { HubwardError } from '../../domain/errors.ts'
import { networkOf, type AttemptKind } from '../../domain/sign-in/attempts.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Visit } from './visit.ts'

export interface Attempt {
  readonly visit: Visit
  /** What somebody tries to be: a passkey's credential, a link. Left out where nothing was named. */
  readonly as?: string
  /** `passkey`, the provider's name, `link`. */
  readonly by: string
}

/** @throws HubwardError `auth.too_many_attempts` */
export function demandFewFailures(ctx: Context, { visit, as }: Attempt): void {
  demandRoom(ctx, 'failed_from_address', networkOf(visit.address))
  if (as !== undefined) demandRoom(ctx, 'failed_for_account', as)
}

/** Beginning costs a row each: it is bounded too. @throws HubwardError `auth.too_many_attempts` */
export function demandFewBegun(ctx: Context, visit: Visit): void {
  const network = networkOf(visit.address)
  demandRoom(ctx, 'begun_from_address', network)
  ctx.signIn.attempts.count('begun_from_address', network, ctx.world.monotonicMs())
}

/**
 * Counts a failure and records it. One sentence for all, so that nobody learns who has an account.
 *
 * @returns the error to throw
 */
export async function failed(ctx: Context, { visit, as, by }: Attempt): Promise<HubwardError> {
  const { attempts } = ctx.signIn
  const nowMs = ctx.world.monotonicMs()
  attempts.count('failed_from_address', networkOf(visit.address), nowMs)
  if (as !== undefined) attempts.count('failed_for_account', as, nowMs)
  if (attempts.waitMs('recorded', 'all', nowMs) === 0) {
    attempts.count('recorded', 'all', nowMs)
    await ctx.store.aside((tx) =>
      recordChange(tx, ctx, {
        action: 'sign_in.fail',
        targetKind: 'sign_in',
        targetId: by,
        targetName: by,
        before: null,
        after: { address: visit.address },
      }),
    )
  }
  return new HubwardError(
    'auth.sign_in_refused',
    ctx.actor.kind === 'principal'
      ? 'This does not prove that it is you. Try again, with a passkey or an account of your own.'
      : 'Nobody could be signed in with this. Try again, or ask an admin for an invitation.',
  )
}

function demandRoom(ctx: Context, kind: AttemptKind, key: string): void {
  const retryAfterMs = ctx.signIn.attempts.waitMs(kind, key, ctx.world.monotonicMs())
  if (retryAfterMs <= 0) return
  const minutes = Math.ceil(retryAfterMs / 60_000)
  throw new HubwardError(
    'auth.too_many_attempts',
    `There were too many attempts to sign in. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    { facts: { retryAfterMs } },
  )
}
