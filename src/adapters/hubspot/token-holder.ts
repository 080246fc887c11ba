/** Asks who holds a token: HubSpot scopes, user and app. Unanswered is an answer: nothing. */
import { z } from 'zod'
import type { OAuthApp } from '../../application/connection/ports.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Answer, Ask } from './ask.ts'
import { askTokenEndpoint } from './token-endpoint.ts'

export interface TokenHolder {
  readonly portalId: number
  readonly hubspotUserId: number | null
  readonly hubspotAppId: number | null
  /** Sorted, each once. */
  readonly hubspotScopes: readonly string[]
}

const id = z.number().int().nullish()
const scopes = z.array(z.string().max(200))

const privateToken = z.object({ hubId: z.number().int(), userId: id, appId: id, scopes })

/**
 * A private app's token or a service key. The bearer goes along with the body, because tokens of
 * the EU region are reported to need it.
 */
export async function readTokenInfo(
  ask: Ask,
  origin: string,
  token: Redacted<string>,
): Promise<TokenHolder | undefined> {
  const text = token.reveal()
  const asked = await ask({
    origin,
    method: 'POST',
    path: '/oauth/v2/private-apps/get/access-token-info',
    headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tokenKey: text }),
  })
  const read = asked.ok ? parsed(privateToken, asked.value) : undefined
  return read && holder(read.hubId, read.userId, read.appId, read.scopes)
}

const introspected = z.object({
  active: z.literal(true),
  hub_id: z.number().int(),
  user_id: id,
  app_id: id,
  scopes,
})

/** An OAuth access token. */
export async function introspectAccessToken(
  ask: Ask,
  baseUrl: string,
  app: OAuthApp,
  token: Redacted<string>,
): Promise<TokenHolder | undefined> {
  const asked = await askTokenEndpoint(ask, baseUrl, '/introspect', app, {
    token: token.reveal(),
    token_type_hint: 'access_token',
  })
  const read = asked.ok ? parsed(introspected, asked.value) : undefined
  return read && holder(read.hub_id, read.user_id, read.app_id, read.scopes)
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer): T | undefined {
  return answer.status === 200 ? schema.safeParse(answer.json).data : undefined
}

const holder = (
  portalId: number,
  userId: number | null | undefined,
  appId: number | null | undefined,
  held: readonly string[],
): TokenHolder => ({
  portalId,
  hubspotUserId: userId ?? null,
  hubspotAppId: appId ?? null,
  hubspotScopes: [...new Set(held)].sort(),
})
