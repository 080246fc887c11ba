/**
 * Asks a portal for its people, list by list and page by page, on the connection's own credential:
 * within the portal's allowance, after the people who call, recorded like every call. A page that
 * failed in passing is asked for again; what is still wrong then is the list's fault.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import {
  PageChainReader,
  type Page,
  type PageChain,
  type PageFault,
} from '../../domain/people/page-chain.ts'
import {
  listedCrmUser,
  listedOwner,
  listedUser,
  parsePage,
  permissionSet,
  seat,
  team,
  totalOf,
} from '../../domain/people/parse-lists.ts'
import type {
  FacetReading,
  FacetValues,
  ListedCrmUser,
  ListedOwner,
  ListedUser,
} from '../../domain/people/reading.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { houseCall, type HouseAnswer, type HouseServices } from '../gateway/house-call.ts'

const ALLOWED: ReadonlySet<string> = new Set([
  'crm.objects.list',
  'crm.objects.search',
  'crm.owners.list',
  'settings.users.get',
  'settings.users.list',
  'settings.users.roles',
  'settings.users.seats',
  'settings.users.teams',
])

/** Of one page, the first included; then the list is given up. */
const ATTEMPTS = 4
/** Milliseconds before the second attempt; they double. HubSpot's own word goes first. */
const AGAIN_MS = 500
/** Longer than this no page waits: the whole reading would be too old to agree with itself. */
const LONGEST_WAIT_MS = 20_000
/** Milliseconds that a page waits for its turn among the calls of others. */
const PATIENCE_MS = 60_000

/** The most that HubSpot gives at once. */
const USERS_PAGE = 100
const OWNERS_PAGE = 500
const CRM_PAGE = 100

/** 400 "Account doesn't have access to roles.", and 404 of what a portal does not have. */
const LACKING: readonly number[] = [400, 404]

export class PortalLists {
  readonly #services: HouseServices
  #connection: Connection
  readonly #by: { readonly principalId: string | null; readonly name: string; readonly id: string }
  readonly #onPage: (seen: { users: number }) => Promise<void>
  #calls = 0

  constructor(
    services: HouseServices,
    connection: Connection,
    readingId: string,
    onPage: (seen: { users: number }) => Promise<void>,
  ) {
    this.#services = services
    this.#connection = connection
    this.#by = { principalId: null, name: 'Hubward people', id: readingId }
    this.#onPage = onPage
  }

  /** What the credential holds now decides over what is asked for. */
  holdAs(connection: Connection): void {
    this.#connection = connection
  }

  /** How many were made so far. */
  get calls(): number {
    return this.#calls
  }

  users(): Promise<PageChain<ListedUser>> {
    return this.#chain(
      (after) => `/settings/users/2026-03?${query({ limit: USERS_PAGE, after })}`,
      listedUser,
      ({ userId }) => userId,
      (items) => this.#onPage({ users: items }),
    )
  }

  /** Whether the portal has a user of that id. `undefined`: it could not be asked. */
  async hasUser(userId: string): Promise<boolean | undefined> {
    const answer = await this.#get(`/settings/users/2026-03/${encodeURIComponent(userId)}`)
    if (answer.ok) return true
    const { error } = answer
    return error.reason === 'refused' && error.status === 404 ? false : undefined
  }

  permissionSets(): Promise<FacetReading<FacetValues['permission_sets']>> {
    return this.#whole('/settings/users/2026-03/roles', permissionSet, 'users:read')
  }

  teams(): Promise<FacetReading<FacetValues['teams']>> {
    // Some portals answer 403 whatever the token holds: they have none to show.
    return this.#whole(
      '/settings/users/2026-03/teams',
      team,
      ['settings.users.teams.read'],
      [...LACKING, 403],
    )
  }

  seats(): Promise<FacetReading<FacetValues['seats']>> {
    return this.#whole('/settings/users/2026-09-beta/seats', seat, ['settings.billing.write'])
  }

  async owners(): Promise<FacetReading<FacetValues['owners']>> {
    if (!isCovered('owners:read', this.#connection.hubspotScopes)) return { state: 'not_permitted' }
    const living = await this.#owners(false)
    if (living.end !== 'whole') return facetOf(living)
    const archived = await this.#owners(true)
    return facetOf({
      ...archived,
      items: [...living.items, ...archived.items],
      pages: living.pages + archived.pages,
    })
  }

  async crmUsers(): Promise<FacetReading<FacetValues['crm_users']>> {
    if (!this.#connection.hubspotScopes.includes('crm.objects.users.read'))
      return { state: 'not_permitted' }
    const properties = 'hs_internal_user_id,hs_deactivated'
    const chain = await this.#chain<ListedCrmUser>(
      (after) => `/crm/objects/2026-09/users?${query({ limit: CRM_PAGE, properties, after })}`,
      listedCrmUser,
      ({ crmUserId }) => crmUserId,
    )
    const facet = facetOf(chain)
    if (facet.state !== 'read') return facet
    const counted = await this.#ask({
      method: 'POST',
      target: '/crm/objects/2026-09/users/search',
      body: { limit: 1, filterGroups: [] },
    })
    const total = counted.ok && counted.value.status === 200 ? totalOf(counted.value.body) : null
    return { state: 'read', value: { chain, total } }
  }

  #owners(archived: boolean): Promise<PageChain<ListedOwner>> {
    return this.#chain(
      (after) =>
        `/crm/owners/2026-09?${query({ limit: OWNERS_PAGE, archived: String(archived), after })}`,
      listedOwner,
      ({ ownerId }) => ownerId,
    )
  }

  /** A list that HubSpot gives whole. */
  async #whole<T>(
    target: string,
    rowOf: Parameters<typeof parsePage<T>>[1],
    needs: 'users:read' | readonly string[],
    lackingIf: readonly number[] = LACKING,
  ): Promise<FacetReading<readonly T[]>> {
    const { hubspotScopes } = this.#connection
    const held =
      typeof needs === 'string'
        ? isCovered(needs, hubspotScopes)
        : needs.every((scope) => hubspotScopes.includes(scope))
    if (!held) return { state: 'not_permitted' }
    const answer = await this.#get(target)
    if (!answer.ok) {
      const { error } = answer
      const lacking = error.reason === 'refused' && lackingIf.includes(error.status)
      return lacking ? { state: 'unavailable' } : { state: 'failed', fault: error }
    }
    const page = parsePage(answer.value.body, rowOf)
    if (!page || page.after !== null) return { state: 'failed', fault: { reason: 'malformed' } }
    return { state: 'read', value: page.items }
  }

  async #chain<T>(
    targetOf: (after: string | undefined) => string,
    rowOf: Parameters<typeof parsePage<T>>[1],
    idOf: (item: T) => string,
    onPage?: (items: number) => Promise<void>,
  ): Promise<PageChain<T>> {
    const reader = new PageChainReader<T>(idOf)
    while (reader.chain.end === 'open') {
      const answer = await this.#get(targetOf(reader.chain.next))
      if (!answer.ok) reader.fail(answer.error)
      else {
        const page: Page<T> | undefined = parsePage(answer.value.body, rowOf)
        if (page) reader.add(page)
        else reader.fail({ reason: 'malformed' })
      }
      await onPage?.(reader.chain.items.length)
    }
    return reader.chain
  }

  async #get(target: string): Promise<Result<HouseAnswer, PageFault>> {
    const answer = await this.#ask({ method: 'GET', target })
    if (!answer.ok) return answer
    const { status } = answer.value
    return status === 200 ? answer : err({ reason: 'refused', status })
  }

  /** Reads alone go through here, so each may be asked again. */
  async #ask(call: {
    readonly method: 'GET' | 'POST'
    readonly target: string
    readonly body?: unknown
  }): Promise<Result<HouseAnswer, PageFault>> {
    for (let attempt = 1; ; attempt++) {
      this.#calls += 1
      const answer = await houseCall(this.#services, {
        ...call,
        connection: this.#connection,
        by: this.#by,
        tool: 'people',
        attempt,
        lane: 'bulk',
        patienceMs: PATIENCE_MS,
        allows: (operation) => ALLOWED.has(operation),
      })
      const waitMs = answer.ok ? waitAfter(answer.value, attempt) : AGAIN_MS * 2 ** (attempt - 1)
      if (waitMs === null || attempt === ATTEMPTS)
        return answer.ok ? ok(answer.value) : err({ reason: 'unreached' })
      await this.#services.world.sleep(waitMs)
    }
  }
}

/** `null`: asking again would bring the same, or would come too late. */
function waitAfter({ meaning }: HouseAnswer, attempt: number): number | null {
  if (meaning.kind !== 'rate_limited' && meaning.kind !== 'server_error') return null
  if (!meaning.retry.safeForReads) return null
  const waitMs = meaning.retry.afterMs ?? AGAIN_MS * 2 ** (attempt - 1)
  return waitMs <= LONGEST_WAIT_MS ? waitMs : null
}

const facetOf = <T>(chain: PageChain<T>): FacetReading<PageChain<T>> =>
  chain.end === 'whole' || chain.end === 'open'
    ? { state: 'read', value: chain }
    : { state: 'failed', fault: chain.end }

function query(parameters: Record<string, string | number | undefined>): string {
  const known = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(known).toString()
}
