/** Identity providers by OpenID Connect. A client secret goes in and never comes out. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName, line, reference } from './fields.ts'
import { instant, listOf, none, nothing } from './forms.ts'

const tag = 'Identity providers'

/** As the provider writes it, to the letter: it is compared with `iss`. HTTP only on this machine. */
const issuer = line.min(1).max(500)
const clientId = line.min(1).max(500)
/** Left out or `null` for a public client (PKCE alone). */
const clientSecret = line.min(1).max(1_000).nullable()

const providerView = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  /** Switched off, nobody signs in by it; the links of people stay. */
  enabled: z.boolean(),
  /** To be entered at the provider; another one for each. */
  redirectUri: z.string(),
  /** How many people are linked. */
  people: z.number(),
  createdAt: instant,
})
export type IdentityProviderView = z.output<typeof providerView>

/** To be entered at the provider before it gives a client id: it follows from the issuer alone. */
const redirectUri = z.string()

/** What the provider's own document says (OpenID Connect Discovery 1.0 §3). */
const tested = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    redirectUri,
    issuer: z.string(),
    authorizationEndpoint: z.string(),
    /** What will not work, in sentences; empty where all is well. */
    findings: z.array(z.string()),
  }),
  z.object({ ok: z.literal(false), redirectUri, message: z.string() }),
])
export type TestedProvider = z.output<typeof tested>

const one = z.strictObject({ provider: reference })

export const identityProviderEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/identity-providers',
    act: 'read',
    tag,
    summary: 'All identity providers',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(providerView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/identity-providers',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Add an identity provider; its discovery document must be readable',
    params: none,
    query: none,
    body: z.strictObject({
      name: displayName,
      issuer,
      clientId,
      clientSecret: clientSecret.default(null),
      enabled: z.boolean().default(true),
    }),
    answer: providerView,
    status: 201,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/identity-providers/{provider}',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Change a provider; its issuer stays, since people are linked by it',
    params: one,
    query: none,
    body: z.strictObject({
      name: displayName.optional(),
      clientId: clientId.optional(),
      /** `null` removes it; left out it stays. */
      clientSecret: clientSecret.optional(),
      enabled: z.boolean().optional(),
    }),
    answer: providerView,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/identity-providers/{provider}',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Remove a provider, the links of its people, and the sessions that began there',
    params: one,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/v1/identity-providers/test',
    act: 'secure',
    tag,
    summary:
      'Read a provider’s discovery document and say whether it would do, and the redirect URI to enter there; keeps nothing',
    params: none,
    query: none,
    body: z.strictObject({ issuer }),
    answer: tested,
    status: 200,
  }),
}
