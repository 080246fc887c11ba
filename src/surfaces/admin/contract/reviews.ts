/** Access reviews: run by some, decided by others, closed when what was decided is seen to be so. */
import { z } from 'zod'
import { DECISION_KINDS } from '../../../domain/review/decision.ts'
import { GAPS, type Gap } from '../../../domain/review/gaps.ts'
import { ASSIGNED_AS, REVIEW_SCOPES, REVIEW_STATES } from '../../../domain/review/review.ts'
import { endpoint } from './endpoint.ts'
import { description, displayName, email, line, moment, reference } from './fields.ts'
import { instant, listOf, named, none, nothing } from './forms.ts'

const tag = 'Access reviews'

const review = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(REVIEW_STATES),
  scope: z.enum(REVIEW_SCOPES),
  privilegedSets: z.array(z.string()),
  reviewer: z.object({ by: z.enum(['manager', 'owner', 'person']), person: named.nullable() }),
  /** Who stands in where the rule names nobody, or the user themselves. */
  fallback: z.array(named),
  connections: z.array(
    z.object({
      connection: named,
      owner: named.nullable(),
      /** Whose users are the rows; `null` before it opens. */
      reading: z.object({ id: z.string(), snapshot: z.number() }).nullable(),
    }),
  ),
  dueAt: instant,
  remindDays: z.array(z.number()),
  createdAt: instant,
  createdBy: named,
  openedAt: instant.nullable(),
  /** When decisions were last frozen. */
  closingAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedBy: named.nullable(),
  endReason: z.string().nullable(),
  rows: z.number(),
  decided: z.number(),
  reviewers: z.array(z.object({ reviewer: named, rows: z.number(), decided: z.number() })),
})
export type ReviewView = z.output<typeof review>

const reason = description.transform((text) => text.trim())
const given = reason.refine((text) => text !== '', 'Say why.')
const optional = reason
  .transform((text) => text || null)
  .nullable()
  .default(null)
const portalId = line.min(1).max(100)

const change = z
  .strictObject({
    /** Super admin rights can only be taken, and only by a person in HubSpot. */
    superAdmin: z.literal(false).optional(),
    permissionSetId: portalId.nullable().optional(),
    primaryTeamId: portalId.nullable().optional(),
    secondaryTeamIds: z.array(portalId).max(200).optional(),
    seats: z.array(line.min(1).max(200)).max(50).optional(),
  })
  .refine((to) => Object.keys(to).length > 0, 'Say what is to be different.')

const decision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep'), reason: optional }),
  z.strictObject({ kind: z.literal('change'), to: change, reason: optional }),
  z.strictObject({
    kind: z.literal('remove'),
    /** Whose the records become: an address, or `keep`. */
    recordsTo: z
      .union([z.literal('keep'), email])
      .nullable()
      .default(null),
    reason: optional,
  }),
  z.strictObject({
    kind: z.literal('exception'),
    until: moment.transform((at) => at.toISOString()),
    reason: given,
  }),
])

const kept = z.object({
  version: z.number(),
  kind: z.enum(DECISION_KINDS),
  /** What is to be instead, of `change`. */
  to: z.record(z.string(), z.unknown()).nullable(),
  recordsTo: z.string().nullable(),
  until: instant.nullable(),
  reason: z.string().nullable(),
  by: named,
  at: instant,
  /** How many rows were decided with the same word; `null`: this one alone. */
  bulk: z.number().nullable(),
  /** How long the row was open, as the client told, never longer than it was there. */
  seconds: z.number().nullable(),
  /** Seconds since the same person decided before, by Hubward's clock. */
  pace: z.number().nullable(),
})

const row = z.object({
  no: z.number(),
  connectionId: z.string(),
  userId: z.string(),
  email: z.string(),
  name: z.string(),
  privileged: z.boolean(),
  superAdmin: z.boolean(),
  permissionSets: z.array(named),
  primaryTeam: named.nullable(),
  secondaryTeams: z.array(named),
  seats: z.array(z.string()),
  deactivated: z.boolean().nullable(),
  inferredInvited: z.boolean(),
  /** `null`: none since `loginsFrom`. */
  lastLoginAt: instant.nullable(),
  loginsFrom: instant.nullable(),
  alerts: z.array(z.string()),
  person: named.extend({ email: z.string() }).nullable(),
  match: z.enum(['linked', 'email', 'none', 'ambiguous']),
  reviewer: named,
  assignedAs: z.enum(ASSIGNED_AS),
  /** The one that counts; `null`: none yet. */
  decision: kept.nullable(),
})
export type ReviewRowView = z.output<typeof row>

const gap = z.object({
  no: z.number(),
  email: z.string(),
  reviewer: named,
  gap: z.enum(Object.keys(GAPS) as [Gap, ...Gap[]]),
  /** In words. */
  text: z.string(),
})

const oneReview = z.strictObject({ review: reference })
const nos = z.array(z.int().min(1).max(1_000_000)).min(1).max(1_000)
const yes = z.stringbool()

export const reviewEndpoints = {
  create: endpoint({
    method: 'POST',
    path: '/api/v1/reviews',
    act: 'operate',
    tag,
    summary: 'Write down what is to be reviewed and by whom; nobody is asked yet',
    params: none,
    query: none,
    body: z.strictObject({
      name: displayName,
      connections: z
        .array(z.strictObject({ connection: reference, owner: reference.optional() }))
        .min(1)
        .max(50),
      scope: z.enum(REVIEW_SCOPES),
      /** Names or ids of permission sets that count as privileged, beside super admins. */
      privilegedSets: z.array(line.min(1).max(200)).max(200).default([]),
      reviewer: z.union([z.enum(['manager', 'owner']), z.strictObject({ person: reference })]),
      fallback: z.array(reference).min(1).max(10),
      dueAt: moment,
      remindDays: z.array(z.int().min(0).max(90)).max(10).default([7, 3, 1]),
    }),
    answer: review,
    status: 201,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/reviews',
    act: 'self',
    tag,
    summary: 'Reviews, newest first; with `mine` those in which you have rows',
    params: none,
    query: z.strictObject({ mine: yes.default(false) }),
    body: nothing,
    answer: listOf(review),
    status: 200,
  }),
  show: endpoint({
    method: 'GET',
    path: '/api/v1/reviews/{review}',
    act: 'read',
    tag,
    summary: 'One review, with how far each reviewer is',
    params: oneReview,
    query: none,
    body: nothing,
    answer: review,
    status: 200,
  }),
  open: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/open',
    act: 'operate',
    tag,
    summary: 'Fix the rows from the newest sealed readings, and ask the reviewers',
    params: oneReview,
    query: none,
    body: nothing,
    answer: review,
    status: 200,
  }),
  rows: endpoint({
    method: 'GET',
    path: '/api/v1/reviews/{review}/rows',
    act: 'self',
    tag,
    summary: 'The rows of a review; with `mine` those that you review',
    params: oneReview,
    query: z.strictObject({
      mine: yes.default(false),
      reviewerId: reference.optional(),
      connectionId: reference.optional(),
      decided: z.enum([...DECISION_KINDS, 'none']).optional(),
      privileged: yes.optional(),
      search: line.min(1).max(200).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      /** The number to go on after: `next` of the page before. */
      after: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    body: nothing,
    answer: z.object({ items: z.array(row), total: z.number(), next: z.number().nullable() }),
    status: 200,
  }),
  row: endpoint({
    method: 'GET',
    path: '/api/v1/reviews/{review}/rows/{row}',
    act: 'self',
    tag,
    summary: 'One row with all that was decided of it',
    params: oneReview.extend({ row: z.coerce.number().int().min(1).max(1_000_000) }),
    query: none,
    body: nothing,
    answer: z.object({
      row,
      history: z.array(kept),
      reassignments: z.array(
        z.object({
          from: named,
          to: named,
          by: named,
          reason: z.string().nullable(),
          at: instant,
        }),
      ),
    }),
    status: 200,
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/decisions',
    act: 'self',
    tag,
    summary: 'Decide rows that you review; of several all, or none',
    params: oneReview,
    query: none,
    body: z.strictObject({
      rows: nos,
      decision,
      seconds: z.int().min(0).max(10_000_000).nullable().default(null),
    }),
    answer: listOf(row),
    status: 200,
  }),
  assign: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/assignments',
    act: 'operate',
    tag,
    summary: 'Give rows to another reviewer',
    params: oneReview,
    query: none,
    body: z.strictObject({ rows: nos, reviewer: reference, reason: optional }),
    answer: listOf(row),
    status: 200,
  }),
  freeze: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/freeze',
    act: 'operate',
    tag,
    summary: 'Freeze the decisions once every row has one, so that they can be carried out',
    params: oneReview,
    query: none,
    body: nothing,
    answer: review,
    status: 200,
  }),
  reopen: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/reopen',
    act: 'operate',
    tag,
    summary: 'Let decisions be changed once more',
    params: oneReview,
    query: none,
    body: z.strictObject({ reason: given }),
    answer: review,
    status: 200,
  }),
  plan: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/plans',
    act: 'operate',
    tag,
    summary: 'Plan what the decisions want and no reading shows yet; applied like any other plan',
    params: oneReview,
    query: none,
    /** `protect`: addresses that nothing may happen to, beside those of the plan before. */
    body: z.strictObject({ protect: z.array(email).max(200).default([]) }),
    answer: listOf(
      z.object({
        id: z.string(),
        connection: named,
        hash: z.string(),
        items: z.number(),
        blocks: z.number(),
      }),
    ),
    status: 201,
  }),
  gaps: endpoint({
    method: 'GET',
    path: '/api/v1/reviews/{review}/gaps',
    act: 'read',
    tag,
    summary: 'What keeps a review from being closed: rows uncovered, revocations unproven',
    params: oneReview,
    query: none,
    body: nothing,
    answer: z.object({ uncovered: z.array(gap), unproven: z.array(gap) }),
    status: 200,
  }),
  close: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/close',
    act: 'approve',
    stepUp: true,
    tag,
    summary: 'Sign a review off, when every row is covered and every revocation proven',
    params: oneReview,
    query: none,
    body: nothing,
    answer: review,
    status: 200,
  }),
  evidence: endpoint({
    method: 'GET',
    path: '/api/v1/reviews/{review}/evidence',
    act: 'read',
    tag,
    summary: 'The evidence of a closed review: one signed ZIP, verified without Hubward',
    params: oneReview,
    query: none,
    body: nothing,
    answer: nothing,
    status: 200,
    media: 'application/zip',
  }),
  evidenceKey: endpoint({
    method: 'GET',
    path: '/api/v1/evidence-key',
    act: 'read',
    tag,
    summary: 'The key that signs evidence: its fingerprint, to compare with a package',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({
      id: z.string(),
      /** SHA-256 of the key as DER (SubjectPublicKeyInfo), in hex. */
      fingerprint: z.string(),
      pem: z.string(),
    }),
    status: 200,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/api/v1/reviews/{review}/cancel',
    act: 'operate',
    tag,
    summary: 'End a review without a result',
    params: oneReview,
    query: none,
    body: z.strictObject({ reason: given }),
    answer: review,
    status: 200,
  }),
}
