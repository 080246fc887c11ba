/** The organisation itself, and its document. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName } from './fields.ts'
import { named, none, nothing } from './forms.ts'

const tag = 'Organisation'

const planned = z.object({
  kind: z.enum(['organisation', 'member', 'service_account', 'group', 'grant']),
  name: z.string(),
  act: z.enum(['create', 'update', 'remove']),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type PlannedView = z.output<typeof planned>

const plan = z.object({
  changes: z.array(planned),
  warnings: z.array(z.string()),
  /** Binds an application to exactly these changes. */
  hash: z.string(),
})

/** The file's text, as YAML or JSON; parsed here so that mistakes are told by line and column. */
const file = z.string().max(900_000)

/** The lists that the document gives are whole: who is not in them is removed. */
const prune = z.boolean().default(false)

export const organisationEndpoints = {
  get: endpoint({
    method: 'GET',
    path: '/api/v1/organisation',
    act: 'read',
    tag,
    summary: 'The organisation',
    params: none,
    query: none,
    body: nothing,
    answer: named,
    status: 200,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/organisation',
    act: 'change',
    tag,
    summary: 'Name the organisation',
    params: none,
    query: none,
    body: z.strictObject({ name: displayName }),
    answer: named,
    status: 200,
  }),
  plan: endpoint({
    method: 'POST',
    path: '/api/v1/organisation/plan',
    act: 'read',
    tag,
    summary: 'What an org.yaml would change; changes nothing',
    params: none,
    query: none,
    body: z.strictObject({ file, prune }),
    answer: plan,
    status: 200,
  }),
  apply: endpoint({
    method: 'POST',
    path: '/api/v1/organisation/apply',
    act: 'change',
    stepUp: true,
    tag,
    summary: 'Do what a plan said, all of it or nothing',
    params: none,
    query: none,
    body: z.strictObject({ file, prune, planHash: z.string() }),
    answer: plan,
    status: 200,
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/v1/organisation/export',
    act: 'read',
    tag,
    summary: 'The organisation as an org.yaml',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({ file: z.string() }),
    status: 200,
  }),
}
