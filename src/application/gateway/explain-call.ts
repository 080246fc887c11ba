/**
 * Explains whether a call would pass: walks the same chain as a real call, link by link, and marks
 * the first that is broken with what to do about it. Nothing is sent to HubSpot and nothing is
 * taken from the budget.
 */
import type { Caller } from '../../domain/access/decide.ts'
import type { ClientKey, Principal } from '../../domain/access/entities.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { hubspotScopesFor, isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import { findPrincipalEver } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { admit, nameCall, needsBeforeBody, reach, type NamedCall } from './admit.ts'
import * as remedies from './remedies.ts'

/** The links of the chain, in the order in which a call meets them. */
export const CHAIN = [
  'operation known',
  'member active',
  'key valid',
  'in a group',
  'grant exists',
  'scope granted',
  'HubSpot scope held',
  'connection healthy',
  'budget left',
] as const
export type Link = (typeof CHAIN)[number]

export interface LinkState {
  readonly link: Link
  /** `unknown`: cannot be told because an earlier link is broken. */
  readonly state: 'holds' | 'broken' | 'unknown'
  /** What was found. */
  readonly detail: string
  /** What to do, for a broken link. */
  readonly remedy: string | null
}

export interface Explanation {
  readonly allowed: boolean
  readonly operation: string | null
  readonly needed: readonly Scope[]
  /** The first broken link; `null` where the call would pass. */
  readonly broken: Link | null
  readonly chain: readonly LinkState[]
}

export interface ExplainInput {
  /** E-mail address, service account's name, or id. */
  readonly principal: string
  readonly connection: string
  readonly method: string
  /** Path (and query) at HubSpot. */
  readonly path: string
  /** The JSON body, where the call would have one that decides (search filters, exports). */
  readonly body?: unknown
}

export async function explainCall(ctx: Context, input: ExplainInput): Promise<Explanation> {
  authorise(ctx, 'read', 'explain')
  const principal = await findPrincipalEver(ctx.store.read, input.principal)
  const picture = await ctx.pictures.current()
  const chain = new Chain()
  const named = chain.operation(input)
  chain.member(principal)
  const keys = await ctx.store.read.keys.list({ principalId: principal.id })
  const caller = chain.key(keys, principal, ctx.world.now())
  chain.group(picture, principal)
  const found = chain.grant(picture, principal, input, named, ctx.world.now())
  const connection = found?.connection
  const needed =
    named && connection && found.granted
      ? chain.scopes(picture, caller, connection, named, input.body, ctx.world.now())
      : chain.unknown('scope granted')
  if (needed && connection) chain.hubspotScopes(connection, needed)
  else chain.unknown('HubSpot scope held')
  if (connection) {
    chain.healthy(connection)
    chain.budget(ctx, connection, named)
  } else {
    chain.unknown('connection healthy')
    chain.unknown('budget left')
  }
  return chain.explanation(named?.operation.name ?? null, needed ?? [])
}

/** Collects the links; every method appends exactly one. */
class Chain {
  readonly #links: LinkState[] = []

  operation(input: ExplainInput): NamedCall | undefined {
    const named = nameCall({ method: input.method.toUpperCase(), target: input.path })
    if (!named.ok) {
      this.#broken('operation known', named.error.message, remedies.nameIt(named.error))
      return undefined
    }
    this.#holds('operation known', named.value.operation.name)
    return named.value
  }

  member(principal: Principal): void {
    const who = `${principal.name} (${principal.email ?? 'service account'})`
    if (principal.state === 'active') this.#holds('member active', who)
    else this.#broken('member active', `${who} was removed`, remedies.addAgain(principal))
  }

  key(keys: readonly ClientKey[], principal: Principal, now: Date): Caller {
    const standing = keys.filter(({ revokedAt }) => !revokedAt)
    const usable = standing.find(({ expiresAt }) => !expiresAt || expiresAt > now)
    const remedy = remedies.makeKey(principal)
    if (usable) this.#holds('key valid', `"${usable.name}" (${usable.id})`)
    else if (standing.length > 0) this.#broken('key valid', 'every key has expired', remedy)
    else this.#broken('key valid', 'no live key', remedy)
    // The rest of the chain asks about the person, whatever the state of the key.
    const { id, name, expiresAt } = usable ?? NO_KEY
    return { principal, means: { kind: 'key', id, name, expiresAt } }
  }

  group(picture: AccessPicture, principal: Principal): void {
    const groups = picture.groupsOf(principal.id).map((group) => group.name)
    if (groups.length > 0) this.#holds('in a group', groups.join(', '))
    else this.#broken('in a group', 'in no group', remedies.joinGroup(principal))
  }

  /** Where the connection is known, whether a grant on it is alive is told too. */
  grant(
    picture: AccessPicture,
    principal: Principal,
    { connection: name }: ExplainInput,
    named: NamedCall | undefined,
    now: Date,
  ): { readonly connection: Connection; readonly granted: boolean } | undefined {
    const connection = picture.connectionByName(name)
    if (!connection) {
      const detail = `there is no connection "${name}"`
      this.#broken('grant exists', detail, 'These there are: hubward connections')
      return undefined
    }
    const grants = picture.grantsOn(principal.id, connection.id)
    const live = grants.filter((grant) => !grant.expiresAt || grant.expiresAt > now)
    const needed = named ? neededByPath(named, connection) : []
    if (live.length > 0) this.#holds('grant exists', `${live.length} on "${name}"`)
    else
      this.#broken(
        'grant exists',
        grants.length > 0
          ? `every grant on "${name}" has expired`
          : `no group grants anything on "${name}"`,
        remedies.grantIt(picture, principal, connection, needed),
      )
    return { connection, granted: live.length > 0 }
  }

  scopes(
    picture: AccessPicture,
    caller: Caller,
    connection: Connection,
    named: NamedCall,
    body: unknown,
    now: Date,
  ): readonly Scope[] | undefined {
    const asking = { caller, connectionName: connection.name }
    const whole = named.operation.body === null || body !== undefined
    // Health is a link of its own, so here the connection counts as active.
    const healthy = withActive(picture, connection)
    const permit = whole
      ? admit(healthy, asking, named, body, now)
      : reach(healthy, asking, named, now)
    if (permit.ok) {
      const { scopes } = permit.value
      const rest = whole ? '' : '; its body may need more (give it with --body)'
      this.#holds('scope granted', `${scopes.join(', ') || 'none needed'}${rest}`)
      return scopes
    }
    const missing = (permit.error.facts.missing ?? []) as readonly Scope[]
    if (missing.length > 0)
      this.#broken(
        'scope granted',
        `missing: ${missing.join(', ')}`,
        remedies.grantIt(picture, caller.principal, connection, missing),
      )
    else this.#broken('scope granted', permit.error.message, null)
    return missing.length > 0 ? missing : undefined
  }

  hubspotScopes(connection: Connection, needed: readonly Scope[]): void {
    const gap = needed.find((scope) => !isCovered(scope, connection.hubspotScopes))
    if (!gap)
      return this.#holds('HubSpot scope held', needed.length > 0 ? 'all of them' : 'none needed')
    const { allOf, anyOf } = hubspotScopesFor(gap)
    const wanted = [...allOf, ...anyOf.map((group) => group.join(' or '))].join(', ')
    this.#broken(
      'HubSpot scope held',
      `${gap} needs ${wanted} at HubSpot, which the credential lacks`,
      remedies.switchOn(connection, gap),
    )
  }

  healthy(connection: Connection): void {
    if (connection.state === 'active') this.#holds('connection healthy', 'active')
    else
      this.#broken(
        'connection healthy',
        `${connection.state}${connection.stateReason ? `: ${connection.stateReason}` : ''}`,
        remedies.heal(connection),
      )
  }

  budget(ctx: Context, connection: Connection, named: NamedCall | undefined): void {
    const concerned = new Set<string>([named?.operation.bucket ?? 'burst', 'daily'])
    const readings = ctx.budget.reading(connection).filter(({ budget }) => concerned.has(budget))
    const words = readings.map(
      ({ budget, remaining, limit }) => `${budget} ${remaining} of ${limit}`,
    )
    const spent = readings.find(({ remaining }) => remaining <= 0)
    if (spent)
      this.#broken(
        'budget left',
        words.join(', '),
        'Wait; short bursts come back within 10 s, the daily one at midnight in the portal.',
      )
    else this.#holds('budget left', words.join(', ') || 'not used yet')
  }

  unknown(link: Link): undefined {
    this.#links.push({ link, state: 'unknown', detail: 'depends on a link above', remedy: null })
  }

  explanation(operation: string | null, needed: readonly Scope[]): Explanation {
    const broken = this.#links.find(({ state }) => state === 'broken')?.link ?? null
    return { allowed: broken === null, operation, needed, broken, chain: this.#links }
  }

  #holds(link: Link, detail: string): void {
    this.#links.push({ link, state: 'holds', detail, remedy: null })
  }

  #broken(link: Link, detail: string, remedy: string | null): void {
    this.#links.push({ link, state: 'broken', detail, remedy })
  }
}

/** Without those that only the body could tell. */
function neededByPath(named: NamedCall, { customObjectTypes }: Connection): readonly Scope[] {
  const needed = needsBeforeBody(named, customObjectTypes)
  return needed.ok ? needed.value : []
}

/** The same picture, in which this connection is healthy. */
const withActive = (picture: AccessPicture, connection: Connection): AccessPicture => ({
  ...picture,
  connectionByName: (name) =>
    name === connection.name ? { ...connection, state: 'active' } : picture.connectionByName(name),
})

/** Stands where a principal has no key: the links after it are about grants, not keys. */
const NO_KEY = { id: '', name: '', expiresAt: null } as const
