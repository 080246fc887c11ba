/** Checks of connections: running one with its progress, and the reports that people forward. */
import { z } from 'zod'
import { REPORT_SCHEMA, STEPS, type StepName } from '../../../domain/check/report.ts'
import { endpoint } from './endpoint.ts'
import { reference } from './fields.ts'
import { errorCode, instant, listOf, none, nothing } from './forms.ts'

const tag = 'Checks'

const stepName = z.enum(Object.keys(STEPS) as [StepName, ...StepName[]])
const outcome = z.enum(['ok', 'skipped', 'warning', 'failed'])

const stepResult = z.object({
  step: stepName,
  title: z.string(),
  outcome,
  /** One line. */
  summary: z.string(),
  findings: z.array(
    z.object({
      outcome: z.enum(['ok', 'warning', 'failed']),
      text: z.string(),
      /** What to do about it. */
      remedy: z.string().nullable(),
    }),
  ),
  /** For programs, by step: docs/check.md. */
  facts: z.record(z.string(), z.unknown()),
  durationMs: z.number(),
})
export type StepResultView = z.output<typeof stepResult>

/** Version 1: members may be added; one that is there keeps its meaning. */
export const checkReport = z.object({
  schema: z.literal(REPORT_SCHEMA),
  id: z.string(),
  startedAt: instant,
  finishedAt: instant,
  /** `green`: no step failed. */
  verdict: z.enum(['green', 'red']),
  connection: z.object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    kind: z.string(),
    state: z.enum(['pending', 'active', 'suspended', 'needs_reauth', 'disconnected']),
  }),
  portal: z.object({
    id: z.number(),
    name: z.string().nullable(),
    accountType: z.string(),
    hublet: z.string(),
    timeZone: z.string(),
  }),
  steps: z.array(stepResult),
})
export type CheckReportView = z.output<typeof checkReport>

/** One line of the answer of `run`. */
export const checkProgress = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('begun'),
    check: z.string(),
    steps: z.array(z.object({ step: stepName, title: z.string() })),
  }),
  z.object({ event: z.literal('step_begun'), step: stepName }),
  z.object({ event: z.literal('doing'), step: stepName, text: z.string() }),
  z.object({
    event: z.literal('step'),
    result: stepResult,
    /** With `showSample`: masked values by object and field. They are stored nowhere. */
    samples: z.record(z.string(), z.record(z.string(), z.string())).nullable(),
  }),
  z.object({ event: z.literal('done'), report: checkReport }),
  z.object({
    event: z.literal('broke'),
    code: errorCode,
    message: z.string(),
  }),
])
export type CheckProgressView = z.output<typeof checkProgress>

const listed = z.object({
  id: z.string(),
  state: z.enum(['running', 'finished', 'interrupted']),
  startedAt: instant,
  testFlow: z.boolean(),
  /** `null` until it is finished. */
  verdict: z.enum(['green', 'red']).nullable(),
  /** How many steps came to what: `6 ok, 1 warning, 1 skipped`. */
  counts: z.string().nullable(),
})
export type ListedCheckView = z.output<typeof listed>

const stepChange = z.object({
  step: stepName,
  title: z.string(),
  before: outcome.nullable(),
  after: outcome,
  appeared: z.array(z.string()),
  gone: z.array(z.string()),
})

const schedule = z.object({
  /** `null`: only when somebody asks. */
  everyDays: z.number().nullable(),
  /** At the earliest; `null` without one. */
  nextAt: instant.nullable(),
})

const oneConnection = z.strictObject({ connection: reference })
const oneCheck = z.strictObject({ check: reference })

export const checkEndpoints = {
  run: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/checks',
    act: 'operate',
    tag,
    summary:
      'Check a connection step by step: a line of JSON for each thing that happens, `done` with the report last. It goes on when the reader leaves. `testFlow` and `showSample` want a role that may secure',
    params: oneConnection,
    query: none,
    body: z.strictObject({
      /** Fails where the credential opens another portal. */
      expectedPortalId: z.number().int().positive().optional(),
      /** Makes a marked contact at HubSpot, uses it and removes it. */
      testFlow: z.boolean().default(false),
      showSample: z.boolean().default(false),
    }),
    answer: nothing,
    status: 200,
    media: 'application/x-ndjson',
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/checks',
    act: 'read',
    tag,
    summary: 'The last 50 checks of a connection, newest first',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: listOf(listed),
    status: 200,
  }),
  schedule: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/check-schedule',
    act: 'read',
    tag,
    summary: 'How often a connection is checked by itself',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: schedule,
    status: 200,
  }),
  setSchedule: endpoint({
    method: 'PUT',
    path: '/api/v1/connections/{connection}/check-schedule',
    act: 'operate',
    tag,
    summary: 'Have a connection checked every so many days, or only when somebody asks',
    params: oneConnection,
    query: none,
    body: z.strictObject({ everyDays: z.number().int().min(1).max(90).nullable() }),
    answer: schedule,
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/checks/{check}',
    act: 'read',
    tag,
    summary: 'The report of a check, and what is otherwise than at the one before',
    params: oneCheck,
    query: none,
    body: nothing,
    answer: z.object({
      report: checkReport,
      previous: z
        .object({ id: z.string(), startedAt: instant, changes: z.array(stepChange) })
        .nullable(),
    }),
    status: 200,
  }),
  report: endpoint({
    method: 'GET',
    path: '/api/v1/checks/{check}/report',
    act: 'read',
    tag,
    summary: 'The report alone, to be forwarded: no secret and no value of any record is in it',
    params: oneCheck,
    query: none,
    body: nothing,
    answer: checkReport,
    status: 200,
  }),
  pdf: endpoint({
    method: 'GET',
    path: '/api/v1/checks/{check}/report.pdf',
    act: 'read',
    tag,
    summary: 'The same report as a PDF',
    params: oneCheck,
    query: none,
    body: nothing,
    answer: nothing,
    status: 200,
    media: 'application/pdf',
  }),
}
