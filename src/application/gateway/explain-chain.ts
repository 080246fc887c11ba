/**
 * The chain of an explanation, link by link: what was found, whether it holds, what mends it.
 * Whether somebody asks about a call or about an action by its name makes no difference here.
 */
import { decide, type Caller } from '../../domain/access/decide.ts'
import type { ClientKey, Principal } from '../../domain/access/entities.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Scope } from '../../domain/access/scope.ts'
import { authorisationState, type Authorisation } from '../../domain/authorisation/authorisation.ts'
import type { BudgetName } from '../../domain/budget/buckets.ts'
import type { Connection, CustomObjectType } from '../../domain/connection/connection.ts'
import { hubspotScopesFor, isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import type { NeedsRefusal } from '../../domain/hubspot/needs.ts'
import type { Operation } from '../../domain/hubspot/operations/operation.ts'
import type { Result } from '../../domain/result.ts'
import type { Context } from '../context.ts'
import { whyUnwell } from './explain-health.ts'
import * as fixes from './fixes.ts'
import type { Fix } from './fixes.ts'
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
  /** What was found, with names as commands take them. */
  readonly detail: string
  /** The same for a page: titles, and no ids. */
  readonly words: string
  /** What to do, for a broken link, with the command for it. */
  readonly remedy: string | null
  /** The same for a page, where no button does it. */
  readonly advice: string | null
  /** What an admin can have done by one button; the best first. */
  readonly fixes: readonly Fix[]
  /** The page of the web app where a person mends it. */
  readonly page: string | null
}

export interface Explanation {
  readonly allowed: boolean
  readonly operation: string | null
  readonly needed: readonly Scope[]
  /** The first broken link; `null` where the call would pass. */
  readonly broken: Link | null
  readonly chain: readonly LinkState[]
}

type Needs = (custom: readonly CustomObjectType[]) => Result<readonly Scope[], NeedsRefusal>

/** What is asked about, once it is known. */
export interface Asked {
  /** `null` where a scope was asked about, whatever operation. */
  readonly operation: Operation | null
  /** In words, for the first link. */
  readonly detail: string
  readonly needs: Needs
  /** Behind the scopes, where the body may add to them. */
  readonly note: string
}

/** Why it is not known, and what to do. */
export interface Unknown {
  readonly message: string
  readonly remedy: string | null
}

export interface Question {
  readonly principal: Principal
  /** Id or name. */
  readonly connection: string
  readonly asked: Result<Asked, Unknown>
}

/** Walks the whole chain. Nothing is sent to HubSpot and nothing is taken from the budget. */
export async function explain(ctx: Context, question: Question): Promise<Explanation> {
  const { principal } = question
  const picture = await ctx.pictures.current()
  const now = ctx.world.now()
  const connection =
    picture.connectionByName(question.connection) ??
    picture.connections().find(({ id }) => id === question.connection)
  const asked = question.asked.ok ? question.asked.value : undefined
  const wanted = asked?.needs(connection?.customObjectTypes ?? [])
  const needed = wanted?.ok ? wanted.value : []
  const chain = new Chain(picture, principal, now)
  if (question.asked.ok) chain.holds('operation known', question.asked.value.detail)
  else chain.broken('operation known', question.asked.error.message, question.asked.error)
  chain.member()
  const whose = { principalId: principal.id }
  const caller = chain.key(
    await ctx.store.read.keys.list(whose),
    await ctx.store.read.authorisations.list(whose),
  )
  chain.group(connection, needed)
  const granted = chain.grant(question.connection, connection, needed)
  if (asked && wanted && connection && granted) chain.scopes(caller, connection, asked, wanted)
  else chain.unknown('scope granted')
  const known = asked !== undefined && wanted?.ok === true && granted
  if (known && connection) chain.hubspotScopes(connection, needed)
  else chain.unknown('HubSpot scope held')
  if (connection) {
    const unwell = await whyUnwell(ctx, connection)
    if (unwell) chain.broken('connection healthy', unwell.detail, unwell.mending)
    else chain.holds('connection healthy', 'active', `${connection.title} is active`)
    chain.budget(ctx, connection, asked)
  } else {
    chain.unknown('connection healthy')
    chain.unknown('budget left')
  }
  return chain.explanation(asked?.operation?.name ?? null, known ? needed : [])
}

export interface Mending {
  /** In place of the detail. */
  readonly words?: string
  readonly remedy?: string | null
  /** In place of a remedy that names a command. */
  readonly advice?: string
  readonly fixes?: readonly Fix[]
  readonly page?: string | null
}

/** Collects the links; every method appends exactly one. */
class Chain {
  readonly #picture: AccessPicture
  readonly #principal: Principal
  readonly #now: Date
  readonly #links: LinkState[] = []

  constructor(picture: AccessPicture, principal: Principal, now: Date) {
    this.#picture = picture
    this.#principal = principal
    this.#now = now
  }

  member(): void {
    const principal = this.#principal
    const who = `${principal.name} (${principal.email ?? 'service account'})`
    if (principal.state === 'active') return this.holds('member active', who)
    this.broken('member active', `${who} was removed`, {
      remedy: remedies.addAgain(principal),
      advice: 'Add them again.',
      fixes: [fixes.addAgain(principal)],
      page: '/people',
    })
  }

  /** Or an AI client that was let in: whoever has one needs no key. */
  key(keys: readonly ClientKey[], authorisations: readonly Authorisation[]): Caller {
    const principal = this.#principal
    const standing = keys.filter(({ revokedAt }) => !revokedAt)
    const usable = standing.find(({ expiresAt }) => !expiresAt || expiresAt > this.#now)
    const mending = {
      remedy: remedies.makeKey(principal),
      advice: 'Make a client key on their page, or have them connect an AI client.',
      // Not by a button: a key is shown once, so somebody has to be there to take it.
      page: `/people/${principal.id}`,
    }
    const letIn = authorisations.find((one) => authorisationState(one, this.#now) === 'live')
    const client = letIn && `${letIn.client.name}${letIn.access === 'read' ? ', to read only' : ''}`
    if (usable)
      this.holds('key valid', `"${usable.name}" (${usable.id})`, `the client key “${usable.name}”`)
    else if (letIn)
      this.holds('key valid', `let in: ${client} (${letIn.id})`, `they let in ${client}`)
    else if (standing.length > 0) this.broken('key valid', 'every key has expired', mending)
    else this.broken('key valid', 'no live key', mending)
    // The rest of the chain asks about the person, whatever the state of the key.
    const { id, name, expiresAt } = usable ?? NO_KEY
    return { principal, means: { kind: 'key', id, name, expiresAt } }
  }

  group(connection: Connection | undefined, needed: readonly Scope[]): void {
    const groups = this.#picture.groupsOf(this.#principal.id)
    if (groups.length > 0) {
      const listed = (each: 'name' | 'title') => groups.map((group) => group[each]).join(', ')
      return this.holds('in a group', listed('name'), listed('title'))
    }
    this.broken('in a group', 'in no group', {
      remedy: remedies.joinGroup(this.#principal),
      advice: 'Add them to a group.',
      fixes:
        this.#principal.state === 'active'
          ? fixes.joinGroup(this.#picture, this.#principal, connection, needed, this.#now)
          : [],
      page: '/groups',
    })
  }

  /** @returns whether any grant there is alive, so that scopes can be asked about */
  grant(name: string, connection: Connection | undefined, needed: readonly Scope[]): boolean {
    if (!connection) {
      const detail = `there is no connection "${name}"`
      this.broken('grant exists', detail, {
        words: `there is no connection “${name}”`,
        remedy: 'These there are: hubward connections',
        advice: 'Choose one that there is.',
        page: '/connections',
      })
      return false
    }
    const grants = this.#picture.grantsOn(this.#principal.id, connection.id)
    const live = grants.filter(({ expiresAt }) => !expiresAt || expiresAt > this.#now)
    const onIt = (called: string) =>
      grants.length > 0
        ? `every grant on ${called} has expired`
        : `no group of theirs grants anything on ${called}`
    if (live.length > 0)
      this.holds(
        'grant exists',
        `${live.length} on "${connection.name}"`,
        `${live.length === 1 ? 'one grant' : `${live.length} grants`} on ${connection.title}`,
      )
    else
      this.broken('grant exists', onIt(`"${connection.name}"`), {
        ...this.#granting(connection, needed),
        words: onIt(connection.title),
      })
    return live.length > 0
  }

  scopes(
    caller: Caller,
    connection: Connection,
    { note }: Asked,
    wanted: Result<readonly Scope[], NeedsRefusal>,
  ): void {
    if (!wanted.ok) return this.broken('scope granted', wanted.error.message, {})
    // Health is a link of its own, so here the connection counts as active.
    const healthy = withActive(this.#picture, connection)
    const decided = decide(healthy, caller, connection.name, wanted.value, this.#now)
    if (decided.ok) {
      const needed = wanted.value.join(', ') || 'none needed'
      const words = note === '' ? needed : `${needed}; what its body names may need more`
      return this.holds('scope granted', `${needed}${note}`, words)
    }
    const missing = decided.error.reason === 'scope_missing' ? decided.error.missing : []
    this.broken(
      'scope granted',
      `missing: ${missing.join(', ')}`,
      this.#granting(connection, missing),
    )
  }

  hubspotScopes(connection: Connection, needed: readonly Scope[]): void {
    const gap = needed.find((scope) => !isCovered(scope, connection.hubspotScopes))
    if (!gap)
      return needed.length > 0
        ? this.holds('HubSpot scope held', 'all of them', 'it holds all that this needs at HubSpot')
        : this.holds('HubSpot scope held', 'none needed')
    const { allOf, anyOf } = hubspotScopesFor(gap)
    const wanted = [...allOf, ...anyOf.map((group) => group.join(' or '))].join(', ')
    this.broken(
      'HubSpot scope held',
      `${gap} needs ${wanted} at HubSpot, which the credential lacks`,
      {
        remedy: remedies.switchOn(connection, gap),
        advice: remedies.switchOnHere(connection, gap),
        page: `/connections/${connection.name}`,
      },
    )
  }

  budget(ctx: Context, connection: Connection, asked: Asked | undefined): void {
    const concerned = new Set<string>([asked?.operation?.bucket ?? 'burst', 'daily'])
    const readings = ctx.budget.reading(connection).filter(({ budget }) => concerned.has(budget))
    const words = readings.map(
      ({ budget, remaining, limit }) => `${budget} ${remaining} of ${limit}`,
    )
    const left = readings.map(
      ({ budget, remaining, limit }) =>
        `${NUMBER.format(remaining)} of ${NUMBER.format(limit)} ${ALLOWANCES[budget]}`,
    )
    const inWords = left.length > 0 ? `left: ${left.join(', ')}` : 'not used yet'
    if (readings.every(({ remaining }) => remaining > 0))
      return this.holds('budget left', words.join(', ') || 'not used yet', inWords)
    this.broken('budget left', words.join(', '), {
      words: inWords,
      remedy: 'Wait; short bursts come back within 10 s, the daily one at midnight in the portal.',
      page: `/connections/${connection.name}`,
    })
  }

  unknown(link: Link): void {
    this.#add(link, 'unknown', 'depends on a link above', {})
  }

  /** `words` where a page says it otherwise. */
  holds(link: Link, detail: string, words: string = detail): void {
    this.#add(link, 'holds', detail, { words })
  }

  broken(link: Link, detail: string, mending: Mending): void {
    this.#add(link, 'broken', detail, mending)
  }

  #add(
    link: Link,
    state: LinkState['state'],
    detail: string,
    { words = detail, remedy = null, advice, fixes: by = [], page = null }: Mending,
  ): void {
    this.#links.push({
      link,
      state,
      detail,
      words,
      remedy,
      advice: advice ?? remedy,
      fixes: by,
      page,
    })
  }

  explanation(operation: string | null, needed: readonly Scope[]): Explanation {
    const broken = this.#links.find(({ state }) => state === 'broken')?.link ?? null
    return { allowed: broken === null, operation, needed, broken, chain: this.#links }
  }

  #granting(connection: Connection, missing: readonly Scope[]): Mending {
    const [picture, principal] = [this.#picture, this.#principal] as const
    const group = picture.groupsOf(principal.id)[0]
    return {
      remedy: remedies.grantIt(picture, principal, connection, missing),
      advice: 'Grant it to a group that they are in.',
      fixes:
        principal.state === 'active'
          ? fixes.grantIt(picture, principal, connection, missing, this.#now)
          : [],
      page: group ? `/groups/${group.name}` : '/groups',
    }
  }
}

/** The same picture, in which this connection is healthy. */
const withActive = (picture: AccessPicture, connection: Connection): AccessPicture => ({
  ...picture,
  connectionByName: (name) =>
    name === connection.name ? { ...connection, state: 'active' } : picture.connectionByName(name),
})

const ALLOWANCES: Readonly<Record<BudgetName, string>> = {
  burst: 'calls in 10 seconds',
  search: 'searches in a second',
  associations: 'calls about associations in 10 seconds',
  daily: 'calls of the day',
}
const NUMBER = new Intl.NumberFormat('en')

/** Stands where a principal has no key: the links after it are about grants, not keys. */
const NO_KEY = { id: '', name: '', expiresAt: null } as const
