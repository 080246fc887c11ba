/** Requests for access to a portal: asked, answered, given for a while, given back. */
import { z } from 'zod'
import { PIECE_KINDS } from '../../../domain/people/request/pieces.ts'
import {
  MOST_HOURS,
  PERSONS_WAYS,
  REQUEST_STATES,
  type RequestState,
} from '../../../domain/people/request/request.ts'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { instant, listOf, named, none, nothing } from './forms.ts'

const tag = 'Access requests'

/** Of a permission set, a team or a seat, exactly as in HubSpot; or its id. */
const portalName = line.min(1).max(200)
const sentence = line.min(1).max(1_000)

const accessRequest = z.object({
  id: z.string(),
  connectionId: z.string(),
  connection: named.extend({ title: z.string() }),
  state: z.enum(Object.keys(REQUEST_STATES) as [RequestState, ...RequestState[]]),
  /** In words. */
  text: z.string(),
  askedBy: named,
  email: z.string(),
  /** `null`: the portal has no such user yet. */
  userId: z.string().nullable(),
  /** What is asked for, by name; `null` where the newest reading does not have it any more. */
  pieces: z.array(
    z.object({
      kind: z.enum(PIECE_KINDS),
      id: z.string(),
      name: z.string().nullable(),
      /** Before anything is given: the user has it already. */
      had: z.boolean(),
      /** By name: what it takes the place of. */
      replaces: z.array(z.string()),
    }),
  ),
  /** Before anything is given: the user as the newest snapshot shows them. */
  user: z
    .object({
      name: z.string(),
      superAdmin: z.boolean(),
      lastLoginAt: instant.nullable(),
      /** No login before it was looked for; `null`: none was looked for. */
      loginsFrom: instant.nullable(),
      readAt: instant,
    })
    .nullable(),
  /** What whoever asks may do about it now. */
  may: z.array(z.enum(PERSONS_WAYS)),
  permissionSetId: z.string().nullable(),
  primaryTeamId: z.string().nullable(),
  addTeamIds: z.array(z.string()),
  addSeats: z.array(z.string()),
  /** `null`: for good. */
  hours: z.number().nullable(),
  reason: z.string(),
  askedAt: instant,
  lapsesAt: instant,
  decided: z.object({ by: named, at: instant, note: z.string().nullable() }).nullable(),
  planId: z.string().nullable(),
  grantedAt: instant.nullable(),
  endsAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** What holds it up, or drifted. */
  held: z.string().nullable(),
})
export type AccessRequestView = z.output<typeof accessRequest>

const ofConnection = z.strictObject({ connection: reference })
const one = z.strictObject({ request: reference })
const answered = z.strictObject({ note: sentence.optional() })
const approver = z.object({ principalId: z.string(), groupId: z.string().nullable() })

const onRequest = <const P extends string, B extends z.ZodType>(
  path: P,
  summary: string,
  body: B,
) =>
  ({
    method: 'POST',
    path: `/api/v1/access-requests/{request}/${path}`,
    act: 'self',
    tag,
    summary,
    params: one,
    query: none,
    body,
    answer: accessRequest,
    status: 200,
  }) as const

const offer = z.object({
  connection: named.extend({ title: z.string() }),
  permissionSets: z.array(named),
  teams: z.array(named),
  seats: z.array(z.string()),
  /** Whether whoever asks is a user of the portal: only then is there access for a while. */
  isUser: z.boolean(),
})

export const accessRequestEndpoints = {
  offers: endpoint({
    method: 'GET',
    path: '/api/v1/access-offers',
    act: 'self',
    tag,
    summary: 'What can be asked for: of every portal whose people were read',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(offer),
    status: 200,
  }),
  ask: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/people/requests',
    act: 'self',
    tag,
    summary: 'Ask for more access to a portal, for hours or for good',
    params: ofConnection,
    query: none,
    body: z.strictObject({
      /** A member, where it is for somebody else. */
      for: reference.optional(),
      permissionSet: portalName.optional(),
      team: portalName.optional(),
      teams: z.array(portalName).max(20).optional(),
      seats: z.array(portalName).max(20).optional(),
      /** Left out: for good. */
      hours: z.number().int().min(1).max(MOST_HOURS).optional(),
      reason: sentence,
    }),
    answer: accessRequest,
    status: 201,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/access-requests',
    act: 'self',
    tag,
    summary:
      'Requests, newest first: one’s own, those that one may answer, or all where the role reads',
    params: none,
    query: z.strictObject({
      connection: reference.optional(),
      all: z.stringbool().default(false),
    }),
    body: nothing,
    answer: listOf(accessRequest),
    status: 200,
  }),
  show: endpoint({
    method: 'GET',
    path: '/api/v1/access-requests/{request}',
    act: 'self',
    tag,
    summary: 'One request, and how far it has come',
    params: one,
    query: none,
    body: nothing,
    answer: accessRequest,
    status: 200,
  }),
  approve: endpoint({
    ...onRequest('approve', 'Approve it: it is given next, by a plan with every guard', answered),
    stepUp: true,
  }),
  refuse: endpoint(onRequest('refuse', 'Refuse it', answered)),
  withdraw: endpoint(onRequest('withdraw', 'Withdraw it, before it is given', nothing)),
  end: endpoint(onRequest('end', 'End it before its time: what was there is given back', nothing)),
  settle: endpoint({
    ...onRequest(
      'settle',
      'Say that what somebody changed by hand is meant, or put right',
      answered,
    ),
    stepUp: true,
  }),
  approvers: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/people/approvers',
    act: 'read',
    tag,
    summary: 'Who may answer requests, besides the roles that approve',
    params: ofConnection,
    query: none,
    body: nothing,
    answer: listOf(approver),
    status: 200,
  }),
  setApprovers: endpoint({
    method: 'PUT',
    path: '/api/v1/connections/{connection}/people/approvers',
    act: 'change',
    tag,
    summary: 'Name who may answer requests: for the connection, or for the members of a group',
    params: ofConnection,
    query: none,
    body: z.strictObject({
      approvers: z
        .array(z.strictObject({ person: reference, group: reference.optional() }))
        .max(200),
    }),
    answer: listOf(approver),
    status: 200,
    stepUp: true,
  }),
}
