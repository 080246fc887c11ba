import { HubwardError, type FieldError } from '../../../domain/errors.ts'
import type { Principal } from '../../../domain/access/entities.ts'
import { PortalNames } from '../../../domain/people/portal-names.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import {
  ANSWER_WITHIN_MS,
  type AccessRequest,
  type RequestWish,
} from '../../../domain/people/request/request.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { findConnection, findPrincipal } from '../../access/find.ts'
import { authorise, newId, type Context } from '../../context.ts'
import { raiseNotice } from '../../notice/raise-notice.ts'
import { demandPerson } from '../../sign-in/demand-person.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { doerOf } from '../provisioning/doer-of.ts'
import { neverRead } from '../provisioning/plan-people.ts'
import { approversOf } from './may-decide.ts'
import { recordRequest } from './record.ts'

export interface AskAccess {
  readonly connection: string
  /** A member, where it is for somebody else: then a role that may operate is needed. */
  readonly for?: string | undefined
  /** Names or ids, as in HubSpot. */
  readonly permissionSet?: string | undefined
  readonly team?: string | undefined
  readonly teams?: readonly string[] | undefined
  readonly seats?: readonly string[] | undefined
  /** `null`: for good. */
  readonly hours: number | null
  readonly reason: string
}

/**
 * Asks for more access to a portal, for a while or for good. Nothing is given before somebody else has
 * approved it.
 *
 * @throws HubwardError `connection.not_found`, `people.never_read`, `people.request_open`,
 *   `request.invalid` for what the portal does not have, `resource.not_found`
 */
export async function askAccess(ctx: Context, input: AskAccess): Promise<AccessRequest> {
  if (input.for === undefined) demandPerson(ctx)
  else authorise(ctx, 'operate', 'people.request')
  const { read } = ctx.store
  const connection = await findConnection(read, input.connection)
  const whom = await findPrincipal(read, input.for ?? doerOf(ctx).id)
  if (whom.email === null)
    throw new HubwardError('request.invalid', 'A service account is no user of a portal.', {
      fields: [{ path: 'for', message: 'Name a member.' }],
    })
  const snapshot = await newestSnapshot(read.people, connection)
  if (!snapshot) throw neverRead(connection)
  const wish = wishOf(input, snapshot)
  const user = userOf(whom, snapshot, await read.people.links(connection.id))
  if (!user && input.hours !== null)
    throw new HubwardError(
      'request.invalid',
      `${whom.email} is not in this portal, so there is nothing that access for a while could come on top of.`,
      { fields: [{ path: 'hours', message: 'Ask for good, or have them added first.' }] },
    )
  const now = ctx.world.now()
  const request: AccessRequest = {
    id: newId(ctx.world, 'access_request'),
    connectionId: connection.id,
    state: 'asked',
    askedBy: doerOf(ctx),
    principalId: whom.id,
    email: user?.email ?? whom.email,
    userId: user?.userId ?? null,
    wish,
    hours: input.hours,
    reason: input.reason,
    askedAt: now,
    lapsesAt: new Date(now.getTime() + ANSWER_WITHIN_MS),
    decided: null,
    planId: null,
    elevation: null,
    grantedAt: null,
    endsAt: null,
    endedAt: null,
    held: null,
    tries: 0,
    nextAt: new Date(now.getTime() + ANSWER_WITHIN_MS),
  }
  await ctx.store.aside(async (tx) => {
    await tx.requests.insert(request)
    await recordRequest(tx, ctx, 'ask', request, { state: 'asked', reason: request.reason })
    await raiseNotice(tx, ctx, {
      kind: 'people.access_asked',
      facts: { connectionId: connection.id, requestId: request.id },
      links: [`/requests/${request.id}`],
      alsoTo: await approversOf(tx, request),
    })
  })
  return request
}

function wishOf(input: AskAccess, snapshot: Snapshot): RequestWish {
  const names = new PortalNames(snapshot)
  const { permissionSet, team, teams = [], seats = [] } = input
  const setId = permissionSet && names.permissionSet(permissionSet, 'permissionSet')
  const wish: RequestWish = {
    ...(setId && { permissionSetId: setId }),
    ...(team !== undefined && { primaryTeamId: names.team(team, 'team') }),
    ...(teams.length > 0 && { addTeamIds: teams.map((one) => names.team(one, 'teams')) }),
    ...(seats.length > 0 && { addSeats: seats.map((one) => names.seat(one, 'seats')) }),
  }
  const fields: FieldError[] = [
    ...names.mistakes,
    ...names.setsToMake.map((name) => ({
      path: 'permissionSet',
      message: `The portal has no permission set "${name}".`,
    })),
  ]
  if (fields.length === 0 && Object.keys(wish).length === 0)
    fields.push({ path: 'permissionSet', message: 'Ask for something: a set, a team or a seat.' })
  if (fields.length > 0)
    throw new HubwardError('request.invalid', 'That cannot be asked for as it stands.', { fields })
  return wish
}

/** By the link that somebody made, else by the address. */
function userOf(whom: Principal, { users }: Snapshot, links: ReadonlyMap<string, string>) {
  const linked = users.find(({ userId }) => links.get(userId) === whom.id)
  if (linked) return linked
  const same = users.filter((user) => emailKey(user.email) === emailKey(whom.email ?? ''))
  return same.length === 1 ? same[0] : undefined
}
