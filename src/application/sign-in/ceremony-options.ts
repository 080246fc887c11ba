/** What we ask of authenticators (WebAuthn Level 3 §5.4, §5.5): plain data for the browser's call. */
import { base64url } from '../../domain/base64url.ts'
import type { Passkey } from '../../domain/sign-in/ways-in.ts'
import type { Context } from '../context.ts'
import { CHALLENGE_MS } from './challenge.ts'

/** The user handle: our id, which says nothing about the person (WebAuthn §14.6.1). */
export const userHandleOf = (principalId: string): string =>
  base64url(new TextEncoder().encode(principalId))

const rpIdOf = (ctx: Context): string => new URL(ctx.signIn.site.publicUrl).hostname

const described = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  type: 'public-key' as const,
  ...(transports.length > 0 && { transports: [...transports] }),
})

/** COSE: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257]

export interface Newcomer {
  readonly principalId: string
  readonly name: string
  readonly email: string
}

export const creationOptions = async (
  ctx: Context,
  challenge: string,
  { principalId, name, email }: Newcomer,
  /** Already theirs: an authenticator makes no second one. */
  existing: readonly Passkey[],
) => ({
  rp: { id: rpIdOf(ctx), name: (await ctx.store.read.organisation.get())?.name ?? 'Hubward' },
  user: { id: userHandleOf(principalId), name: email, displayName: name },
  challenge,
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
  timeout: CHALLENGE_MS,
  attestation: 'none' as const,
  excludeCredentials: existing.map(described),
  authenticatorSelection: {
    residentKey: 'required' as const,
    requireResidentKey: true as const,
    userVerification: 'required' as const,
  },
})
export type CreationOptions = Awaited<ReturnType<typeof creationOptions>>

/** `allowed` is empty at sign-in: whoever it is, their authenticator knows. */
export const requestOptions = (ctx: Context, challenge: string, allowed: readonly Passkey[]) => ({
  rpId: rpIdOf(ctx),
  challenge,
  timeout: CHALLENGE_MS,
  allowCredentials: allowed.map(described),
  userVerification: 'required' as const,
})
export type RequestOptions = ReturnType<typeof requestOptions>
