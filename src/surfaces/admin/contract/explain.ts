/** Why somebody can or cannot do something: the chain, the broken link, and what mends it. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { named, none } from './forms.ts'

const tag = 'Explain'

/** A request to this API that mends the link; sent as it stands it makes the link hold. */
const fix = z.object({
  /** `Grant contacts:write on “EMEA” to the group “Sales”`. */
  summary: z.string(),
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  /** `/api/v1/grants` */
  path: z.string(),
  /** `null`: none is sent. */
  body: z.record(z.string(), z.unknown()).nullable(),
  /** Whom else it touches: how many other people would gain the same by it. */
  alsoFor: z.number(),
  /** What the person or program gains by it beside what was asked: membership brings all of a group. */
  gains: z.array(
    z.object({ connection: named.extend({ title: z.string() }), scopes: z.array(z.string()) }),
  ),
  /** Whether their AI is told that group's text by it. */
  tells: z.boolean(),
})
export type FixView = z.output<typeof fix>

const link = z.object({
  link: z.string(),
  state: z.enum(['holds', 'broken', 'unknown']),
  /** What was found, with names as commands take them. */
  detail: z.string(),
  /** The same for a page: titles, and no ids. */
  words: z.string(),
  /** What to do, in words and as a command; `null` where nothing is broken or nothing helps. */
  remedy: z.string().nullable(),
  /** What to do for whoever has the web app before them. */
  advice: z.string().nullable(),
  /** What an admin can have done by one button; the best first, the others are alternatives. */
  fixes: z.array(fix),
  /** The page of the web app where a person mends it: `/people/mem_…`. */
  page: z.string().nullable(),
})
export type LinkView = z.output<typeof link>

const explanation = z.object({
  allowed: z.boolean(),
  operation: z.string().nullable(),
  needed: z.array(z.string()),
  broken: z.string().nullable(),
  chain: z.array(link),
})
export type ExplanationView = z.output<typeof explanation>

export const explainEndpoints = {
  call: endpoint({
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
    answer: explanation,
    status: 200,
  }),
  action: endpoint({
    method: 'POST',
    path: '/api/v1/explain/action',
    act: 'read',
    tag,
    summary: 'The same for an action by its name, without a path',
    params: none,
    query: none,
    body: z.strictObject({
      principal: reference,
      connection: reference,
      /**
       * A scope (`contacts:write`) or an operation (`crm.owners.list`), with the object type
       * behind it where the operation is one for many (`crm.objects.search deals`).
       */
      action: line.min(1).max(200),
    }),
    answer: explanation,
    status: 200,
  }),
}
