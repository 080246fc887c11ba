/** The audit: events as a list, as lines, over time, and one by one. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line, moment, reference } from './fields.ts'
import { instant, none, nothing } from './forms.ts'

/** What `event` is: fields may be added to it, none is ever taken away. */
export type { AuditEvent, CallEvent, ChangeEvent } from '../../../domain/audit/event.ts'

const tag = 'Audit'

const EVENT_TYPES = z.enum(['call', 'change'])
const DECISIONS = z.enum(['permitted', 'refused'])
const DOORS = z.enum(['rest', 'mcp', 'admin', 'cli', 'intake', 'scim', 'system'])
/** Of the status that the caller got: `4xx` is 400 to 499. */
const STATUS_CLASSES = z.enum(['2xx', '3xx', '4xx', '5xx'])

const filter = z.strictObject({
  type: EVENT_TYPES.optional(),
  /** Address, name or id. */
  principal: reference.optional(),
  connection: reference.optional(),
  /** Whose grant carried the call. */
  group: reference.optional(),
  decision: DECISIONS.optional(),
  door: DOORS.optional(),
  status: STATUS_CLASSES.optional(),
  /** `search_records` */
  tool: reference.optional(),
  /** `crm.objects.search`, `grant.set`; with `*` at its end every one that begins so. */
  operation: reference.optional(),
  /**
   * A piece of the path, of the name of person, connection, group or changed thing, of operation,
   * action or tool, or of an id: the event's, HubSpot's correlation id, key, target. A–Z in any case.
   */
  text: line.min(2).max(200).optional(),
  from: moment.optional(),
  to: moment.optional(),
})

/** The same as a person saved it: moments as they were written, and nothing looked up. */
export const auditFilterText = filter.extend({
  from: line.max(40).optional(),
  to: line.max(40).optional(),
})

const recorded = z.object({
  /** Place in the log. */
  sequence: z.number(),
  event: z.looseObject({
    type: z.enum(['call', 'change']),
    id: z.string(),
    at: z.string(),
  }),
})

const step = z.object({
  /** `who`, `key`, `operation`, `scopes`, `group`, `budget`, `hubspot`, `answer`. */
  link: z.string(),
  state: z.enum(['holds', 'broken', 'unknown']),
  /** In words. */
  detail: z.string(),
})
export type CallStepView = z.output<typeof step>

const counted = z.object({
  from: instant,
  /** Let through and answered without an error. */
  permitted: z.number(),
  refused: z.number(),
  /** Let through, and the answer was an error (status 400 and above). */
  failed: z.number(),
})

export const auditEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/audit',
    act: 'read',
    tag,
    summary: 'Events, newest first',
    params: none,
    query: filter.extend({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      /** Older than that event … */
      before: z.coerce.number().int().min(1).optional(),
      /** … or newer: the page directly above it. Not both. */
      after: z.coerce.number().int().min(0).optional(),
    }),
    body: nothing,
    answer: z.object({
      /** Newest first, whichever way the page was asked for. */
      items: z.array(recorded),
      /** Pass as `before` for older ones; `null` at the end. */
      next: z.number().nullable(),
      /** Pass as `after` for what has come since; `null` where there was nothing at all. */
      previous: z.number().nullable(),
      /**
       * The search stopped here to answer in time, although the page is not full: go on from `next`
       * (or `previous`, upward). `null` where it looked at all there is, or filled the page.
       */
      searchedTo: z.object({ sequence: z.number(), at: instant.nullable() }).nullable(),
    }),
    status: 200,
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/v1/audit/export',
    act: 'read',
    tag,
    summary: 'Events, oldest first, as the very bytes that were recorded, one per line',
    params: none,
    query: filter,
    body: nothing,
    answer: nothing,
    status: 200,
    media: 'application/x-ndjson',
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/api/v1/audit/timeline',
    act: 'read',
    tag,
    summary: 'Calls over time for a chart, in at most 120 steps',
    params: none,
    /** Of the filters those by which calls are counted beforehand. */
    query: z.strictObject({
      from: moment.optional(),
      to: moment.optional(),
      principal: reference.optional(),
      connection: reference.optional(),
      group: reference.optional(),
      door: z.enum(['rest', 'mcp', 'scim', 'system']).optional(),
    }),
    body: nothing,
    answer: z.object({
      from: instant,
      to: instant,
      bucketSeconds: z.number(),
      /** Every step, the empty ones too, oldest first. */
      buckets: z.array(counted),
      /** Calls are counted through this event; younger ones come a second later. */
      countedThrough: z.number(),
    }),
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/audit/{sequence}',
    act: 'read',
    tag,
    summary: 'One event, with the chain of decisions that led to its answer',
    params: z.strictObject({ sequence: z.coerce.number().int().min(1) }),
    query: none,
    body: nothing,
    answer: recorded.extend({
      /** Of a call, in the order in which it met them; empty for a change. */
      chain: z.array(step),
    }),
    status: 200,
  }),
}
