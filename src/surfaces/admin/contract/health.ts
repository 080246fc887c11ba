/** How connections fare: one diagnosis each, since when, and what happened to their keys at HubSpot. */
import { z } from 'zod'
import { CONDITIONS } from '../../../domain/health/condition.ts'
import { KEY_EVENT_MEANINGS } from '../../../domain/health/key-events.ts'
import { endpoint } from './endpoint.ts'
import { reference } from './fields.ts'
import { instant, listOf, none, nothing } from './forms.ts'

const tag = 'Health'

const diagnosis = z.object({
  condition: z.enum(CONDITIONS),
  confidence: z.enum(['certain', 'likely', 'guess']),
  title: z.string(),
  severity: z.enum(['ok', 'notice', 'warning', 'urgent']),
  /** What is the matter, with the doubt that remains. */
  description: z.string(),
  /** What to do, in words. */
  remedy: z.string(),
  facts: z.object({
    cause: z.string().optional(),
    /** HubSpot scopes that went. */
    scopes: z.array(z.string()).optional(),
    /** Scopes that groups are granted and can no longer use. */
    affects: z.array(z.string()).optional(),
    bucket: z.string().optional(),
    /** When it ends by itself, as far as was told. */
    until: z.string().optional(),
    hublet: z.string().optional(),
    status: z.number().optional(),
    host: z.string().optional(),
  }),
})
export type DiagnosisView = z.output<typeof diagnosis>

const health = {
  connection: z.object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    state: z.enum(['pending', 'active', 'suspended', 'needs_reauth', 'disconnected']),
  }),
  diagnosis,
  /** `null`: it was not looked at yet. */
  since: instant.nullable(),
  /** Seen lately, and not yet often enough to be believed. */
  suspicion: diagnosis.extend({ seen: z.number(), needed: z.number() }).nullable(),
  seenAt: instant.nullable(),
  nextLookAt: instant.nullable(),
  latencyMs: z.number().nullable(),
}
const healthView = z.object(health)
export type HealthView = z.output<typeof healthView>

const keyEvent = z.object({
  /** HubSpot's own. */
  id: z.string(),
  at: instant,
  /** HubSpot's own word. */
  type: z.string(),
  meaning: z.enum(KEY_EVENT_MEANINGS),
  title: z.string(),
  /** `perhaps`: HubSpot does not say which key it is about. */
  concern: z.enum(['this', 'perhaps']),
  /** HubSpot user who did it. */
  actorId: z.number().nullable(),
})
export type KeyEventView = z.output<typeof keyEvent>

const history = z.object({
  ...health,
  /** Newest first; the first has no end where it lasts. */
  periods: z.array(z.object({ diagnosis, beganAt: instant, endedAt: instant.nullable() })),
  /** What happened to the key at HubSpot, newest first. */
  keyEvents: z.array(keyEvent),
  /** `null`: HubSpot's security activity was not asked yet. */
  reading: z
    .object({
      outcome: z.enum(['read', 'not_permitted', 'failed']),
      askedAt: instant,
      readThrough: instant,
      /** A stretch that is not known and may be lost. */
      gap: z.object({ from: instant, to: instant }).nullable(),
    })
    .nullable(),
})
export type HealthHistoryView = z.output<typeof history>

const one = z.strictObject({ connection: reference })

export const healthEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/health',
    act: 'read',
    tag,
    summary: 'How every connection fares',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(healthView),
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/health',
    act: 'read',
    tag,
    summary: 'How one connection fares, how it fared, and what happened to its key at HubSpot',
    params: one,
    query: none,
    body: nothing,
    answer: history,
    status: 200,
  }),
  look: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/health/look',
    act: 'operate',
    tag,
    summary: 'Look at one connection now; one look alone raises no alarm',
    params: one,
    query: none,
    body: nothing,
    answer: healthView,
    status: 200,
  }),
}
