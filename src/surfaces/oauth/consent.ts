/**
 * Where a client began: keeps the question for the web app's page and binds it to this browser, so
 * that nobody else can be made to answer it.
 */
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider'
import {
  audienceOf,
  CONSENT_MINUTES,
  AUTHORISED_RESOURCES,
} from '../../domain/authorisation/authorisation.ts'
import { accessAsked } from '../../domain/authorisation/oauth-scope.ts'
import { BROWSER_COOKIE, isBrowserSecret } from '../../domain/authorisation/browser.ts'
import { base64url } from '../../domain/base64url.ts'
import { describeClient } from './clients.ts'
import type { OAuthServices } from './ports.ts'

/** @returns where the browser goes: the web app's page */
export async function beginConsent(
  services: OAuthServices,
  ctx: KoaContextWithOIDC,
  page: Interaction,
): Promise<string> {
  const { world, store, hashKey, signIn } = services
  const { client } = ctx.oidc
  if (!client) throw new Error('the library asks for a page only once it knows the client')
  const asked = String(page.params['resource'])
  const now = world.now()
  await store.read.consents.insert({
    uidHash: hashKey(page.uid),
    browserHash: hashKey(browserSecret(services, ctx)),
    question: {
      client: describeClient(client),
      redirectUri: String(page.params['redirect_uri']),
      resource:
        AUTHORISED_RESOURCES.find((one) => audienceOf(signIn.site.publicUrl, one) === asked) ??
        'mcp',
      access: accessAsked(page.params['scope'] as string | undefined),
    },
    createdAt: now,
    expiresAt: new Date(now.getTime() + CONSENT_MINUTES * 60_000),
  })
  return `/consent/${page.uid}`
}

/** One for all questions of a browser; `__Host-`, so that no neighbouring site can set it. */
function browserSecret({ world }: OAuthServices, ctx: KoaContextWithOIDC): string {
  const known = ctx.cookies.get(BROWSER_COOKIE)
  if (known !== undefined && isBrowserSecret(known)) return known
  const secret = base64url(world.randomBytes(32))
  ctx.cookies.set(BROWSER_COOKIE, secret, {
    httpOnly: true,
    sameSite: 'lax',
    secure: true,
    path: '/',
    overwrite: true,
  })
  return secret
}
