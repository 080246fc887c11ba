/**
 * One question to a dated OAuth token endpoint. Secrets go in the form body; the v1 endpoints,
 * which took them in the URL, end on 16 February 2027 and are never used.
 */
import type { OAuthApp } from '../../application/connection/ports.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { tokenOriginOf } from '../../domain/connection/origin.ts'
import type { Result } from '../../domain/result.ts'
import type { Answer, Ask } from './ask.ts'

const ENDPOINT = '/oauth/2026-09/token'

export function askTokenEndpoint(
  ask: Ask,
  baseUrl: string,
  what: '' | '/introspect' | '/revoke',
  app: OAuthApp,
  fields: Readonly<Record<string, string>>,
  within?: AbortSignal,
): Promise<Result<Answer, HubSpotFailure>> {
  const form = new URLSearchParams({
    ...fields,
    client_id: app.clientId.reveal(),
    client_secret: app.clientSecret.reveal(),
  })
  return ask({
    origin: tokenOriginOf(baseUrl),
    method: 'POST',
    path: ENDPOINT + what,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    within,
  })
}
