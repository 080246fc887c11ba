/** What signing in needs beside the database, put together. */
import type { Log } from '../../application/ports.ts'
import type { SignInParts, Site } from '../../application/sign-in/ports.ts'
import { createAttempts } from '../../domain/sign-in/attempts.ts'
import { createOidcClient } from './oidc.ts'
import { createWebAuthn } from './web-authn.ts'

/** `nowMs` is monotonic. */
export const createSignInParts = (site: Site, log: Log, nowMs: () => number): SignInParts => ({
  site,
  webAuthn: createWebAuthn(site, log),
  oidc: createOidcClient(nowMs),
  attempts: createAttempts(),
})
