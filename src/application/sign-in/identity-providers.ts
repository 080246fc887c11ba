/** Identity providers as admins keep them: added, changed, removed, tested. */
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { issuerMistake, type IdentityProvider } from '../../domain/sign-in/ways-in.ts'
import { recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Repositories } from '../ports.ts'
import { demandStepUp } from './demand-step-up.ts'
import { recordEnded } from './end-sign-in.ts'
import { keepAnAdminsWayIn } from './keep-a-way-in.ts'
import { CLIENT_SECRET, findProvider } from './own-provider.ts'
import type { DiscoveredProvider, OidcFailure } from './ports.ts'
import { providerRecord } from './record.ts'
import { err, type Result } from '../../domain/result.ts'

export interface ListedProvider extends IdentityProvider {
  /** How many people are linked. */
  readonly people: number
}

export async function listProviders(ctx: Context): Promise<ListedProvider[]> {
  authorise(ctx, 'read', 'identity_provider.list')
  const { providers, identities } = ctx.store.read.signIn
  const linked = await identities.list()
  return (await providers.list()).map((provider) => ({
    ...provider,
    people: linked.filter(({ providerId }) => providerId === provider.id).length,
  }))
}

/** Reads the discovery document; keeps nothing. */
export async function testProvider(
  ctx: Context,
  { issuer }: { issuer: string },
): Promise<Result<DiscoveredProvider, OidcFailure>> {
  authorise(ctx, 'secure', 'identity_provider.test')
  const mistake = issuerMistake(issuer)
  return mistake === undefined
    ? ctx.signIn.oidc.discover(issuer)
    : err({ reason: 'unproved', detail: mistake })
}

export interface CreateProvider {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Redacted<string> | null
  readonly enabled: boolean
}

/**
 * @throws HubwardError `request.invalid` for an issuer that is none; `auth.provider_failed` where its
 *   document cannot be read; `resource.conflict`; `auth.step_up_required`
 */
export async function createProvider(
  ctx: Context,
  { clientSecret, ...input }: CreateProvider,
): Promise<IdentityProvider> {
  authorise(ctx, 'secure', 'identity_provider.create')
  demandStepUp(ctx)
  const message = issuerMistake(input.issuer)
  if (message !== undefined)
    throw new HubwardError('request.invalid', message, { fields: [{ path: 'issuer', message }] })
  const found = await ctx.signIn.oidc.discover(input.issuer)
  if (!found.ok)
    throw new HubwardError(
      'auth.provider_failed',
      `Its discovery document could not be used: ${found.error.detail}`,
      { fields: [{ path: 'issuer', message: found.error.detail }] },
    )
  const provider: IdentityProvider = {
    ...input,
    id: newId(ctx.world, 'identity_provider'),
    hasSecret: clientSecret !== null,
    createdAt: ctx.world.now(),
  }
  const sealed = await seal(ctx, provider.id, clientSecret)
  await ctx.store.transaction(async (tx) => {
    await tx.signIn.providers.insert(provider, sealed)
    await record(tx, ctx, 'create', null, provider)
  })
  return provider
}

export interface UpdateProvider {
  readonly provider: string
  readonly name?: string | undefined
  readonly clientId?: string | undefined
  /** `null` removes it; left out it stays. */
  readonly clientSecret?: Redacted<string> | null | undefined
  readonly enabled?: boolean | undefined
}

/**
 * The issuer stays: people are linked by it. Switching off ends the sessions that began there.
 *
 * @throws HubwardError `resource.not_found`, `resource.conflict`, `auth.last_way_in`
 */
export async function updateProvider(
  ctx: Context,
  { provider: id, clientSecret, ...changes }: UpdateProvider,
): Promise<IdentityProvider> {
  authorise(ctx, 'secure', 'identity_provider.update')
  demandStepUp(ctx)
  // Before anything is sealed for what is not there.
  await findProvider(ctx.store.read, id)
  const sealed = clientSecret === undefined ? undefined : await seal(ctx, id, clientSecret)
  return ctx.store.transaction(async (tx) => {
    const before = await findProvider(tx, id)
    const after: IdentityProvider = {
      ...before,
      name: changes.name ?? before.name,
      clientId: changes.clientId ?? before.clientId,
      enabled: changes.enabled ?? before.enabled,
      hasSecret: clientSecret === undefined ? before.hasSecret : clientSecret !== null,
    }
    const admins = await tx.signIn.adminsWithAWayIn()
    await tx.signIn.providers.update(after, sealed)
    if (before.enabled && !after.enabled) {
      await keepAnAdminsWayIn(tx, admins)
      await endSessionsFrom(tx, ctx, before)
    }
    await record(tx, ctx, 'update', before, after)
    return after
  })
}

/** With it the links of its people and the sessions that began there. */
export async function removeProvider(
  ctx: Context,
  { provider: id }: { provider: string },
): Promise<void> {
  authorise(ctx, 'secure', 'identity_provider.remove')
  demandStepUp(ctx)
  await ctx.store.transaction(async (tx) => {
    const before = await findProvider(tx, id)
    const admins = await tx.signIn.adminsWithAWayIn()
    // First off, so that who is just signing in there is either ended with the others or refused.
    await tx.signIn.providers.update({ ...before, enabled: false })
    await endSessionsFrom(tx, ctx, before)
    await tx.signIn.providers.remove(id)
    await keepAnAdminsWayIn(tx, admins)
    await record(tx, ctx, 'remove', before, null)
  })
}

async function endSessionsFrom(
  tx: Repositories,
  ctx: Context,
  { id, name }: IdentityProvider,
): Promise<void> {
  const ended = await tx.signIn.sessions.endAll({ providerId: id }, ctx.world.now())
  for (const session of ended) {
    const found = await tx.signIn.sessions.get(session)
    await recordEnded(tx, ctx, found?.principalId ?? '', [session], `${name} was switched off`)
  }
}

const seal = async (
  ctx: Context,
  rowId: string,
  secret: Redacted<string> | null,
): Promise<SealedValue | null> =>
  secret ? ctx.vault.wrap(ctx.store.read, { rowId, field: CLIENT_SECRET }, secret) : null

async function record(
  tx: Repositories,
  ctx: Context,
  act: 'create' | 'update' | 'remove',
  before: IdentityProvider | null,
  after: IdentityProvider | null,
): Promise<void> {
  const one = after ?? before
  await recordChange(tx, ctx, {
    action: `identity_provider.${act}`,
    targetKind: 'identity_provider',
    targetId: one?.id ?? '',
    targetName: one?.name ?? '',
    before: before && providerRecord(before),
    after: after && providerRecord(after),
  })
}
