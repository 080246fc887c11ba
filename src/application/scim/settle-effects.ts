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

/** What is new is seen by providers at once, so versions rise. */
export async function noteEffects(
  tx: Repositories,
  effects: readonly NotedEffect[],
  at: Date,
): Promise<void> {
  for (const { id, state, reason } of effects)
    await tx.scim.noteEffect(id, { state, reason, since: at })
}

/** Part of adopting a reading. */
export async function settleEffects(
  tx: Repositories,
  connectionId: string,
  reading: PortalReading,
  at: Date,
): Promise<void> {
  const { desired, unclear } = await scimWishes(tx, connectionId)
  const resources = await managedOf(tx, connectionId)
  const userOf = finder(reading)
  const effects: NotedEffect[] = unclear.map((one) => ({ ...one, state: 'blocked' }))
  for (const wish of desired) {
    const done = isDone(wish, userOf(wish))
    const before = resources.get(wish.key)?.effect.state
    if (done) effects.push({ id: wish.key, state: 'applied', reason: null })
    // What was done and is so no longer is a wish again; what a plan holds up stays held up.
    else if (before === 'applied') effects.push({ id: wish.key, state: 'pending', reason: null })
  }
  for (const group of resources.values())
    if (group.kind === 'Group' && group.hubspotId !== null)
      effects.push({ id: group.id, state: 'applied', reason: null })
  await noteEffects(
    tx,
    effects.filter(({ id, state, reason }) => {
      const had = resources.get(id)?.effect
      return had !== undefined && (had.state !== state || had.reason !== reason)
    }),
    at,
  )
  // Whoever left and is gone has nothing more to be told.
  const gone = new Set(effects.flatMap(({ id, state }) => (state === 'applied' ? [id] : [])))
  for (const { id } of await tx.scim.listLeavers(connectionId, 'User'))
    if (gone.has(id)) await tx.scim.forget(id)
}

async function managedOf(
  tx: Repositories,
  connectionId: string,
): Promise<ReadonlyMap<string, ScimResource>> {
  const all = [
    ...(await tx.scim.list(connectionId, 'User')),
    ...(await tx.scim.list(connectionId, 'Group')),
  ]
  return new Map(all.flatMap((one) => (one.managed ? [[one.id, one]] : [])))
}

/** By the id it is linked to, else by address. */
function finder({ users }: PortalReading): (wish: DesiredUser) => PortalUser | undefined {
  const byId = new Map(users.map((user) => [user.userId, user]))
  const byEmail = new Map(users.map((user) => [emailKey(user.email), user]))
  return ({ userId, email }) => (userId === null ? byEmail.get(emailKey(email)) : byId.get(userId))
}

function isDone(wish: DesiredUser, user: PortalUser | undefined): boolean {
  if (!wish.present) return !user || user.deactivated === true
  if (!user || user.deactivated === true) return false
  const { permissionSetId, primaryTeamId, secondaryTeamIds, seats } = wish
  return (
    (permissionSetId === undefined || user.permissionSetIds.join() === (permissionSetId ?? '')) &&
    (primaryTeamId === undefined || user.primaryTeamId === primaryTeamId) &&
    (secondaryTeamIds === undefined || sameSet(user.secondaryTeamIds, secondaryTeamIds)) &&
    (seats === undefined || sameSet(user.seats, seats))
  )
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join() === b.toSorted().join()
