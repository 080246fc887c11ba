/**
 * One look at a portal: its account details with the credential, then whose the token is. Both are
 * cheap and change nothing; what HubSpot says goes into a few words and no further.
 */
import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import type { Look } from '../../../application/health/ports.ts'
import type { PresentedCredential } from '../../../application/connection/ports.ts'
import { askedByFailure } from '../../../domain/health/asked-by-failure.ts'
import type { Asked } from '../../../domain/health/evidence.ts'
import { classifyAnswer } from '../../../domain/hubspot/errors.ts'
import type { Answer, Ask } from '../ask.ts'
import { readDeveloperAccount } from '../developer-key.ts'
import { introspectAccessToken, readTokenInfo } from '../token-holder.ts'

/** v3 is there until September 2027, the dated ones come and go. */
const PATHS = ['/account-info/2026-09/details', '/account-info/v3/details']

export async function lookAt(ask: Ask, presented: PresentedCredential): Promise<Look> {
  const begun = performance.now()
  const { asked, answer } = await askAccount(ask, presented)
  const latencyMs = performance.now() - begun
  const known = asked.kind === 'portal' || asked.kind === 'account_shut'
  const holder = known ? await holderOf(ask, presented) : undefined
  return {
    asked:
      asked.kind === 'account_shut' && holder
        ? { kind: 'portal', portalId: holder.portalId }
        : asked,
    scopes: holder?.hubspotScopes ?? null,
    latencyMs,
    answer,
  }
}

interface AskedAccount {
  readonly asked: Asked
  readonly answer: Look['answer']
}

async function askAccount(ask: Ask, presented: PresentedCredential): Promise<AskedAccount> {
  const { kind, baseUrl: origin, token } = presented
  if (kind === 'developer_key') {
    const read = await readDeveloperAccount(ask, origin, token, presented.developer)
    const asked: Asked = read.ok
      ? { kind: 'portal', portalId: read.value.portalId }
      : askedByFailure(read.error)
    return { asked, answer: null }
  }
  const headers = { authorization: `Bearer ${token.reveal()}` }
  let last: AskedAccount = { asked: { kind: 'strange', status: 404 }, answer: null }
  for (const path of PATHS) {
    const answered = await ask({ origin, method: 'GET', path, headers })
    if (!answered.ok) return { asked: askedByFailure(answered.error), answer: null }
    const { status, header } = answered.value
    last = { asked: meaningOf(answered.value), answer: { status, header } }
    if (answered.value.status !== 404) return last
  }
  return last
}

const holderOf = (ask: Ask, presented: PresentedCredential) => {
  const { kind, baseUrl, token } = presented
  if (kind === 'developer_key') return undefined
  return kind === 'oauth'
    ? introspectAccessToken(ask, baseUrl, presented.app, token)
    : readTokenInfo(ask, baseUrl, token)
}

const details = z.object({ portalId: z.number().int().positive() })
const worded = z.object({ message: z.string() })

/** Any of these is on every answer of HubSpot's, also of its edge (facts §2). */
const MARKS = ['x-hubspot-correlation-id', 'x-trace', 'cf-ray']
const RATES = ['retry-after']

export function meaningOf(answer: Answer): Asked {
  const { status, json } = answer
  if (status === 407 || !MARKS.some((name) => answer.header(name) !== undefined))
    return { kind: 'not_hubspot', status }
  if (status === 200) {
    const read = details.safeParse(json)
    return read.success
      ? { kind: 'portal', portalId: read.data.portalId }
      : { kind: 'strange', status }
  }
  const headers = Object.fromEntries(RATES.map((name) => [name, answer.header(name)]))
  const means = classifyAnswer(status, headers, json)
  const retryAfterMs = answer.retryAfterSeconds === null ? null : answer.retryAfterSeconds * 1000
  switch (means.kind) {
    case 'expired':
      return { kind: 'expired' }
    case 'unauthorised': {
      const { message = '' } = worded.safeParse(json).data ?? {}
      return {
        kind: 'refused',
        saysSwitchedOff: /deactivated|disabled|switched off/i.test(message),
      }
    }
    case 'missing_scopes':
    case 'forbidden':
      return { kind: 'account_shut' }
    case 'migrating':
      return { kind: 'migrating', retryAfterMs }
    case 'wrong_hublet':
      return { kind: 'wrong_hublet', hublet: means.correctHublet }
    case 'rate_limited':
      return { kind: 'rate_limited', bucket: means.policy, retryAfterMs }
    case 'server_error':
      return { kind: 'server_error', status }
    default:
      return { kind: 'strange', status }
  }
}
