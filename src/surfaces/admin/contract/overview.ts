/** Home: how it stands now, and the stream that tells when to look again. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line } from './fields.ts'
import { groupRef, instant, named, none, nothing, principalRef } from './forms.ts'

const tag = 'Overview'

const budgetGauge = z.object({
  name: z.enum(['burst', 'search', 'associations', 'daily']),
  limit: z.number(),
  remaining: z.number(),
  /** Of the rolling window; for `daily` the length of the portal's day. */
  windowMs: z.number(),
})
export type BudgetGaugeView = z.output<typeof budgetGauge>

const connectionHealth = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  portalId: z.number(),
  portalName: z.string().nullable(),
  state: z.enum(['pending', 'active', 'suspended', 'needs_reauth']),
  /** Why it is not active, for people. */
  stateReason: z.string().nullable(),
  /** When HubSpot was last asked what the credential is. */
  checkedAt: instant,
  /** When the last call was let through; `null` where none ever was. */
  lastCallAt: instant.nullable(),
  lastHour: z.object({
    /** Let through, `failed` among them. */
    calls: z.number(),
    /** Let through, and the answer was an error (status 400 and above). */
    failed: z.number(),
    /** `failed` of `calls`, 0 to 1; `null` where there were no calls. */
    errorShare: z.number().nullable(),
    refused: z.number(),
  }),
  /** Empty until this process has made a call there. */
  budgets: z.array(budgetGauge),
  /** Calls that HubSpot counted today in the portal's time zone; `null` where not known yet. */
  dailyUsed: z.number().nullable(),
})
export type ConnectionHealthView = z.output<typeof connectionHealth>

export const NEED_KINDS = [
  'connection_pending',
  'connection_needs_reauth',
  'connection_suspended',
  'connection_unwell',
  'notices_undelivered',
  'hubspot_scopes_missing',
  'credential_due',
  'key_expiring',
  'grant_expiring',
  'admin_without_passkey',
  'intake_held',
  'access_request_waiting',
  'portal_tasks_open',
  'portal_users_alerted',
] as const

const need = z.object({
  kind: z.enum(NEED_KINDS),
  /** `urgent`: something does not work now. `soon`: it will not. `notice`: worth a look. */
  severity: z.enum(['urgent', 'soon', 'notice']),
  /** One sentence: what is the matter, and what to do. */
  message: z.string(),
  /** The page of the web app where it is mended: `/connections/main`. */
  page: z.string(),
  /** When it happens, for what happens by itself. */
  at: instant.nullable(),
  connection: named.nullable(),
  group: named.nullable(),
  principal: principalRef.nullable(),
  /** For `hubspot_scopes_missing`: what is granted here but not switched on at HubSpot. */
  scopes: z.array(z.string()),
})
export type NeedView = z.output<typeof need>

const counts = {
  /** Let through and answered without an error. */
  permitted: z.number(),
  /** Not let through. */
  refused: z.number(),
  /** Let through, and the answer was an error (status 400 and above). */
  failed: z.number(),
}

export const overviewEndpoints = {
  overview: endpoint({
    method: 'GET',
    path: '/api/v1/overview',
    act: 'read',
    tag,
    summary: 'Health of the connections, what needs attention, calls of today',
    params: none,
    query: z.strictObject({
      /** IANA name of the zone whose midnight began today; UTC unless told. */
      timeZone: line.min(1).max(64).default('UTC'),
    }),
    body: nothing,
    answer: z.object({
      connections: z.array(connectionHealth),
      /** Most pressing first. */
      needs: z.array(need),
      today: z.object({
        timeZone: z.string(),
        /** The midnight there. */
        from: instant,
        total: z.object(counts),
        /** Most calls first. `group` is `null` for calls that no group's grant carried. */
        byGroup: z.array(z.object({ group: groupRef.nullable(), ...counts })),
      }),
      /** 24 whole hours and the one that runs, oldest first. */
      lastDay: z.array(z.object({ from: instant, ...counts })),
      /** Calls are counted through this event; younger ones come a second later. */
      countedThrough: z.number(),
    }),
    status: 200,
  }),
  live: endpoint({
    method: 'GET',
    path: '/api/v1/live',
    act: 'self',
    tag,
    summary:
      'Server-sent events, data in JSON: `changed` {version} after a change of access; `recorded` {sequence, countedThrough} at most twice a second, for roles that read: the newest event, and the newest that is in the counts; `own` {sequence}: a call of yours was recorded; `budget` {connection, budgets} at most once a second each, for roles that read; `end` {reason} last of all',
    params: none,
    query: none,
    body: nothing,
    answer: nothing,
    status: 200,
    media: 'text/event-stream',
  }),
  lastCall: endpoint({
    method: 'GET',
    path: '/api/v1/me/last-call',
    act: 'self',
    tag,
    summary: 'The last call that the caller made through a door, for "waiting for the first call"',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({
      call: z
        .object({
          sequence: z.number(),
          at: instant,
          door: z.enum(['rest', 'mcp', 'scim', 'system']),
          connectionName: z.string().nullable(),
          operation: z.string().nullable(),
          tool: z.string().nullable(),
          status: z.number(),
          decision: z.enum(['permitted', 'refused']),
          /** The key, session or authorisation it came with. */
          authenticatedBy: z.string().nullable(),
        })
        .nullable(),
    }),
    status: 200,
  }),
}

/** The `data` of each event of `/api/v1/live`. */
export interface LiveEvents {
  readonly changed: { readonly version: number }
  readonly recorded: { readonly sequence: number; readonly countedThrough: number }
  readonly own: { readonly sequence: number }
  /** Of one's own inbox. */
  readonly notices: { readonly unread: number }
  readonly budget: {
    /** The connection's name. */
    readonly connection: string
    readonly budgets: readonly BudgetGaugeView[]
  }
  readonly end: { readonly reason: 'signed_out' | 'stopping' | 'unconfirmed' }
}
