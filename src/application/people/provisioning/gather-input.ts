/** Gathers all that a plan is made of, or asked again when it is applied. */
import type { Connection } from '../../../domain/connection/connection.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import { countsOf } from '../../../domain/people/plan/guards/amounts.ts'
import type { Counts, PlanInput } from '../../../domain/people/plan/plan-input.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import type { Wanted } from './ports.ts'

const DAY_MS = 86_400_000

export async function gatherInput(
  ctx: Context,
  from: Repositories,
  connection: Connection,
  wanted: Wanted,
  /** That is gone on with: what it did itself is no other run's. */
  ownPlan?: string,
): Promise<PlanInput & { readonly snapshot: Snapshot | null }> {
  const now = ctx.world.now()
  const { provisioning, people } = from
  const [newest] = await people.readings(connection.id, 1)
  const before = await provisioning.lastWanted(connection.id)
  return {
    now,
    snapshot: (await newestSnapshot(people, connection)) ?? null,
    newestReading: newest?.endedAt
      ? { at: newest.endedAt, sealed: newest.state === 'sealed' }
      : null,
    desired: wanted.desired,
    unclear: wanted.unclear ?? [],
    setsToMake: wanted.setsToMake,
    sources: wanted.sources,
    sourcesBefore: await provisioning.sources(connection.id),
    protected: {
      own: await ownUsers(from, connection),
      ownKnown: connection.hubspotUserId !== null,
      // Whoever is taken off the list is spared once more: by the plan that no longer names them.
      breakGlass: [...wanted.breakGlass, ...(before?.breakGlass ?? [])].map(emailKey),
    },
    gone: new Set(
      [...(await people.known(connection.id)).values()]
        .filter(({ presence }) => presence === 'removed')
        .map(({ user }) => emailKey(user.email)),
    ),
    owned: new Map(Object.entries(wanted.owned)),
    fates: new Map(Object.entries(wanted.fates)),
    leaving: await provisioning.leaving(connection.id),
    elevated: await elevatedUsers(from, connection),
    welcomed: await provisioning.invited(connection.id, ownPlan),
    lastDay: await doneSince(from, connection, new Date(now.getTime() - DAY_MS), ownPlan),
    settings: wanted.settings,
    byItself: ctx.actor.kind === 'job',
    halted: await provisioning.halted(connection.id),
  }
}

/** Also what HubSpot was told to do and nobody has looked at: it counts until that was done. */
async function doneSince(
  { provisioning }: Repositories,
  { id }: Connection,
  since: Date,
  exceptPlan: string | undefined,
): Promise<Counts> {
  const ended = await provisioning.countsSince(id, since, exceptPlan)
  const open = countsOf(await provisioning.leftOpenSince(id, since, exceptPlan))
  return {
    create: ended.create + open.create,
    change: ended.change + open.change,
    strip: ended.strip + open.strip,
    remove: ended.remove + open.remove,
  }
}

/** As whom this and other connections of the same portal work. HubSpot's user ids are the same everywhere. */
async function ownUsers(from: Repositories, { portalId }: Connection): Promise<readonly string[]> {
  const connections = await from.connections.list()
  return connections
    .filter((one) => one.portalId === portalId && one.state !== 'disconnected')
    .flatMap(({ hubspotUserId }) => (hubspotUserId === null ? [] : [String(hubspotUserId)]))
}

/** By user id, in a sentence. */
async function elevatedUsers(
  { requests }: Repositories,
  { portalId }: Connection,
): Promise<ReadonlyMap<string, string>> {
  const live = await requests.elevatedIn(portalId)
  return new Map(
    live.flatMap(({ id: request, userId, email, endsAt }): [string, string][] =>
      userId === null
        ? []
        : [
            [
              userId,
              `${email} has access for a while (${request}${endsAt ? `, until ${endsAt.toISOString()}` : ''}). What else is wanted of them comes when that was given back.`,
            ],
          ],
    ),
  )
}
