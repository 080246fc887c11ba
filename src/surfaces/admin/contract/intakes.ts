/** One-time requests for a credential. The link is in one answer only: the one to its making. */
import { z } from 'zod'
import { INTAKE_LIFE } from '../../../domain/intake/intake.ts'
import { KEY_STANDINGS } from '../../../domain/intake/outcome-words.ts'
import { INTAKE_STATES } from '../../../domain/intake/states.ts'
import { connectionState } from './connections.ts'
import { endpoint } from './endpoint.ts'
import { description, line, reference, scopeText, slug } from './fields.ts'
import { instant, listOf, none, nothing } from './forms.ts'
import { comparison } from './rotation.ts'

const tag = 'Intake'

const findings = z.object({
  kind: z.string(),
  kindTitle: z.string(),
  /** What the sender said, where they said it. */
  statedPortalId: z.number().nullable(),
  portalId: z.number(),
  portalName: z.string().nullable(),
  accountType: z.string(),
  uiDomain: z.string(),
  hublet: z.string(),
  timeZone: z.string(),
  hubspotUserId: z.number().nullable(),
  hubspotAppId: z.number().nullable(),
  hubspotScopes: z.array(z.string()),
  /** Asked for, and not held: with the HubSpot scopes to switch on. */
  missing: z.array(z.object({ scope: z.string(), needs: z.array(z.string()) })),
  /** HubSpot scopes that nothing asked for needs. */
  excess: z.array(z.string()),
  /** Of a next credential: what it would have changed for groups when it was checked. */
  comparison: comparison.nullable(),
  links: z.array(
    z.object({
      /** What it was asked for as, by its label. */
      asked: z.string().nullable(),
      url: z.string(),
      portalId: z.number().nullable(),
      kind: z.string().nullable(),
      objectType: z.string().nullable(),
      id: z.string().nullable(),
      /** What was read, or what would have been needed. */
      saw: z.string(),
    }),
  ),
  /** The sender's words: written by whoever had the link. */
  context: z.string(),
  /** While it is held, where one request is asked for: sealed otherwise, and wiped at the end. */
  senderEmail: z.string().nullable(),
  notices: z.array(z.string()),
  checkedAt: instant,
})
export type FindingsView = z.output<typeof findings>

const intakeView = z.object({
  id: z.string(),
  state: z.enum(INTAKE_STATES),
  title: z.string(),
  context: z.string(),
  scopes: z.array(z.object({ scope: z.string(), description: z.string() })),
  /** The HubSpot scopes that the sender is told to tick. */
  hubspotScopes: z.array(z.string()),
  wantedLinks: z.array(z.string()),
  expectedPortalId: z.number().nullable(),
  /** The connection whose next credential it is for; `null` where it asks for one of its own. */
  replaces: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Somebody other than the maker must approve. */
  secondPerson: z.boolean(),
  madeBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  /** When what is there is wiped, whatever comes before. */
  endsAt: instant,
  badCapabilities: z.number(),
  viewedAt: instant.nullable(),
  submittedAt: instant.nullable(),
  /** Of what was submitted: whether HubSpot is still asked about it. */
  checking: z.boolean(),
  submittedFrom: z.string().nullable(),
  /** Of the sealed bytes, hex: as on the sender's receipt. */
  submissionSha256: z.string().nullable(),
  findings: findings.nullable(),
  refusal: z
    .object({
      reason: z.string(),
      message: z.string(),
      /** Whose key it was, where it was of another portal than the one asked for. */
      portalId: z.number().nullable(),
    })
    .nullable(),
  decidedAt: instant.nullable(),
  decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Of one that is looked at by itself: what became of the key. */
  key: z.enum(KEY_STANDINGS).nullable(),
  /** What became of it, or whose next credential it is now. */
  connection: z
    .object({
      id: z.string(),
      name: z.string(),
      state: connectionState,
      stateReason: z.string().nullable(),
    })
    .nullable(),
})
export type IntakeView = z.output<typeof intakeView>

const approved = z.object({
  intake: intakeView,
  connection: z.object({ id: z.string(), name: z.string() }),
  /** Of a next credential: it waits to be promoted, and until when. */
  staged: z.object({ comparison, endsAt: instant }).nullable(),
})
export type ApprovedView = z.output<typeof approved>

const template = z.object({
  id: z.string(),
  title: z.string(),
  forWhat: z.string(),
  scopes: z.array(z.string()),
  wantedLinks: z.array(z.string()),
  context: z.string(),
})
export type IntakeTemplateView = z.output<typeof template>

const one = z.strictObject({ intake: reference })

export const intakeEndpoints = {
  templates: endpoint({
    method: 'GET',
    path: '/api/v1/intake-templates',
    act: 'read',
    tag,
    summary: 'Requests that are made often, as a start',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(template),
    status: 200,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/intakes',
    act: 'read',
    tag,
    summary: 'Requests, newest first: all that are under way, and the last 200 that ended',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(intakeView),
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/intakes/{intake}',
    act: 'read',
    tag,
    summary: 'One request, with what was found where something was handed over',
    params: one,
    query: none,
    body: nothing,
    answer: intakeView,
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/intakes',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Make a request; the answer is the only place that ever holds its link',
    params: none,
    query: none,
    body: z.strictObject({
      title: line.min(1).max(120),
      context: description.default(''),
      /** None, with `replaces`: what groups are granted on that connection. */
      scopes: z.array(scopeText).max(100),
      wantedLinks: z.array(line.min(1).max(200)).max(10).default([]),
      expectedPortalId: z.number().int().positive().nullable().default(null),
      /** A connection, by id or name: what is handed over becomes its next credential. */
      replaces: reference.nullable().default(null),
      secondPerson: z.boolean().default(false),
      lifetimeHours: z.number().int().default(INTAKE_LIFE.defaultHours),
    }),
    answer: z.object({
      intake: intakeView,
      /** The whole link, shown once. */
      link: z.string(),
    }),
    status: 201,
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/v1/intakes/{intake}/approve',
    act: 'secure',
    stepUp: true,
    tag,
    summary:
      'Make a connection of what was handed over, or stage it as the next credential of one; what could open it is wiped',
    params: one,
    query: none,
    body: z.strictObject({
      /** The portal that the approver saw. */
      portalId: z.number().int().positive(),
      /** The request's title unless told. Neither it nor a name goes with a next credential. */
      title: line.min(1).max(200).optional(),
      name: slug.optional(),
    }),
    answer: approved,
    status: 200,
  }),
  refuse: endpoint({
    method: 'POST',
    path: '/api/v1/intakes/{intake}/refuse',
    act: 'secure',
    tag,
    summary: 'Refuse what was handed over, and wipe it; the sender reads why',
    params: one,
    query: none,
    body: z.strictObject({ message: description.nullable().default(null) }),
    answer: intakeView,
    status: 200,
  }),
  cancel: endpoint({
    method: 'DELETE',
    path: '/api/v1/intakes/{intake}',
    act: 'secure',
    tag,
    summary: 'Take a request back before anything was handed over',
    params: one,
    query: none,
    body: nothing,
    answer: intakeView,
    status: 200,
  }),
}
