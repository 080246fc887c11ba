/** The audit, and the explanation of one call. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { moment, reference } from './fields.ts'
import { none, nothing } from './forms.ts'

const tag = 'Audit'

const filter = z.strictObject({
  type: z.enum(['call', 'change']).optional(),
  /** Address, name or id. */
  principal: reference.optional(),
  connection: reference.optional(),
  decision: z.enum(['permitted', 'refused']).optional(),
  /** `crm.objects.search`, `grant.set`. */
  operation: reference.optional(),
  from: moment.optional(),
  to: moment.optional(),
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

const link = z.object({
  link: z.string(),
  state: z.enum(['holds', 'broken', 'unknown']),
  detail: z.string(),
  remedy: z.string().nullable(),
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
      before: z.coerce.number().int().min(1).optional(),
    }),
    body: nothing,
    answer: z.object({
      items: z.array(recorded),
      /** Pass as `before` for older ones; `null` at the end. */
      next: z.number().nullable(),
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
  explain: endpoint({
    method: 'POST',
    path: '/api/v1/explain',
    act: 'read',
    tag,
    summary: 'Whether a call would pass, link by link, and which is the first that breaks',
    params: none,
    query: none,
    body: z.strictObject({
      principal: reference,
      connection: reference,
      method: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{1,16}$/, 'This is no HTTP method.'),
      /** At HubSpot, with the query. */
      path: z.string().min(1).max(8_000),
      /** The JSON body, where the call would have one that decides. */
      body: z.unknown().optional(),
    }),
    answer: z.object({
      allowed: z.boolean(),
      operation: z.string().nullable(),
      needed: z.array(z.string()),
      broken: z.string().nullable(),
      chain: z.array(link),
    }),
    status: 200,
  }),
}
