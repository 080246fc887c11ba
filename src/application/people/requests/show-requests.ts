/** Requests as people look at them, and who may answer them. */
import type { Connection } from '../../../domain/connection/connection.ts'
import { piecesOf, type Piece } from '../../../domain/people/request/pieces.ts'
import { emailKey, type PortalUser } from '../../../domain/people/portal-user.ts'
import {
  NOT_BEGUN_STATES,
  type AccessRequest,
  type PersonsWay,
} from '../../../domain/people/request/request.ts'
import { findConnection, findGroup, findMember } from '../../access/find.ts'
import { recordChange } from '../../change.ts'
import { authorise, MAY, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { demandPerson } from '../../sign-in/demand-person.ts'
import { demandStepUp } from '../../sign-in/demand-step-up.ts'
import { findRequest, noSuchRequest } from './answer-request.ts'
import type { Catalogue, StoredReading } from '../ports.ts'
import { catalogueOf } from '../show-users.ts'
import { lookerOf, waysOpen, type Looker } from './may-decide.ts'
import type { Approver } from './ports.ts'

const SHOWN = 500

/**
 * Newest first: all of them for roles that read, else one's own and those that one may answer.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function listRequests(
  ctx: Context,
  input: { readonly connection?: string | undefined; readonly open: boolean },
): Promise<readonly AccessRequest[]> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const { read } = ctx.store
  const id =
    input.connection === undefined ? null : (await findConnection(read, input.connection)).id
  const looker = lookerOf(ctx, read)
  // Before the limit: however many others ask, one's own are among them.
  const reach = readsAll(ctx) ? null : await looker.reach()
  const found = await read.requests.list(id, { open: input.open, limit: SHOWN, reach })
  const seen: AccessRequest[] = []
  for (const request of found) if (await maySee(ctx, looker, request)) seen.push(request)
  return seen
}

/** @throws HubwardError `resource.not_found`, also for whoever may not see it */
export async function showRequest(
  ctx: Context,
  input: { readonly request: string },
): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const { read } = ctx.store
  const request = await findRequest(read, input.request)
  if (await maySee(ctx, lookerOf(ctx, read), request)) return request
  // What one may not see is not there.
  throw noSuchRequest(input.request)
}

export interface SeenRequest {
  readonly request: AccessRequest
  readonly connection: Pick<Connection, 'id' | 'name' | 'title'>
  readonly pieces: readonly Piece[]
  /** What whoever looks may do about it now. */
  readonly may: readonly PersonsWay[]
  /** Before anything is given: whom it would be given to. `null` too where the portal has no such user. */
  readonly user: SeenUser | null
}

/** As the newest sealed snapshot shows them. */
export interface SeenUser {
  readonly user: PortalUser
  readonly readAt: Date
  /** No login before it was looked for; `null`: none was looked for. */
  readonly loginsFrom: Date | null
}

/** As whoever asks sees them: with names from the newest readings. What of a connection is left is shown. */
export async function seenBy(
  ctx: Context,
  requests: readonly AccessRequest[],
): Promise<readonly SeenRequest[]> {
  const { read } = ctx.store
  const looker = lookerOf(ctx, read)
  const portals = new Map<string, Portal>()
  const seen: SeenRequest[] = []
  for (const request of requests) {
    const id = request.connectionId
    const portal = portals.get(id) ?? (await portalOf(read, id))
    portals.set(id, portal)
    const user = NOT_BEGUN_STATES.has(request.state) ? await userOf(read, portal, request) : null
    seen.push({
      request,
      connection: portal.connection,
      pieces: piecesOf(request.wish, portal.catalogue, user?.user),
      may: await waysOpen(ctx, looker, request),
      user,
    })
  }
  return seen
}

interface Portal {
  readonly connection: SeenRequest['connection']
  readonly snapshot: StoredReading | null
  readonly catalogue: Catalogue
}

async function portalOf(from: Repositories, id: string): Promise<Portal> {
  const connection = await from.connections.get(id)
  const snapshot = (await from.people.newestSealed(id)) ?? null
  return {
    connection: connection ?? { id, name: id, title: 'A portal that was disconnected' },
    snapshot,
    catalogue: catalogueOf(snapshot),
  }
}

/** Nobody where the address fits several: what is shown must not be of somebody else. */
async function userOf(
  from: Repositories,
  { snapshot }: Portal,
  { connectionId, userId, email }: AccessRequest,
): Promise<SeenUser | null> {
  if (!snapshot?.sealed || !snapshot.endedAt) return null
  const same =
    userId === null
      ? (await from.people.users(connectionId, { email: emailKey(email) }, { limit: 2 })).items
      : [await from.people.user(connectionId, userId)]
  const [only] = same
  if (!only || same.length > 1 || only.presence !== 'present') return null
  const { loginsFrom } = snapshot.sealed
  return { user: only.user, readAt: snapshot.endedAt, loginsFrom }
}

const readsAll = ({ actor }: Context): boolean =>
  actor.kind === 'operator' || (actor.kind === 'principal' && MAY[actor.role].includes('read'))

const maySee = async (ctx: Context, looker: Looker, request: AccessRequest) =>
  readsAll(ctx) || (await looker.isOwn(request)) || looker.mayDecide(request)

/** @throws HubwardError `connection.not_found` */
export async function listApprovers(
  ctx: Context,
  input: { readonly connection: string },
): Promise<readonly Approver[]> {
  authorise(ctx, 'read', 'people.approvers')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.requests.approvers(id)
}

export interface SetApprovers {
  readonly connection: string
  /** Members, by id or address; with `group`, for requests of its members alone. */
  readonly approvers: readonly { readonly person: string; readonly group?: string | undefined }[]
}

/**
 * Names them whole. It hands out the power to approve, so it wants a fresh proof.
 *
 * @throws HubwardError `connection.not_found`, `resource.not_found`, `auth.step_up_required`
 */
export async function setApprovers(
  ctx: Context,
  input: SetApprovers,
): Promise<readonly Approver[]> {
  authorise(ctx, 'change', 'people.approvers')
  demandStepUp(ctx)
  const { read } = ctx.store
  const connection = await findConnection(read, input.connection)
  const approvers: Approver[] = []
  for (const { person, group } of input.approvers)
    approvers.push({
      principalId: (await findMember(read, person)).id,
      groupId: group === undefined ? null : (await findGroup(read, group)).id,
    })
  await ctx.store.aside(async (tx) => {
    await tx.people.lock(connection.id)
    const before = await tx.requests.approvers(connection.id)
    await tx.requests.saveApprovers(connection.id, approvers)
    await recordChange(tx, ctx, {
      action: 'people.approvers',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: { approvers: before },
      after: { approvers },
    })
  })
  return read.requests.approvers(connection.id)
}
