/** The home page in one question: health of the connections, what wants attention, calls of today. */
import type { Group, Principal } from '../../domain/access/entities.ts'
import { midnightsAround } from '../../domain/budget/day.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import { lookerOf } from '../people/requests/may-decide.ts'
import type { BudgetReading } from '../ports.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import {
  dueCredentials,
  needsOf,
  tasksToDo,
  toAnswer,
  toDecide,
  undelivered,
  unwell,
  usersToLookAt,
  withoutPasskey,
  type Need,
} from './needs.ts'
import type { CallCounts } from './ports.ts'

export interface ConnectionHealth {
  readonly connection: Connection
  /** Of the last call that was let through. */
  readonly lastCallAt: Date | null
  readonly lastHour: CallCounts
  readonly budgets: readonly BudgetReading[]
}

export interface Overview {
  readonly connections: readonly ConnectionHealth[]
  readonly needs: readonly Need[]
  readonly today: {
    readonly from: Date
    readonly total: CallCounts
    /** Most calls first; `null` where no grant carried the call. */
    readonly byGroup: readonly (CallCounts & { readonly group: Group | null })[]
  }
  /** By the hour, oldest first: 24 whole ones and the one that runs. */
  readonly lastDay: readonly (CallCounts & { readonly from: Date })[]
  readonly countedThrough: number
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const NONE: CallCounts = { permitted: 0, refused: 0, failed: 0 }

/**
 * @param input.timeZone IANA name; today began at its midnight
 * @throws HubwardError `request.invalid` for a zone that does not exist
 */
export async function showOverview(
  ctx: Context,
  input: { readonly timeZone: string },
): Promise<Overview> {
  authorise(ctx, 'read', 'overview')
  const now = ctx.world.now()
  const midnight = lastMidnight(now, input.timeZone)
  // Whole minutes and hours, that of now included: they are what is counted.
  const soon = new Date(Math.floor(now.getTime() / HOUR_MS + 1) * HOUR_MS)
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS + 1) * MINUTE_MS)
  const hourAgo = new Date(minute.getTime() - HOUR_MS)
  const dayAgo = new Date(soon.getTime() - 25 * HOUR_MS)
  const picture = await ctx.pictures.current()
  const connections = [...picture.connections()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const { activity } = ctx
  const countedThrough = await activity.countedThrough()
  const [lastHour, today, lastDay, uses, keys, locked, health, dead, held, slots, alerts, people] =
    await Promise.all([
      activity.byConnection({ from: hourAgo, to: minute }),
      activity.byGroup({ from: midnight, to: soon }),
      activity.overTime({ from: dayAgo, to: soon }, HOUR_MS),
      activity.lastUses(connections.map(({ id }) => id)),
      ctx.store.read.keys.list(),
      adminsWithoutAWayIn(ctx, picture),
      ctx.store.read.health.list(),
      ctx.store.read.notices.deliveries.dead(),
      ctx.store.read.intakes.listHeld(),
      ctx.store.read.slots.list(),
      ctx.store.read.people.alertCounts(),
      peopleNeeds(ctx, connections),
    ])
  const hours = new Map(lastDay.map((hour) => [hour.from.getTime(), hour]))
  const recent = new Map(lastHour.map((counts) => [counts.connectionId, counts]))
  return {
    connections: connections.map((connection) => ({
      connection,
      lastCallAt: uses.get(connection.id) ?? null,
      lastHour: recent.get(connection.id) ?? NONE,
      budgets: ctx.budget.reading(connection),
    })),
    needs: needsOf(picture, keys, now, [
      ...held.map(toDecide),
      ...unwell(picture, health),
      ...undelivered(dead),
      ...dueCredentials(picture, slots, ctx.rotation.maxAgeDays, now),
      ...locked.map(withoutPasskey),
      ...people,
      ...usersToLookAt(picture, alerts),
    ]),
    today: {
      from: midnight,
      total: today.reduce(add, NONE),
      byGroup: today
        .map((counts) => ({
          ...counts,
          group: (counts.groupId !== null && picture.group(counts.groupId)) || null,
        }))
        .sort((a, b) => callsOf(b) - callsOf(a)),
    },
    lastDay: Array.from({ length: 25 }, (_, index) => {
      const from = new Date(dayAgo.getTime() + index * HOUR_MS)
      return hours.get(from.getTime()) ?? { from, ...NONE }
    }),
    countedThrough,
  }
}

/** Of requests those that whoever looks may answer: nobody is told of what is not theirs to do. */
async function peopleNeeds(ctx: Context, connections: readonly Connection[]): Promise<Need[]> {
  const { read } = ctx.store
  const looker = lookerOf(ctx, read)
  const ofOne = async (connection: Connection): Promise<readonly Need[]> => {
    const [open, tasks] = await Promise.all([
      read.requests.inStates(connection.id, ['asked', 'drifted']),
      read.provisioning.tasks(connection.id, 'open'),
    ])
    const mine = []
    for (const request of open)
      if ((await looker.mayDecide(request)) && !(await looker.isOwn(request))) mine.push(request)
    return [...toAnswer(connection, mine), ...tasksToDo(connection, tasks.length)]
  }
  const connected = connections.filter(({ state }) => state !== 'disconnected')
  return (await Promise.all(connected.map(ofOne))).flat()
}

/** Whoever can neither use a passkey nor an identity provider; there are few admins to ask about. */
async function adminsWithoutAWayIn(ctx: Context, picture: AccessPicture): Promise<Principal[]> {
  const { passkeys, identities } = ctx.store.read.signIn
  const admins = picture
    .principals()
    .filter(({ role, state }) => role === 'admin' && state === 'active')
  const ways = await Promise.all(
    admins.map(async ({ id }) => [
      ...(await passkeys.list(id)),
      ...(await identities.list({ principalId: id })),
    ]),
  )
  return admins.filter((_, index) => ways[index]?.length === 0)
}

const callsOf = ({ permitted, refused, failed }: CallCounts): number => permitted + refused + failed

const add = (a: CallCounts, b: CallCounts): CallCounts => ({
  permitted: a.permitted + b.permitted,
  refused: a.refused + b.refused,
  failed: a.failed + b.failed,
})

function lastMidnight(now: Date, timeZone: string): Date {
  try {
    const midnights = midnightsAround(now.getTime(), timeZone)
    return new Date(Math.max(...midnights.filter((at) => at <= now.getTime())))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const message = `There is no time zone "${timeZone}". Write an IANA name such as Europe/Dublin.`
    throw new HubwardError('request.invalid', message, {
      fields: [{ path: 'timeZone', message }],
      cause,
    })
  }
}
