/** People's ways in: passkeys, and their identities at identity providers. Nothing in it is secret. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName, reference } from './fields.ts'
import { instant, listOf, named, none, nothing, principalRef } from './forms.ts'
import { creationOptions, registrationResponse } from './web-authn.ts'

const tag = 'Passkeys'

const passkeyView = z.object({
  id: z.string(),
  principal: principalRef,
  name: z.string(),
  createdAt: instant,
  /** To the sign-in or step-up. */
  usedAt: instant.nullable(),
  /** It is kept by a service that copies it to the person's other devices. */
  synced: z.boolean(),
})
export type PasskeyView = z.output<typeof passkeyView>

const identityView = z.object({
  id: z.string(),
  principal: principalRef,
  provider: named,
  /** The address that the provider gave when it was linked; says who, decides nothing. */
  email: z.string().nullable(),
  createdAt: instant,
  usedAt: instant.nullable(),
})
export type IdentityView = z.output<typeof identityView>

/** Without it, one's own; another's, or with `*` everybody's, for those who may read. */
const whose = z.strictObject({ principal: reference.optional() })

export const passkeyEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/passkeys',
    act: 'self',
    tag,
    summary: 'Passkeys, one’s own or of one member',
    params: none,
    query: whose,
    body: nothing,
    answer: listOf(passkeyView),
    status: 200,
  }),
  /**
   * Wants a session. Step-up is asked for (`auth.step_up_required`) unless it is the first passkey
   * and the sign-in was within the last minutes.
   */
  begin: endpoint({
    method: 'POST',
    path: '/api/v1/passkeys/begin',
    act: 'self',
    tag,
    summary: 'Begin adding a passkey of one’s own, in a browser session',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({ options: creationOptions }),
    status: 200,
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/passkeys',
    act: 'self',
    tag,
    summary: 'Keep the passkey that was begun',
    params: none,
    query: none,
    body: z.strictObject({ response: registrationResponse, name: displayName.default('Passkey') }),
    answer: passkeyView,
    status: 201,
  }),
  rename: endpoint({
    method: 'PATCH',
    path: '/api/v1/passkeys/{passkey}',
    act: 'self',
    tag,
    summary: 'Name one’s own passkey',
    params: z.strictObject({ passkey: reference }),
    query: none,
    body: z.strictObject({ name: displayName }),
    answer: passkeyView,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/passkeys/{passkey}',
    act: 'self',
    stepUp: true,
    tag,
    summary: 'Remove a passkey: one’s own, or anybody’s for those who keep sign-in',
    params: z.strictObject({ passkey: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}

export const identityEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/identities',
    act: 'self',
    tag,
    summary: 'Identities at identity providers, one’s own or of one member',
    params: none,
    query: whose,
    body: nothing,
    answer: listOf(identityView),
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/identities/{identity}',
    act: 'self',
    stepUp: true,
    tag,
    summary: 'Unlink an identity: one’s own, or anybody’s for those who keep sign-in',
    params: z.strictObject({ identity: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}
