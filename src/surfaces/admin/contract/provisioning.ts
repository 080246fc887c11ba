/** Plans for the users of a portal: made, looked at, released, carried out, taken back. */
import { z } from 'zod'
import { ENDINGS, type Ending } from '../../../domain/people/apply/outcome.ts'
import { GUARD_IDS } from '../../../domain/people/plan/guards/table.ts'
import { ACTS } from '../../../domain/people/plan/plan.ts'
import { TASK_KINDS, type TaskKind } from '../../../domain/people/plan/task.ts'
import { endpoint } from './endpoint.ts'
import { reference } from './fields.ts'
import { errorCode, instant, listOf, named, none, nothing } from './forms.ts'

const tag = 'Provisioning'

const state = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  permissionSetIds: z.array(z.string()),
  primaryTeamId: z.string().nullable(),
  secondaryTeamIds: z.array(z.string()),
  seats: z.array(z.string()),
})
export type AccessStateView = z.output<typeof state>

const taskKind = z.enum(Object.keys(TASK_KINDS) as [TaskKind, ...TaskKind[]])

const outcome = z.object({
  ending: z.enum(Object.keys(ENDINGS) as [Ending, ...Ending[]]),
  /** In words. */
  text: z.string(),
  /** HubSpot's status, the fields that differ, the guard. */
  detail: z.string().nullable(),
  at: instant,
})

const source = z.enum(['scim', 'rules', 'request', 'review'])

const item = z.object({
  id: z.string(),
  act: z.enum(ACTS),
  userId: z.string().nullable(),
  email: z.string(),
  source,
  reason: z.string(),
  /** `null` where there is no user. */
  before: state.nullable(),
  /** The whole state that is written; `null` where the user is gone. */
  after: state.nullable(),
  seats: z.object({ taken: z.array(z.string()), freed: z.array(z.string()) }),
  /** Fields of records that name the user; `null`: not counted. */
  owned: z.number().nullable(),
  /** An invitation goes with it. */
  welcome: z.boolean(),
  task: z.object({ kind: taskKind, how: z.string(), wanted: z.string().nullable() }).nullable(),
  /** `null` until it ended. */
  outcome: outcome.nullable(),
})
export type PlanItemView = z.output<typeof item>

const block = z.object({
  guard: z.enum(GUARD_IDS),
  /** Of the guard, in a few words. */
  title: z.string(),
  /** `plan`: nothing is done. `item`: that one. `person`: nothing was planned for them. */
  on: z.enum(['plan', 'item', 'person']),
  itemId: z.string().nullable(),
  email: z.string().nullable(),
  sentence: z.string(),
  /** Who may let it pass, besides whoever applies. */
  releasedBy: z.enum(['nobody', 'second_person', 'named_people']),
})

const plan = z.object({
  id: z.string(),
  connection: named,
  /** Binds an application, or a release, to exactly this. */
  hash: z.string(),
  readingId: z.string(),
  undoOf: z.string().nullable(),
  madeAt: instant,
  madeBy: named,
  items: z.array(item),
  blocks: z.array(block),
  /** Where sources differ, and one was heard; `null` where a source speaks of nobody in the portal. */
  notes: z.array(
    z.object({
      email: z.string(),
      heard: source.nullable(),
      passedOver: source,
      sentence: z.string(),
    }),
  ),
  /** Of the whole plan: guards that still hold it back for whoever asks. */
  open: z.array(z.enum(GUARD_IDS)),
  releases: z.array(z.object({ guard: z.enum(GUARD_IDS), by: named, at: instant })),
  /** What ids in the states stand for, as the newest snapshot tells; one that is not here is unknown. */
  names: z.object({
    permissionSets: z.record(z.string(), z.string()),
    teams: z.record(z.string(), z.string()),
  }),
  seats: z.array(
    z.object({
      name: z.string(),
      /** `null`: HubSpot does not tell. */
      left: z.number().nullable(),
      taken: z.number(),
      freed: z.number(),
    }),
  ),
  run: z
    .object({
      state: z.enum(['running', 'stopped', 'finished']),
      stoppedBy: z.string().nullable(),
      by: named,
      begunAt: instant,
      endedAt: instant.nullable(),
    })
    .nullable(),
})
export type ProvisioningPlanView = z.output<typeof plan>

const plansEntry = z.object({
  id: z.string(),
  madeAt: instant,
  madeBy: named,
  undoOf: z.string().nullable(),
  items: z.number(),
  blocks: z.number(),
  state: z.enum(['open', 'running', 'stopped', 'finished']),
})

const task = z.object({
  id: z.string(),
  kind: taskKind,
  /** What to do in HubSpot. */
  how: z.string(),
  email: z.string(),
  userId: z.string().nullable(),
  wanted: z.string().nullable(),
  after: state.nullable(),
  reason: z.string(),
  planId: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
  /** The sealed reading that showed it done. */
  closedByReading: z.string().nullable(),
})

const ofConnection = z.strictObject({ connection: reference })
const onePlan = z.strictObject({ plan: reference })
const automatic = z.object({ on: z.boolean(), by: named.nullable(), since: instant.nullable() })
const halted = z.object({ halted: z.boolean() })

/** `people.yaml`; parsed here so that mistakes are told by line and column. */
const file = z.string().max(900_000)
const planHash = z.string().max(64)

/** One line of the answer of `apply`. */
export const applyProgress = z.discriminatedUnion('event', [
  z.object({ event: z.literal('begun'), items: z.number() }),
  z.object({ event: z.literal('reading') }),
  z.object({ event: z.literal('writing'), items: z.number() }),
  z.object({
    event: z.literal('item'),
    id: z.string(),
    act: z.enum(ACTS),
    email: z.string(),
    ending: outcome.shape.ending,
    /** In words. */
    text: z.string(),
  }),
  z.object({ event: z.literal('done'), stoppedBy: z.string().nullable() }),
  z.object({ event: z.literal('broke'), code: errorCode, message: z.string() }),
])
export type ApplyProgressView = z.output<typeof applyProgress>

export const provisioningEndpoints = {
  plan: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/people/plans',
    act: 'operate',
    tag,
    summary:
      'Plan what a people.yaml and identity providers want of the portal; nothing is written to HubSpot',
    params: ofConnection,
    query: none,
    /** Without a file: the rules of the plan that was carried out last. */
    body: z.strictObject({ file: file.optional() }),
    answer: plan,
    status: 201,
  }),
  plans: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/people/plans',
    act: 'read',
    tag,
    summary: 'The last plans of a connection, newest first',
    params: ofConnection,
    query: none,
    body: nothing,
    answer: listOf(plansEntry),
    status: 200,
  }),
  show: endpoint({
    method: 'GET',
    path: '/api/v1/people/plans/{plan}',
    act: 'read',
    tag,
    summary: 'One plan: every step with before and after, what holds it back, how it ended',
    params: onePlan,
    query: none,
    body: nothing,
    answer: plan,
    status: 200,
  }),
  release: endpoint({
    method: 'POST',
    path: '/api/v1/people/plans/{plan}/releases',
    act: 'approve',
    stepUp: true,
    tag,
    summary: 'Let one guard of a plan pass, for somebody else to apply it',
    params: onePlan,
    query: none,
    body: z.strictObject({ planHash, guard: z.enum(GUARD_IDS) }),
    answer: plan,
    status: 200,
  }),
  apply: endpoint({
    method: 'POST',
    path: '/api/v1/people/plans/{plan}/apply',
    act: 'approve',
    stepUp: true,
    tag,
    summary:
      'Carry a plan out, or go on with it where it stopped: a line of JSON for each thing that happens. It goes on when the reader leaves',
    params: onePlan,
    query: none,
    body: z.strictObject({ planHash }),
    answer: nothing,
    status: 200,
    media: 'application/x-ndjson',
  }),
  undo: endpoint({
    method: 'POST',
    path: '/api/v1/people/plans/{plan}/undo',
    act: 'operate',
    tag,
    summary: 'Plan the way back from what a plan did',
    params: onePlan,
    query: none,
    body: nothing,
    answer: plan,
    status: 201,
  }),
  undoFile: endpoint({
    method: 'GET',
    path: '/api/v1/people/plans/{plan}/undo',
    act: 'read',
    tag,
    summary: 'What a plan did, and how each of it is taken back',
    params: onePlan,
    query: none,
    body: nothing,
    answer: z.object({
      version: z.literal(1),
      planId: z.string(),
      entries: z.array(
        z.object({
          itemId: z.string(),
          act: z.enum(ACTS),
          userId: z.string().nullable(),
          email: z.string(),
          way: z.enum(['restore', 'leave', 'move_back', 'none']),
          note: z.string().nullable(),
          before: state.nullable(),
          after: state.nullable(),
          moved: z.array(
            z.object({ objectType: z.string(), property: z.string(), ids: z.array(z.string()) }),
          ),
        }),
      ),
    }),
    status: 200,
  }),
  tasks: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/people/tasks',
    act: 'read',
    tag,
    summary: 'What only a person can do in HubSpot; closed by a sealed reading that shows it done',
    params: ofConnection,
    query: z.strictObject({ all: z.stringbool().default(false) }),
    body: nothing,
    answer: listOf(task),
    status: 200,
  }),
  automatic: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/people/automatic',
    act: 'read',
    tag,
    summary: 'Whether what identity providers wish is carried out without a person',
    params: ofConnection,
    query: none,
    body: nothing,
    answer: automatic,
    status: 200,
  }),
  setAutomatic: endpoint({
    method: 'PUT',
    path: '/api/v1/connections/{connection}/people/automatic',
    act: 'approve',
    stepUp: true,
    tag,
    summary: 'Switch on or off that wishes are carried out where no guard asks; off by default',
    params: ofConnection,
    query: none,
    body: z.strictObject({ on: z.boolean() }),
    answer: automatic,
    status: 200,
  }),
  halt: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/people/halt',
    act: 'operate',
    tag,
    summary: 'Stop all writing to the users of the portal at once',
    params: ofConnection,
    query: none,
    body: nothing,
    answer: halted,
    status: 200,
  }),
  resume: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/people/resume',
    act: 'approve',
    stepUp: true,
    tag,
    summary: 'Let plans be applied again after a halt',
    params: ofConnection,
    query: none,
    body: nothing,
    answer: halted,
    status: 200,
  }),
}
