/**
 * Signing in and stepping up. Each begins with a challenge that is good for five minutes and once;
 * who cannot be signed in is always told the same, so that nobody can ask who has an account.
 */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { instant, none, nothing } from './forms.ts'
import { signedInView } from './session.ts'
import { authenticationResponse, requestOptions } from './web-authn.ts'

const tag = 'Sign-in'

/** A page of ours: a path from the root, not `//host`. */
const ownPath = line.max(2_000).regex(/^\/(?![/\\])/, 'This must be a path of this site.')

/** `hwl_…` of the link’s fragment. */
export const linkToken = line.min(1).max(200)

const options = z.object({ options: requestOptions })

export const signInEndpoints = {
  passkeyBegin: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/passkey/begin',
    act: 'anyone',
    tag,
    summary: 'Begin signing in by passkey',
    params: none,
    query: none,
    body: nothing,
    answer: options,
    status: 200,
  }),
  passkeyComplete: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/passkey/complete',
    act: 'anyone',
    tag,
    summary: 'Sign in by the passkey’s answer; sets the session cookie',
    params: none,
    query: none,
    body: z.strictObject({ response: authenticationResponse }),
    answer: signedInView,
    status: 200,
  }),
  oidcBegin: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/oidc/begin',
    act: 'anyone',
    tag,
    summary: 'Begin at an identity provider: go to the address in the answer',
    params: none,
    query: none,
    body: z.strictObject({
      /** Its id. */
      provider: reference,
      /**
       * `step_up` and `link` (add this provider to one's ways in) want a session; `welcome` wants
       * the token of an invitation.
       */
      purpose: z.enum(['sign_in', 'step_up', 'link', 'welcome']),
      token: linkToken.optional(),
      /** The page to come back to; handed back by `complete`. */
      returnTo: ownPath.optional(),
    }),
    answer: z.object({ url: z.string() }),
    status: 200,
  }),
  oidcComplete: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/oidc/complete',
    act: 'anyone',
    tag,
    summary: 'Finish what the identity provider answered at /sign-in/callback/{callback}',
    params: none,
    query: none,
    body: z.strictObject({
      /** The last segment of the callback page’s path: it tells which provider answered. */
      callback: line.max(100),
      /** `location.search` of the callback page, with or without `?`. */
      query: line.max(8_000),
    }),
    answer: z.object({
      purpose: z.enum(['sign_in', 'step_up', 'link', 'welcome']),
      returnTo: z.string().nullable(),
      session: signedInView,
    }),
    status: 200,
  }),
  stepUpBegin: endpoint({
    method: 'POST',
    path: '/api/v1/step-up/passkey/begin',
    act: 'self',
    tag,
    summary: 'Begin confirming by one of one’s own passkeys that it is still oneself',
    params: none,
    query: none,
    body: nothing,
    answer: options,
    status: 200,
  }),
  stepUpComplete: endpoint({
    method: 'POST',
    path: '/api/v1/step-up/passkey/complete',
    act: 'self',
    tag,
    summary: 'Step up by the passkey’s answer; the session cookie is a new one after it',
    params: none,
    query: none,
    body: z.strictObject({ response: authenticationResponse }),
    answer: z.object({ steppedUpUntil: instant }),
    status: 200,
  }),
}
