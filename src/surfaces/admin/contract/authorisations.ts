/**
 * AI clients and programs that people let in by OAuth: which there are, ending them, the question
 * that a person is asked before one is let in, and whether unknown clients may register themselves.
 */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { reference } from './fields.ts'
import { instant, listOf, none, nothing, principalRef } from './forms.ts'

const tag = 'AI clients'

/** What an authorisation lets its client do at most; the person's groups decide what of it there is. */
const access = z.enum(['read', 'write'])

/** `mcp`: the tools at /mcp. `hubspot`: HubSpot's own API at /hubspot. */
const resource = z.enum(['mcp', 'hubspot'])

const client = z.object({
  /** A URL where the client publishes who it is, or an id that we gave it. */
  id: z.string(),
  /** As the client calls itself: anybody can claim any name. */
  name: z.string(),
  /**
   * The host whose owner vouches for the client, shown beside the name; `null` where it registered
   * itself and nobody vouches.
   */
  host: z.string().nullable(),
})

const authorisationView = z.object({
  id: z.string(),
  principal: principalRef,
  client,
  access,
  resource,
  /** Where its answers go: host of the redirect address, or the scheme of an app on the device. */
  redirectHost: z.string(),
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant,
  /** When it last fetched a token, which it does at least every 10 minutes while in use. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  /** Why it ended, in words; `null` while it lives. */
  endedBecause: z.string().nullable(),
})
export type AuthorisationView = z.output<typeof authorisationView>

const consentView = z.object({
  client: client.extend({
    /** The client's own page, where it names one on the same host. */
    page: z.string().nullable(),
    /** Nobody here has let it in before: look twice. */
    isNew: z.boolean(),
  }),
  redirect: z.object({
    /** Host, or the scheme of an app on the device (`cursor`). */
    host: z.string(),
    /** Goes to a program on this very computer; any program there could pretend to be this client. */
    loopback: z.boolean(),
    /** Goes to whichever app on the device opens addresses of this scheme; any app may claim one. */
    app: z.boolean(),
    /** Belongs to the host that vouches for the client, or lies below it. */
    sameHost: z.boolean(),
  }),
  resource,
  /** What it asked for. Never more than this is given; the person may give `read` only. */
  requested: access,
  /** Who is asked: whoever is signed in. */
  person: principalRef,
  groups: z.array(z.object({ name: z.string(), title: z.string() })),
  /** What the client gets by the person's groups today; it follows them as they change. */
  connections: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      scopes: z.array(
        z.object({
          scope: z.string(),
          description: z.string(),
          /** Changes something at HubSpot: only with `write`. */
          writes: z.boolean(),
          /** Names of the groups that grant it. */
          through: z.array(z.string()),
          /** Whether the connection's credential holds at HubSpot what it needs. */
          covered: z.boolean(),
        }),
      ),
    }),
  ),
  /** The question is void after this. */
  expiresAt: instant,
  /** How long the authorisation will last at most, in days. */
  lastsDays: z.number(),
})
export type ConsentView = z.output<typeof consentView>

const settings = z.object({
  /** Whether clients without a published document may register themselves (RFC 7591). */
  dynamicRegistration: z.boolean(),
})

export const authorisationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/authorisations',
    act: 'self',
    tag,
    summary: 'AI clients that were let in: one’s own, or with a role that reads everybody’s',
    params: none,
    /** `*`: everybody’s. Without it: one’s own. */
    query: z.strictObject({ principal: reference.optional() }),
    body: nothing,
    answer: listOf(authorisationView),
    status: 200,
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/v1/authorisations/{authorisation}',
    act: 'self',
    tag,
    summary: 'Cut a client off at once: one’s own, or with a role that keeps sign-in anybody’s',
    params: z.strictObject({ authorisation: reference }),
    query: none,
    body: nothing,
    answer: authorisationView,
    status: 200,
  }),
  consent: endpoint({
    method: 'GET',
    path: '/api/v1/consents/{uid}',
    act: 'self',
    tag,
    summary: 'The question of a client that wants in; only for the browser in which it began',
    params: z.strictObject({ uid: reference }),
    query: none,
    body: nothing,
    answer: consentView,
    status: 200,
  }),
  answer: endpoint({
    method: 'POST',
    path: '/api/v1/consents/{uid}',
    act: 'self',
    tag,
    summary: 'Let the client in, or not; once',
    params: z.strictObject({ uid: reference }),
    query: none,
    body: z.discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('allow'), access }),
      z.strictObject({ decision: z.literal('deny') }),
    ]),
    /** The browser goes there next, by a whole navigation (`location.assign`). */
    answer: z.object({ resume: z.string() }),
    status: 200,
  }),
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/oauth-settings',
    act: 'read',
    tag,
    summary: 'How AI clients may come in',
    params: none,
    query: none,
    body: nothing,
    answer: settings,
    status: 200,
  }),
  setSettings: endpoint({
    method: 'PUT',
    path: '/api/v1/oauth-settings',
    act: 'secure',
    tag,
    summary: 'Change how AI clients may come in',
    params: none,
    query: none,
    body: settings,
    answer: settings,
    status: 200,
    stepUp: true,
  }),
}
