/**
 * Browser sessions: one's own, and everybody's for those who keep sign-in. The session's secret is
 * in the cookie `__Host-hubward` alone and in no answer.
 */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { reference, role } from './fields.ts'
import { instant, listOf, named, none, nothing, principalRef } from './forms.ts'

const tag = 'Sessions'

/** What the sign-in page offers. */
const providers = z.array(named)

const everybody = {
  organisation: z.object({ name: z.string() }),
  /** Scheme, host and port under which people reach this Hubward. */
  publicUrl: z.string(),
  /** Identity providers that are switched on. */
  providers: providers,
}

/** Nobody is signed in. */
const signedOut = z.object({
  signedIn: z.literal(false),
  ...everybody,
  /** There is no admin yet: the link that `hubward start` printed makes one. */
  firstAdminWanted: z.boolean(),
  /** Why the cookie that came opens nothing any more; `null` where none came. */
  ended: z.enum(['expired', 'revoked', 'replayed', 'unknown']).nullable(),
})

/** Somebody is. */
const signedIn = z.object({
  signedIn: z.literal(true),
  ...everybody,
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  role,
  /** What the role may do: show what is in it, hide or disable the rest. */
  acts: z.array(z.enum(['read', 'change', 'secure', 'operate', 'approve'])),
  session: z.object({
    id: z.string(),
    /** Ends by then without a request. Any request moves it on. */
    idleUntil: instant,
    /** Ends by then whatever happens. */
    expiresAt: instant,
  }),
  /** Until then what asks for step-up goes through; `null`: ask first. */
  steppedUpUntil: instant.nullable(),
  /** How this person can step up: by passkey where there are any, or at one of these providers. */
  stepUp: z.object({ passkey: z.boolean(), providers: providers }),
})
export type SignedIn = z.output<typeof signedIn>

/** Every step that signs in answers with this. */
export const signedInView = signedIn

const sessionState = z.discriminatedUnion('signedIn', [signedOut, signedIn])
export type SessionState = z.output<typeof sessionState>

const sessionView = z.object({
  id: z.string(),
  principal: principalRef,
  /** The browser and system as it names itself: `Chrome on Linux`. */
  name: z.string(),
  /** Where the sign-in came from. */
  address: z.string(),
  /** `passkey`, `link` (first admin, invitation) or `provider`, with its name. */
  way: z.object({ kind: z.enum(['passkey', 'provider', 'link']), name: z.string() }),
  createdAt: instant,
  /** To the minute. */
  seenAt: instant,
  expiresAt: instant,
  /** It is the one that asks. */
  current: z.boolean(),
})
export type SessionView = z.output<typeof sessionView>

export const sessionEndpoints = {
  get: endpoint({
    method: 'GET',
    path: '/api/v1/session',
    act: 'anyone',
    tag,
    summary: 'Who is signed in in this browser, and what they may do',
    params: none,
    query: none,
    body: nothing,
    answer: sessionState,
    status: 200,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/v1/session',
    act: 'anyone',
    tag,
    summary: 'Sign out: the session ends and its cookie is removed',
    params: none,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/sessions',
    act: 'self',
    tag,
    summary: 'Live sessions: one’s own, or of one principal for those who may read',
    params: none,
    /** Without it, one's own; `*` for everybody's. */
    query: z.strictObject({ principal: reference.optional() }),
    body: nothing,
    answer: listOf(sessionView),
    status: 200,
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/v1/sessions/{session}',
    act: 'self',
    tag,
    summary: 'End a session at once: one’s own, or anybody’s for those who keep sign-in',
    params: z.strictObject({ session: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  revokeAll: endpoint({
    method: 'DELETE',
    path: '/api/v1/sessions',
    act: 'self',
    tag,
    summary: 'End all sessions of a principal but the one that asks',
    params: none,
    /** Without it, one's own. */
    query: z.strictObject({ principal: reference.optional() }),
    body: nothing,
    answer: z.object({ ended: z.number() }),
    status: 200,
  }),
}
