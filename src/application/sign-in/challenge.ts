/** WebAuthn challenges: given out, and taken back once, within five minutes, from whom they are for. */
import { base64url } from '../../domain/base64url.ts'
import { SECRET_BYTES } from '../../domain/sign-in/one-time-link.ts'
import type { Passkey } from '../../domain/sign-in/ways-in.ts'
import type { Context } from '../context.ts'
import type { AssertionAnswer, ChallengePurpose, RegistrationAnswer } from './ports.ts'

/** As long as a person may look for their key; told to the browser, too. */
export const CHALLENGE_MS = 5 * 60_000

export async function giveChallenge(
  ctx: Context,
  purpose: ChallengePurpose,
  /** A session's id or a link's hash; `null`: anybody may answer. */
  boundTo: string | null,
  remembered: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const challenge = base64url(ctx.world.randomBytes(SECRET_BYTES))
  const createdAt = ctx.world.now()
  await ctx.store.read.signIn.challenges.insert({
    hash: ctx.hashKey(challenge),
    purpose,
    boundTo,
    remembered,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + CHALLENGE_MS),
  })
  return challenge
}

export interface TakenChallenge {
  /** As the authenticator signed it. */
  readonly challenge: string
  readonly remembered: Readonly<Record<string, unknown>>
}

/** Whatever comes of it, the challenge is used up: a second answer to it finds nothing. */
export async function takeChallenge(
  ctx: Context,
  answer: RegistrationAnswer | AssertionAnswer,
  purpose: ChallengePurpose,
  boundTo: string | null,
): Promise<TakenChallenge | undefined> {
  const challenge = ctx.signIn.webAuthn.challengeOf(answer)
  if (challenge === undefined) return undefined
  const taken = await ctx.store.read.signIn.challenges.take(ctx.hashKey(challenge), purpose)
  if (!taken || taken.boundTo !== boundTo || taken.expiresAt <= ctx.world.now()) return undefined
  return { challenge, remembered: taken.remembered }
}

/**
 * An assertion against the passkey that it names.
 *
 * @returns the passkey and its new counter; `undefined` where anything does not verify
 */
export async function verifyAssertion(
  ctx: Context,
  answer: AssertionAnswer,
  taken: TakenChallenge | undefined,
): Promise<{ passkey: Passkey; counter: number } | undefined> {
  const passkey = await ctx.store.read.signIn.passkeys.findByCredential(answer.id)
  if (!taken || !passkey) return undefined
  const counter = await ctx.signIn.webAuthn.asserted(answer, taken.challenge, passkey)
  return counter === undefined ? undefined : { passkey, counter }
}
