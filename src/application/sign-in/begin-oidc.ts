/**
 * Sends a browser to an identity provider: authorization code with PKCE S256, `state` and `nonce`
 * (RFC 9700 §2.1). The visit is bound to this browser by a secret in a cookie of its own, so that
 * an answer that somebody else's browser fetched signs nobody in here.
 */
import { base64url } from '../../domain/base64url.ts'
import { HubwardError } from '../../domain/errors.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { SECRET_BYTES } from '../../domain/sign-in/one-time-link.ts'
import { newId, type Context } from '../context.ts'
import { demandFewBegun } from './attempts.ts'
import { actorOf, authenticate, sessionRefused, type SignedIn } from './authenticate.ts'
import { demandStepUp } from './demand-step-up.ts'
import { linkInvalid } from './link-invalid.ts'
import { clientOf, findProvider, redirectUriOf } from './own-provider.ts'
import type { FlowPurpose, OidcFailure } from './ports.ts'
import { newSecret } from './secret.ts'
import type { Visit } from './visit.ts'
import { openLink } from './welcome.ts'

export interface BeginOidc {
  readonly visit: Visit
  readonly provider: string
  readonly purpose: FlowPurpose
  /** Of an invitation, for `welcome`. */
  readonly token?: string | undefined
  readonly returnTo?: string | undefined
}

export interface BegunOidc {
  readonly url: string
  /** For the cookie that binds the visit to this browser. */
  readonly browserSecret: Redacted<string>
}

/** As long as the pages of a provider may take. */
export const FLOW_MS = 10 * 60_000

/**
 * @throws HubwardError `resource.not_found`, `auth.provider_failed`, `auth.link_invalid`,
 *   `auth.session_ended`, `auth.step_up_required`, `auth.too_many_attempts`
 */
export async function beginOidc(ctx: Context, input: BeginOidc): Promise<BegunOidc> {
  const { visit, purpose } = input
  demandFewBegun(ctx, visit)
  const provider = await findProvider(ctx.store.read, input.provider)
  if (!provider.enabled)
    throw new HubwardError('resource.not_found', `${provider.name} is switched off.`)
  const bound = await bindingOf(ctx, input)
  const [state, nonce, codeVerifier] = [random(ctx), random(ctx), random(ctx)]
  const fresh = purpose === 'step_up'
  const url = await ctx.signIn.oidc.authorizeUrl(await clientOf(ctx, provider), {
    redirectUri: redirectUriOf(ctx, provider.issuer),
    state,
    nonce,
    codeVerifier,
    fresh,
    choose: purpose === 'welcome' || purpose === 'link',
  })
  if (!url.ok) throw providerFailed(ctx, provider.name, url.error)
  const browser = newSecret(ctx)
  const createdAt = ctx.world.now()
  const id = newId(ctx.world, 'authorisation')
  const place = { rowId: id, field: 'codeVerifier' }
  await ctx.store.read.signIn.flows.insert({
    id,
    stateHash: ctx.hashKey(state),
    browserHash: browser.hash,
    providerId: provider.id,
    purpose,
    ...bound,
    returnTo: input.returnTo ?? null,
    nonce,
    verifier: await ctx.vault.wrap(ctx.store.read, place, redacted(codeVerifier)),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + FLOW_MS),
  })
  return { url: url.value, browserSecret: browser.text }
}

const random = (ctx: Context): string => base64url(ctx.world.randomBytes(SECRET_BYTES))

/** Whose session or which link the answer will be for: decided now, not by the answer. */
async function bindingOf(
  ctx: Context,
  { visit, purpose, token }: BeginOidc,
): Promise<{ sessionId: string | null; linkHash: string | null }> {
  if (purpose === 'sign_in') return { sessionId: null, linkHash: null }
  if (purpose === 'welcome') {
    const { person } = await openLink(ctx, { visit, token: token ?? '' })
    // The first admin makes a passkey: there is no provider yet that somebody vouched for.
    if (!person) throw linkInvalid()
    return { sessionId: null, linkHash: ctx.hashKey(token ?? '') }
  }
  const { session, principal } = await signedInHere(ctx, visit)
  if (purpose === 'link')
    demandStepUp({ ...ctx, actor: actorOf({ session, principal }, ctx.world.now()) })
  return { sessionId: session.id, linkHash: null }
}

/** @throws HubwardError `auth.session_ended`, `auth.session_replayed` */
export async function signedInHere(ctx: Context, visit: Visit): Promise<SignedIn> {
  const signedIn = await authenticate(ctx, visit)
  if (signedIn.ok) return signedIn.value
  throw sessionRefused(signedIn.error)
}

/** The detail goes to the log: it is for whoever configured the provider. */
export function providerFailed(
  ctx: Context,
  name: string,
  { reason, detail }: OidcFailure,
): HubwardError {
  ctx.log.warn({ provider: name, reason, detail }, 'sign-in: an identity provider failed')
  if (reason === 'declined')
    return new HubwardError('auth.sign_in_refused', `${name} did not let you through. Try again.`)
  return new HubwardError(
    'auth.provider_failed',
    reason === 'unreachable'
      ? `${name} could not be reached. Try again, or ask an admin to test it under Settings.`
      : `The answer of ${name} did not verify, so nobody was signed in. Try again, or ask an admin to test it under Settings.`,
  )
}
