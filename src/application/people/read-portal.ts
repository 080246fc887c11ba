/**
 * One reading of a portal's people, in an order that lets it contradict itself where something was
 * lost: the credential, the users, what stands beside them, those who are missing, the credential.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { USER_EVENT_TYPES } from '../../domain/people/attribution.ts'
import type { PortalUser } from '../../domain/people/portal-user.ts'
import type { FacetReading, FacetValues, Holder, Reading } from '../../domain/people/reading.ts'
import { wantsSecondReading } from '../../domain/people/seal.ts'
import { wantsAsking } from '../../domain/people/witnesses.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { presentedAs } from '../connection/presented.ts'
import type { Context } from '../context.ts'
import { readLogins, readUserEvents } from './portal-activity.ts'
import { PortalLists } from './portal-lists.ts'

/** What is being read just now, for whoever watches. */
export type ReadingStep =
  | 'credential'
  | 'users'
  | 'permission_sets'
  | 'teams'
  | 'seats'
  | 'owners'
  | 'crm_users'
  | 'logins'
  | 'security'
  | 'missing'
  | 'second_reading'
  | 'credential_again'

export interface ReadPortal {
  readonly readingId: string
  readonly connection: Connection
  /** Who was there when it was last known. */
  readonly known: ReadonlyMap<string, PortalUser>
  /** Until when logins and events are known already. */
  readonly since: Date | null
  readonly lastLogins: ReadonlyMap<string, Date>
  readonly onStep: (step: ReadingStep, calls: number) => void
  readonly onPage: (seen: { calls: number; users: number }) => Promise<void>
}

export interface Read {
  readonly reading: Reading
  readonly calls: number
}

/** @returns why not even the credential could be asked about */
export async function readPortal(
  ctx: Context,
  asked: ReadPortal,
): Promise<Result<Read, HubSpotFailure>> {
  const { readingId, connection, known, onStep } = asked
  const lists: PortalLists = new PortalLists(ctx, connection, readingId, ({ users }) =>
    asked.onPage({ calls: lists.calls, users }),
  )
  const step = async <T>(name: ReadingStep, work: () => Promise<T>): Promise<T> => {
    onStep(name, lists.calls)
    const value = await work()
    await asked.onPage({ calls: lists.calls, users: seen })
    return value
  }
  let seen = 0
  const begunAt = ctx.world.now()
  const before = await step('credential', () => holderOf(ctx, connection))
  if (!before.ok) return before
  // The scopes of now, and not of when it was connected: they say what ought to be readable.
  const holding: Connection = { ...connection, hubspotScopes: before.value.hubspotScopes }
  lists.holdAs(holding)
  const users = await step('users', () => lists.users())
  seen = users.items.length
  const facets = {
    permission_sets: await step('permission_sets', () => lists.permissionSets()),
    teams: await step('teams', () => lists.teams()),
    seats: await step('seats', () => lists.seats()),
    owners: await step('owners', () => lists.owners()),
    crm_users: await step('crm_users', () => lists.crmUsers()),
    logins: await step('logins', () => readLogins(ctx, holding, asked.since, asked.lastLogins)),
    security: await step('security', (): Promise<FacetReading<FacetValues['security']>> =>
      readUserEvents(ctx, holding, asked.since, USER_EVENT_TYPES),
    ),
  }
  const half: Reading = {
    readingId,
    connectionId: connection.id,
    begunAt,
    endedAt: begunAt,
    before: before.value,
    after: before.value,
    users,
    again: null,
    facets,
    known,
    asked: new Map(),
  }
  const found = await step('missing', () => askForEach(lists, wantsAsking(half)))
  const again = wantsSecondReading(half) ? await step('second_reading', () => lists.users()) : null
  const after = await step('credential_again', () => holderOf(ctx, connection))
  if (!after.ok) return after
  const reading = { ...half, asked: found, again, after: after.value, endedAt: ctx.world.now() }
  return ok({ reading, calls: lists.calls })
}

async function askForEach(
  lists: PortalLists,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>()
  for (const userId of userIds) {
    const exists = await lists.hasUser(userId)
    if (exists !== undefined) found.set(userId, exists)
  }
  return found
}

async function holderOf(
  ctx: Context,
  connection: Connection,
): Promise<Result<Holder, HubSpotFailure>> {
  const token = await ctx.credentials.bearer(connection)
  const told = await ctx.accounts.read(await presentedAs(ctx, connection, token), connection)
  if (!told.ok) return err(told.error)
  const { portalId, hubspotScopes } = told.value
  return ok({ portalId, hubspotScopes: hubspotScopes.toSorted() })
}
