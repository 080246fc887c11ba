/**
 * One-time links: the first admin's, and invitations. The token is in the link's fragment, so that
 * no log of any proxy has it; the page sends it in the body. Opening one uses nothing up.
 */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName, email, reference } from './fields.ts'
import { instant, listOf, named, none, nothing, principalRef } from './forms.ts'
import { signedInView } from './session.ts'
import { linkToken } from './sign-in.ts'
import { creationOptions, registrationResponse } from './web-authn.ts'

const tag = 'Welcome'

/** The first admin says who they are; who is invited is known already. */
const newcomer = z.strictObject({ name: displayName, email })

const providers = z.array(named)

const opened = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('first_admin'),
    organisation: z.object({ name: z.string() }),
    expiresAt: instant,
  }),
  z.object({
    kind: z.literal('invitation'),
    organisation: z.object({ name: z.string() }),
    expiresAt: instant,
    person: z.object({ name: z.string(), email: z.string() }),
    /** Where the invited can also sign in, with the address that was invited. */
    providers,
  }),
])
export type OpenedLink = z.output<typeof opened>

export const welcomeEndpoints = {
  open: endpoint({
    method: 'POST',
    path: '/api/v1/welcome/open',
    act: 'anyone',
    tag,
    summary: 'What a one-time link is for; uses nothing up',
    params: none,
    query: none,
    body: z.strictObject({ token: linkToken }),
    answer: opened,
    status: 200,
  }),
  passkeyBegin: endpoint({
    method: 'POST',
    path: '/api/v1/welcome/passkey/begin',
    act: 'anyone',
    tag,
    summary: 'Begin making the first passkey through a one-time link',
    params: none,
    query: none,
    body: z.strictObject({
      token: linkToken,
      /** For the first admin; left out where the link is an invitation. */
      person: newcomer.optional(),
      /** For the first admin: the organisation's name, where it should change. */
      organisation: displayName.optional(),
    }),
    answer: z.object({ options: creationOptions }),
    status: 200,
  }),
  passkeyComplete: endpoint({
    method: 'POST',
    path: '/api/v1/welcome/passkey/complete',
    act: 'anyone',
    tag,
    summary: 'Use the link up: the passkey is kept, the person is signed in',
    params: none,
    query: none,
    body: z.strictObject({
      token: linkToken,
      response: registrationResponse,
      /** Of the passkey. */
      name: displayName.default('Passkey'),
    }),
    answer: signedInView,
    status: 200,
  }),
}

const invitationView = z.object({
  id: z.string(),
  member: principalRef,
  createdAt: instant,
  expiresAt: instant,
  /** By whom: a member's name, or `the operator`. */
  invitedBy: z.string(),
})
export type InvitationView = z.output<typeof invitationView>

export const invitationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/invitations',
    act: 'read',
    tag: 'Invitations',
    summary: 'Invitations that can still be used',
    params: none,
    query: z.strictObject({ member: reference.optional() }),
    body: nothing,
    answer: listOf(invitationView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/members/{member}/invitations',
    act: 'secure',
    stepUp: true,
    tag: 'Invitations',
    summary: 'Make a link by which a member signs in for the first time; earlier ones end',
    params: z.strictObject({ member: reference }),
    query: none,
    body: nothing,
    answer: z.object({
      invitation: invitationView,
      /** Shown once: whoever has it can become this member. */
      link: z.string(),
    }),
    status: 201,
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/v1/invitations/{invitation}',
    act: 'secure',
    tag: 'Invitations',
    summary: 'End an invitation',
    params: z.strictObject({ invitation: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}
