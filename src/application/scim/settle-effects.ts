/**
 * Says of every wish how far the portal is, by the newest sealed reading: nothing else proves that it
 * was done. Also how whoever plans says that something is held up.
 */
import type { DesiredUser } from '../../domain/people/desired-user.ts'
import { emailKey, type PortalUser } from '../../domain/people/portal-user.ts'
import type { Repositories } from '../ports.ts'
import { scimWishes } from './desired-users.ts'
import type { Effect, ScimResource } from './ports.ts'
import type { PortalReading } from './portal-reading.ts'

export interface NotedEffect extends Pick<Effect, 'state' | 'reason'> {
  /** The resource's id: a desire's key. */
  readonly id: string
}

/**
 * Only what is new is written, since versions rise with it. What a provider wrote meanwhile is left
 * alone. @param resources as they were when the effects were thought of
 */
export async function noteEffects(
  tx: Repositories,
  resources: ReadonlyMap<string, ScimResource>,
  effects: readonly NotedEffect[],
  at: Date,
): Promise<void> {
  for (const { id, state, reason } of effects) {
    const had = resources.get(id)
    if (had && (had.effect.state !== state || had.effect.reason !== reason))
      await tx.scim.noteEffect(id, had.version, { state, reason, since: at })
  }
}

/** Part of adopting a reading. */
export async function settleEffects(
  tx: Repositories,
  connectionId: string,
  reading: PortalReading,
  at: Date,
): Promise<void> {
  const { desired, unclear, written } = await scimWishes(tx, connectionId, reading)
  const leaving = await tx.provisioning.leaving(connectionId)
  const userOf = finder(reading)
  const effects: NotedEffect[] = unclear.map(({ id, reason }) => ({ id, state: 'blocked', reason }))
  for (const wish of desired) {
    const user = userOf(wish)
    const before = written.get(wish.key)?.effect.state
    const id = wish.key
    if (isDone(wish, user)) effects.push({ id, state: 'applied', reason: null })
    else if (!wish.present && user && leaving.get(user.there.userId)?.stripped)
      effects.push({ id, state: 'pending', reason: STRIPPED })
    // What was done and is so no longer is a wish again; what a plan holds up stays held up.
    else if (before === 'applied') effects.push({ id, state: 'pending', reason: null })
  }
  for (const group of written.values())
    if (group.kind === 'Group' && group.hubspotId !== null)
      effects.push({ id: group.id, state: 'applied', reason: null })
  await noteEffects(tx, written, effects, at)
  // Whoever left and is gone has nothing more to be told.
  const gone = new Set(effects.flatMap(({ id, state }) => (state === 'applied' ? [id] : [])))
  const said = new Set([...desired.map(({ key }) => key), ...unclear.map(({ id }) => id)])
  for (const { id } of await tx.scim.listLeavers(connectionId, 'User'))
    if (gone.has(id) || !said.has(id)) await tx.scim.forget(id)
}

const STRIPPED =
  'Permission set, teams and seats are taken. The user is there until somebody deactivates them in HubSpot, or until the removal, after the cooling off.'

interface Found {
  readonly there: PortalUser
  /** Not seen this time, and not proven to be gone. */
  readonly isMissing: boolean
}

/** By the id it is linked to, else by address. */
function finder({ users, missing }: PortalReading): (wish: DesiredUser) => Found | undefined {
  const all = [
    ...missing.map((there) => ({ there, isMissing: true })),
    ...users.map((there) => ({ there, isMissing: false })),
  ]
  const byId = new Map(all.map((found) => [found.there.userId, found]))
  const byEmail = new Map(all.map((found) => [emailKey(found.there.email), found]))
  return ({ userId, email }) => (userId === null ? byEmail.get(emailKey(email)) : byId.get(userId))
}

function isDone(wish: DesiredUser, found: Found | undefined): boolean {
  if (!wish.present) return !found || (!found.isMissing && found.there.deactivated === true)
  if (!found || found.isMissing || found.there.deactivated === true) return false
  const { permissionSetId, primaryTeamId, secondaryTeamIds, seats, email } = wish
  const user = found.there
  return (
    emailKey(user.email) === emailKey(email) &&
    (permissionSetId === undefined || user.permissionSetIds.join() === (permissionSetId ?? '')) &&
    (primaryTeamId === undefined || user.primaryTeamId === primaryTeamId) &&
    (secondaryTeamIds === undefined || sameSet(user.secondaryTeamIds, secondaryTeamIds)) &&
    (seats === undefined || sameSet(user.seats, seats))
  )
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join() === b.toSorted().join()
