/** Rotating a connection's credential: what waits, what serves, what is the way back. */
import { z } from 'zod'
import { connectionView, credential, report } from './connections.ts'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { instant, none, nothing } from './forms.ts'

const tag = 'Rotation'

const one = z.strictObject({ connection: reference })

export const comparison = z.object({
  /** HubSpot scopes that the next credential lacks. */
  lost: z.array(z.string()),
  /** HubSpot scopes that only the next one has. */
  gained: z.array(z.string()),
  /** What groups are granted and works now, and would not any more. */
  broken: z.array(
    z.object({
      scope: z.string(),
      groups: z.array(z.string()),
      /** The HubSpot scopes that would keep it working. */
      needs: z.array(z.string()),
    }),
  ),
})
export type ComparisonView = z.output<typeof comparison>

const slot = z.object({
  kind: z.string(),
  kindTitle: z.string(),
  hubspotScopes: z.array(z.string()).nullable(),
  /** When it came into the vault. */
  storedAt: instant,
  ageDays: z.number(),
  /** When it is wiped at the latest; of the one in use when HubSpot may end it, after a way back. */
  endsAt: instant.nullable(),
})
export type SlotView = z.output<typeof slot>

const slots = z.object({
  /** `null` where the credential was revoked. */
  current: slot.nullable(),
  next: slot.nullable(),
  previous: slot.nullable(),
  /** What a promotion of the next one would change; `null` where none is staged. */
  comparison: comparison.nullable(),
  /** When the one in use reaches the age limit, or HubSpot may end it; `null` where neither. */
  dueAt: instant.nullable(),
  /** In HubSpot's menus' words, for the kind in use. */
  steps: z.object({ rotate: z.array(z.string()), end: z.array(z.string()) }),
})
export type SlotsView = z.output<typeof slots>

export const rotationEndpoints = {
  show: endpoint({
    method: 'GET',
    path: '/api/v1/connections/{connection}/credential',
    act: 'read',
    tag,
    summary:
      'The credentials of a connection: in use, next and previous, with their ages; no secret',
    params: one,
    query: none,
    body: nothing,
    answer: slots,
    status: 200,
  }),
  stage: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/credential/next',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Stage the next credential: validate it, and say what it would change; calls go on',
    params: one,
    query: none,
    body: z.strictObject(credential),
    answer: z.object({ report, comparison, endsAt: instant }),
    status: 201,
  }),
  discard: endpoint({
    method: 'DELETE',
    path: '/api/v1/connections/{connection}/credential/next',
    act: 'secure',
    tag,
    summary: 'Wipe the next credential',
    params: one,
    query: none,
    body: nothing,
    answer: connectionView,
    status: 200,
  }),
  promote: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/credential/promote',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Promote the next credential after a canary call; the one before becomes the way back',
    params: one,
    query: none,
    body: z.strictObject({
      /** Go on although groups lose scopes. */
      acceptLost: z.boolean().default(false),
      /** The one in use may be in strange hands: it is wiped, and there is no way back to it. */
      suspect: z.boolean().default(false),
    }),
    answer: z.object({
      connection: connectionView,
      comparison,
      /** Until when the one before is kept; `null` where it is not. */
      wayBackUntil: instant.nullable(),
      /** HubSpot refused the one before when it was asked last: nothing should be left to end. */
      beforeRefused: z.boolean(),
      /** How the one before is ended at HubSpot, where it is neither kept nor refused. */
      steps: z.array(z.string()),
    }),
    status: 200,
  }),
  goBack: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/credential/return',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Go back to the credential before the last rotation',
    params: one,
    query: none,
    body: nothing,
    answer: connectionView,
    status: 200,
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/connections/{connection}/credential/revoke',
    act: 'secure',
    stepUp: true,
    tag,
    summary:
      'Revoke: calls stop everywhere, all secrets are wiped, OAuth ends at HubSpot; grants stay',
    params: one,
    query: none,
    body: z.strictObject({ reason: line.max(300).default('') }),
    answer: z.object({
      connection: connectionView,
      /** `null` for kinds that only HubSpot's own pages can end. */
      revokedAtHubSpot: z.boolean().nullable(),
      /** What is left to do at HubSpot. */
      steps: z.array(z.string()),
    }),
    status: 200,
  }),
}
