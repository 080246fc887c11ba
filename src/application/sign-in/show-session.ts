/** What the sign-in page and the app ask first: who is signed in here, and how one could. */
import type { Role } from '../../domain/access/entities.ts'
import { idleUntil, steppedUpUntil } from '../../domain/sign-in/session.ts'
import { MAY, type Context, type OrganisationAct } from '../context.ts'
import { authenticate, type SessionRefusal, type SignedIn } from './authenticate.ts'
import type { Visit } from './visit.ts'

interface Everybody {
  readonly organisation: { readonly name: string }
  readonly publicUrl: string
  /** Switched on. */
  readonly providers: readonly ProviderName[]
}

export interface ProviderName {
  readonly id: string
  readonly name: string
}

export interface ShownSession extends Everybody {
  readonly signedIn: true
  readonly person: { readonly id: string; readonly name: string; readonly email: string }
  readonly role: Role
  readonly acts: readonly OrganisationAct[]
  readonly session: { readonly id: string; readonly idleUntil: Date; readonly expiresAt: Date }
  readonly steppedUpUntil: Date | null
  readonly stepUp: { readonly passkey: boolean; readonly providers: readonly ProviderName[] }
}

export interface NoSession extends Everybody {
  readonly signedIn: false
  readonly firstAdminWanted: boolean
  /** Why the cookie that came opens nothing; `null` where none came. */
  readonly ended: SessionRefusal | null
}

export async function showSession(ctx: Context, visit: Visit): Promise<ShownSession | NoSession> {
  const signedIn = await authenticate(ctx, visit)
  if (signedIn.ok) return describeSession(ctx, signedIn.value)
  return {
    signedIn: false,
    ...(await describeDoor(ctx)),
    firstAdminWanted: await firstAdminWanted(ctx),
    ended: visit.session === null ? null : signedIn.error,
  }
}

/** Nobody active is an admin. */
export const firstAdminWanted = async (ctx: Context): Promise<boolean> =>
  !(await ctx.pictures.current())
    .principals()
    .some(({ role, state }) => role === 'admin' && state === 'active')

export async function describeSession(
  ctx: Context,
  { session, principal }: SignedIn,
): Promise<ShownSession> {
  const shared = await describeDoor(ctx)
  const { passkeys, identities } = ctx.store.read.signIn
  const linked = await identities.list({ principalId: principal.id })
  const { id, name, email, role } = principal
  return {
    signedIn: true,
    ...shared,
    person: { id, name, email: email ?? '' },
    role,
    acts: MAY[role],
    session: { id: session.id, idleUntil: idleUntil(session), expiresAt: session.expiresAt },
    steppedUpUntil: steppedUpUntil(session, ctx.world.now()),
    stepUp: {
      passkey: (await passkeys.list(id)).length > 0,
      providers: shared.providers.filter((one) => linked.some((to) => to.providerId === one.id)),
    },
  }
}

/** What everybody may know who comes to the door. */
export async function describeDoor(ctx: Context): Promise<Everybody> {
  const organisation = (await ctx.pictures.current()).organisation
  const providers = await ctx.store.read.signIn.providers.list()
  return {
    organisation: { name: organisation?.name ?? 'Hubward' },
    publicUrl: ctx.signIn.site.publicUrl,
    providers: providers.filter(({ enabled }) => enabled).map(({ id, name }) => ({ id, name })),
  }
}

/** Names by id, those of switched-off ones included. */
export const describeProviderNames = async (ctx: Context): Promise<ReadonlyMap<string, string>> =>
  new Map((await ctx.store.read.signIn.providers.list()).map(({ id, name }) => [id, name]))
