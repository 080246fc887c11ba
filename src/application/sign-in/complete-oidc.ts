/**
 * Takes an identity provider's answer. Who somebody is at a provider is (issuer, subject) and
 * nothing else; an address alone links nobody, since providers hand addresses on. The one exception
 * is an invitation, which was made for the address.
 */
import { HubwardError } from '../../domain/errors.ts'
import { STEP_UP_MS } from '../../domain/sign-in/session.ts'
import type {
  FederatedIdentity,
  IdentityProvider,
  ProvedIdentity,
} from '../../domain/sign-in/ways-in.ts'
import { recordChange } from '../change.ts'
import { newId, type Actor, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandFewFailures, failed } from './attempts.ts'
import { actorOf, type SignedIn } from './authenticate.ts'
import { providerFailed, signedInHere } from './begin-oidc.ts'
import { linkInvalid } from './link-invalid.ts'
import { callbackOf, clientOf, findProvider, redirectUriOf } from './own-provider.ts'
import { activePerson } from './passkey-sign-in.ts'
import type { FlowPurpose, OidcFlow } from './ports.ts'
import { identityRecord } from './record.ts'
import { startSession, type StartedSession } from './start-session.ts'
import { stepUp } from './step-up.ts'
import type { Visit } from './visit.ts'

export interface CompleteOidc {
  readonly visit: Visit
  /** Where the browser was sent back to: the last segment of the callback's path. */
  readonly callback: string
  /** What it was sent back with. */
  readonly query: string
}

export interface CompletedOidc {
  readonly purpose: FlowPurpose
  readonly returnTo: string | null
  readonly signedIn: SignedIn
  /** A new secret for the cookie; `null` where the session's stays. */
  readonly started: StartedSession | null
}

/** What an answer is for, with everything about it verified. */
interface Proof {
  readonly visit: Visit
  readonly flow: OidcFlow
  readonly provider: IdentityProvider
  readonly proved: ProvedIdentity
  /** Who is linked to it already. */
  readonly identity: FederatedIdentity | undefined
}

/**
 * @throws HubwardError `auth.sign_in_refused`, `auth.provider_failed`, `auth.link_invalid`,
 *   `auth.session_ended`, `auth.too_many_attempts`, `resource.conflict`
 */
export async function completeOidc(ctx: Context, input: CompleteOidc): Promise<CompletedOidc> {
  const { visit } = input
  const attempt = { visit, by: 'identity provider' }
  demandFewFailures(ctx, attempt)
  const state = new URLSearchParams(input.query).get('state') ?? ''
  const flow =
    visit.flow === null
      ? undefined
      : await ctx.store.read.signIn.flows.take(ctx.hashKey(state), visit.flow)
  if (!flow || flow.expiresAt <= ctx.world.now()) throw await failed(ctx, attempt)
  const provider = await findProvider(ctx.store.read, flow.providerId)
  const answeredByIt = input.callback === callbackOf(ctx, provider.issuer)
  if (!provider.enabled || !answeredByIt) throw await failed(ctx, { ...attempt, by: provider.name })
  const proved = await redeem(ctx, flow, provider, { ...input, state })
  const identity = await ctx.store.read.signIn.identities.find(proved.issuer, proved.subject)
  const proof = { visit, flow, provider, proved, identity }
  const done = await DO[flow.purpose](ctx, proof)
  return { purpose: flow.purpose, returnTo: flow.returnTo, ...done }
}

async function redeem(
  ctx: Context,
  flow: OidcFlow,
  provider: IdentityProvider,
  { visit, query, state }: CompleteOidc & { state: string },
): Promise<ProvedIdentity> {
  const place = { rowId: flow.id, field: 'codeVerifier' }
  const proved = await ctx.signIn.oidc.redeem(await clientOf(ctx, provider), {
    redirectUri: redirectUriOf(ctx, provider.issuer),
    query,
    state,
    nonce: flow.nonce,
    codeVerifier: await ctx.vault.unwrap(ctx.store.read, place, flow.verifier),
  })
  if (proved.ok) return proved.value
  await failed(ctx, { visit, by: provider.name })
  throw providerFailed(ctx, provider.name, proved.error)
}

type Done = Pick<CompletedOidc, 'signedIn' | 'started'>

const DO: Record<FlowPurpose, (ctx: Context, proof: Proof) => Promise<Done>> = {
  sign_in: signIn,
  step_up: stepUpBy,
  link: linkTo,
  welcome: accept,
}

async function signIn(ctx: Context, proof: Proof): Promise<Done> {
  const { visit, provider, identity } = proof
  const principal = identity && (await activePerson(ctx, identity.principalId))
  if (!principal) {
    await failed(ctx, { visit, by: provider.name })
    throw new HubwardError(
      'auth.sign_in_refused',
      `Your account at ${provider.name} is linked to nobody here. Ask an admin for an invitation, or sign in by passkey and link it under your account.`,
    )
  }
  const started = await ctx.store.aside(async (tx) => {
    await useIdentity(tx, ctx, proof)
    return begin(tx, ctx, proof, principal)
  })
  return { signedIn: started, started }
}

async function stepUpBy(ctx: Context, proof: Proof): Promise<Done> {
  const { visit, flow, provider, proved, identity } = proof
  const signedIn = await sameSession(ctx, visit, flow)
  if (identity?.principalId !== signedIn.principal.id)
    throw await failed(ctx, { visit, by: provider.name })
  // Some clocks are a little behind ours; a minute changes nothing.
  const earliest = flow.createdAt.getTime() - 60_000
  if (!proved.authenticatedAt || proved.authenticatedAt.getTime() < earliest)
    throw new HubwardError(
      'auth.sign_in_refused',
      `${provider.name} does not say that you have just signed in there, so it cannot confirm that it is you. Use a passkey.`,
    )
  const started = await ctx.store.aside(async (tx) => {
    await useIdentity(tx, ctx, proof)
    return stepUp(tx, ctx, visit, signedIn, { kind: 'provider', name: provider.name })
  })
  return { signedIn: started, started }
}

async function linkTo(ctx: Context, proof: Proof): Promise<Done> {
  const signedIn = await sameSession(ctx, proof.visit, proof.flow)
  const actor = actorOf(signedIn, ctx.world.now())
  await ctx.store.aside(async (tx) => {
    await demandOn(tx, proof.provider)
    await linkIdentity(tx, { ...ctx, actor }, proof, signedIn.principal.id)
  })
  return { signedIn, started: null }
}

async function accept(ctx: Context, proof: Proof): Promise<Done> {
  const { flow, provider, proved } = proof
  const { linkHash } = flow
  if (linkHash === null) throw linkInvalid()
  const started = await ctx.store.aside(async (tx) => {
    const link = await tx.signIn.links.claim(linkHash, ctx.world.now())
    const principal = link?.principalId ? await activePerson(ctx, link.principalId) : undefined
    if (!principal) throw linkInvalid()
    // Rolled back with the claim: the link stays good for the right address.
    if (proved.verifiedEmail === null || proved.verifiedEmail !== principal.email)
      throw new HubwardError(
        'auth.sign_in_refused',
        proved.verifiedEmail === null
          ? `${provider.name} does not vouch for your e-mail address, so it cannot accept an invitation. Use a passkey.`
          : `The invitation is for another address than that of your account at ${provider.name}. Sign in there with the invited one, or use a passkey.`,
      )
    await demandOn(tx, provider)
    const begun = await begin(tx, ctx, proof, principal)
    const actor: Actor = actorOf(begun, ctx.world.now())
    await linkIdentity(tx, { ...ctx, actor }, proof, principal.id)
    return begun
  })
  return { signedIn: started, started }
}

/** Notes the use. @throws HubwardError `auth.sign_in_refused` where it was unlinked meanwhile */
async function useIdentity(
  tx: Repositories,
  ctx: Context,
  { provider, identity }: Proof,
): Promise<void> {
  await demandOn(tx, provider)
  if (identity && (await tx.signIn.identities.use(identity.id, ctx.world.now()))) return
  throw new HubwardError(
    'auth.sign_in_refused',
    `Your account at ${provider.name} was unlinked at this very moment.`,
  )
}

/**
 * Asking the provider takes its time, and somebody may have switched it off meanwhile. Until the
 * transaction ends nobody can: so who switches it off ends this session, too.
 */
async function demandOn(tx: Repositories, { id, name }: IdentityProvider): Promise<void> {
  if (await tx.signIn.providers.holdOn(id)) return
  throw new HubwardError('auth.sign_in_refused', `${name} is switched off.`)
}

/** @throws HubwardError `auth.session_ended` where another session came back than went */
async function sameSession(ctx: Context, visit: Visit, flow: OidcFlow): Promise<SignedIn> {
  const signedIn = await signedInHere(ctx, visit)
  if (signedIn.session.id === flow.sessionId) return signedIn
  throw new HubwardError('auth.session_ended', 'Your session has changed meanwhile. Begin again.')
}

function begin(
  tx: Repositories,
  ctx: Context,
  { visit, provider, proved }: Proof,
  principal: SignedIn['principal'],
): Promise<StartedSession> {
  const now = ctx.world.now().getTime()
  const age = proved.authenticatedAt ? now - proved.authenticatedAt.getTime() : Infinity
  return startSession(tx, ctx, {
    visit,
    principal,
    way: { kind: 'provider', name: provider.name },
    providerId: provider.id,
    // Only what the provider dates can count as a fresh proof, and never longer than since then.
    steppedUpAt: age < STEP_UP_MS ? new Date(Math.min(now, now - age)) : null,
  })
}

async function linkIdentity(
  tx: Repositories,
  ctx: Context,
  { provider, proved, identity }: Proof,
  principalId: string,
): Promise<void> {
  if (identity?.principalId === principalId) return
  if (identity)
    throw new HubwardError(
      'resource.conflict',
      `This account at ${provider.name} is linked to somebody else here.`,
    )
  const now = ctx.world.now()
  const linked: FederatedIdentity = {
    id: newId(ctx.world, 'federated_identity'),
    providerId: provider.id,
    issuer: proved.issuer,
    subject: proved.subject,
    principalId,
    email: proved.verifiedEmail,
    createdAt: now,
    usedAt: now,
  }
  await tx.signIn.identities.insert(linked)
  await recordChange(tx, ctx, {
    action: 'identity.create',
    targetKind: 'identity',
    targetId: linked.id,
    targetName: `${linked.email ?? linked.subject} at ${provider.name}`,
    before: null,
    after: identityRecord(linked),
  })
}
