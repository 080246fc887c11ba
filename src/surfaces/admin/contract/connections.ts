/** Connections: the links to portals, and the credentials that go in and never come out. */
import { z } from 'zod'
import { redacted } from '../../../domain/redacted.ts'
import { checkReport } from './checks.ts'
import { endpoint } from './endpoint.ts'
import { line, reference, slug } from './fields.ts'
import { instant, listOf, none, nothing } from './forms.ts'

const tag = 'Connections'

/** Wrapped before anything else sees it. What is wrong with it is the verb's to say. */
const secret = z
  .string()
  .max(10_000)
  .transform((text) => redacted(text))

/** `kind` is not an enumeration here: the ended `hapikey` deserves a better answer than "unknown". */
export const credential = {
  kind: line.min(1).max(50),
  /** For every kind but `oauth`. */
  token: secret.optional(),
  clientId: secret.optional(),
  clientSecret: secret.optional(),
  refreshToken: secret.optional(),
  /** The name beside the value, in the key and value form of connectors: `Authorization`. */
  key: line.min(1).max(50).optional(),
  /** Nothing: the operator's address, else HubSpot's. */
  baseUrl: line.max(300).optional(),
  /** Whose a developer key is; HubSpot does not tell. */
  developer: z
    .strictObject({
      portalId: z.number().int().positive(),
      appId: z.number().int().positive().nullable().default(null),
    })
    .optional(),
}

const title = line.min(1).max(200)

/** `null` returns a bucket to the account tier. */
const bucket = z.number().int().positive().nullable().optional()
const budget = z.strictObject({
  burst: bucket,
  search: bucket,
  associations: bucket,
  daily: bucket,
})

const coverageRow = z.object({
  scope: z.string(),
  description: z.string(),
  needed: z.array(z.string()),
  state: z.enum(['held', 'partly', 'missing']),
  missing: z.array(z.string()),
  remedy: z.string().nullable(),
})
export type CoverageView = z.output<typeof coverageRow>

const portal = {
  kind: z.string(),
  kindTitle: z.string(),
  baseUrl: z.string(),
  portalId: z.number(),
  portalName: z.string().nullable(),
  accountType: z.string(),
  hublet: z.string(),
  timeZone: z.string(),
  hubspotUserId: z.number().nullable(),
  hubspotAppId: z.number().nullable(),
  hubspotScopes: z.array(z.string()),
  /** Each scope of ours: what it needs at HubSpot, and whether the credential holds it. */
  coverage: z.array(coverageRow),
}

export const connectionState = z.enum([
  'pending',
  'active',
  'suspended',
  'needs_reauth',
  'disconnected',
])

export const connectionView = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  /** `pending`: stored, but no check of it was green yet; no call goes through. */
  state: connectionState,
  stateReason: z.string().nullable(),
  ...portal,
  customObjectTypes: z.array(
    z.object({ name: z.string(), objectTypeId: z.string(), fullyQualifiedName: z.string() }),
  ),
  budget: z.object({
    burst: z.number().nullable(),
    search: z.number().nullable(),
    associations: z.number().nullable(),
    daily: z.number().nullable(),
  }),
  createdAt: instant,
  checkedAt: instant,
})
export type ConnectionView = z.output<typeof connectionView>

export const report = z.object({ ...portal, notices: z.array(z.string()) })
export type ReportView = z.output<typeof report>

const connected = z.object({
  connection: connectionView,
  report,
  /** Of the first check; `null` where it was left for later or could not be finished. */
  check: checkReport.nullable(),
})

/** `later`: the connection stays pending, for whoever wants to show the check step by step. */
const check = z.enum(['now', 'later']).default('now')

const one = z.strictObject({ connection: reference })

export const connectionEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/connections',
    act: 'read',
    tag,
    summary: 'All connections; the disconnected ones only if asked for',
    params: none,
    query: z.strictObject({ disconnected: z.enum(['true', 'false']).optional() }),
    body: nothing,
    answer: listOf(connectionView),
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}',
    act: 'read',
    tag,
    summary: 'One connection, with what its credential covers',
    params: one,
    query: none,
    body: nothing,
    answer: connectionView,
    status: 200,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/connection-previews',
    act: 'secure',
    tag,
    summary: 'Have HubSpot say what a credential is; stores nothing',
    params: none,
    query: none,
    /** `replaces`: the connection whose next credential it shall be. */
    body: z.strictObject({ ...credential, replaces: reference.optional() }),
    answer: report,
    status: 200,
  }),
  connect: endpoint({
    method: 'POST',
    path: '/api/v1/connections',
    act: 'secure',
    stepUp: true,
    tag,
    summary:
      'Connect a portal: validate the credential at HubSpot, vault it, and check the connection; green makes it active',
    params: none,
    query: none,
    body: z.strictObject({
      title,
      /** The slug in every path; made from the title unless given. */
      name: slug.optional(),
      ...credential,
      budget: budget.optional(),
      check,
    }),
    answer: connected,
    status: 201,
  }),
  suspend: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/suspend',
    act: 'operate',
    tag,
    summary: 'Pause: calls stop at once, credential and grants stay',
    params: one,
    query: none,
    body: z.strictObject({ reason: line.max(300).default('') }),
    answer: connectionView,
    status: 200,
  }),
  resume: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/resume',
    act: 'operate',
    tag,
    summary: 'Let calls flow again after a pause',
    params: one,
    query: none,
    body: nothing,
    answer: connectionView,
    status: 200,
  }),
  recheck: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/recheck',
    act: 'operate',
    tag,
    summary: 'Ask HubSpot again what the stored credential is',
    params: one,
    query: none,
    body: nothing,
    answer: connected,
    status: 200,
  }),
  rotate: endpoint({
    method: 'PUT',
    path: '/api/v1/connections/{connection}/credential',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Replace the credential by another of the same portal',
    params: one,
    query: none,
    body: z.strictObject(credential),
    answer: connected,
    status: 200,
  }),
  setBudget: endpoint({
    method: 'PATCH',
    path: '/api/v1/connections/{connection}/budget',
    act: 'change',
    tag,
    summary: "Set a portal's allowance by hand, or return it to the account tier",
    params: one,
    query: none,
    body: budget,
    answer: connectionView,
    status: 200,
  }),
  disconnect: endpoint({
    method: 'DELETE',
    path: '/api/v1/connections/{connection}',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'End a connection: secrets wiped, grants removed, OAuth revoked at HubSpot',
    params: one,
    query: none,
    body: nothing,
    answer: z.object({
      connection: connectionView,
      /** `null` for kinds that only HubSpot's own pages can end. */
      revokedAtHubSpot: z.boolean().nullable(),
    }),
    status: 200,
  }),
  beginOAuth: endpoint({
    method: 'POST',
    path: '/api/v1/oauth-authorisations',
    act: 'secure',
    stepUp: true,
    tag,
    summary: "Begin the authorization-code flow; the answer says where the admin's browser goes",
    params: none,
    query: none,
    body: z.strictObject({
      clientId: secret,
      clientSecret: secret,
      /** Letter for letter as in the app at HubSpot. */
      redirectUri: line.max(1_000),
      scopes: z.array(line.max(200)).min(1).max(200),
      optionalScopes: z.array(line.max(200)).max(200).optional(),
      baseUrl: credential.baseUrl,
      hublet: line.max(20).optional(),
      /** For a new connection … */
      title: title.optional(),
      name: slug.optional(),
      budget: budget.optional(),
      /** … or to replace the credential of this one. */
      connection: reference.optional(),
    }),
    answer: z.object({ authorizeUrl: z.string(), expiresAt: instant }),
    status: 201,
  }),
  completeOAuth: endpoint({
    method: 'POST',
    path: '/api/v1/oauth-authorisations/complete',
    act: 'secure',
    tag,
    summary: "Hand in HubSpot's redirect, as the same admin who began, once",
    params: none,
    query: none,
    body: z.strictObject({
      state: z.string().min(1).max(500),
      code: z.string().max(2_000).optional(),
      error: z.string().max(200).optional(),
      /** Of a new connection. */
      check,
    }),
    answer: connected,
    status: 200,
  }),
}
