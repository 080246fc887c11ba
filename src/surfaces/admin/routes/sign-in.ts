/** Routes of signing in, stepping up and one-time links: each that succeeds sets the cookie. */
import type { Context } from '../../../application/context.ts'
import { beginOidc } from '../../../application/sign-in/begin-oidc.ts'
import { completeOidc } from '../../../application/sign-in/complete-oidc.ts'
import {
  beginPasskeySignIn,
  completePasskeySignIn,
} from '../../../application/sign-in/passkey-sign-in.ts'
import {
  beginPasskeyStepUp,
  completePasskeyStepUp,
} from '../../../application/sign-in/passkey-step-up.ts'
import { describeDoor, describeSession } from '../../../application/sign-in/show-session.ts'
import type { StartedSession } from '../../../application/sign-in/start-session.ts'
import { beginWelcome, completeWelcome, openLink } from '../../../application/sign-in/welcome.ts'
import { signInEndpoints as endpoints } from '../contract/sign-in.ts'
import { welcomeEndpoints as welcome } from '../contract/welcome.ts'
import type { CookieJar } from '../cookies.ts'
import { route } from '../route.ts'
import { signedInView } from '../sign-in-views.ts'

export const signInRoutes = [
  route(endpoints.passkeyBegin, async ({ ctx, visit }) => ({
    options: await beginPasskeySignIn(ctx, visit),
  })),
  route(endpoints.passkeyComplete, async ({ ctx, visit, cookies, body }) =>
    begun(ctx, cookies, await completePasskeySignIn(ctx, { visit, answer: body.response })),
  ),
  route(endpoints.oidcBegin, async ({ ctx, visit, cookies, body }) => {
    const { url, browserSecret } = await beginOidc(ctx, { visit, ...body })
    cookies.flow(browserSecret)
    return { url }
  }),
  route(endpoints.oidcComplete, async ({ ctx, visit, cookies, body }) => {
    const { purpose, returnTo, signedIn, started } = await completeOidc(ctx, { visit, ...body })
    cookies.flow(null)
    if (started) cookies.session(started.secret)
    return { purpose, returnTo, session: signedInView(await describeSession(ctx, signedIn)) }
  }),
  route(endpoints.stepUpBegin, async ({ ctx }) => ({ options: await beginPasskeyStepUp(ctx) })),
  route(endpoints.stepUpComplete, async ({ ctx, visit, cookies, body }) => {
    const stepped = await completePasskeyStepUp(ctx, { visit, answer: body.response })
    cookies.session(stepped.secret)
    return { steppedUpUntil: stepped.until.toISOString() }
  }),
  route(welcome.open, async ({ ctx, visit, body }) => {
    const { link, person } = await openLink(ctx, { visit, ...body })
    const { organisation, providers } = await describeDoor(ctx)
    const shared = { organisation, expiresAt: link.expiresAt.toISOString() }
    return person
      ? {
          kind: 'invitation' as const,
          ...shared,
          person: { name: person.name, email: person.email ?? '' },
          providers: [...providers],
        }
      : { kind: 'first_admin' as const, ...shared }
  }),
  route(welcome.passkeyBegin, async ({ ctx, visit, body }) => ({
    options: await beginWelcome(ctx, { visit, ...body }),
  })),
  route(welcome.passkeyComplete, async ({ ctx, visit, cookies, body }) => {
    const { token, name, response: answer } = body
    return begun(ctx, cookies, await completeWelcome(ctx, { visit, token, name, answer }))
  }),
]

async function begun(ctx: Context, cookies: CookieJar, started: StartedSession) {
  cookies.session(started.secret)
  return signedInView(await describeSession(ctx, started))
}
