// From a request to an answer, without sockets: find the route, know the caller, check the portal,
// the allowance and the scopes, parse the body, run the handler, write HubSpot's headers.
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import {
  authenticate,
  authenticateDeveloper,
  checkPortal,
  checkScopes,
} from '../auth/authenticate.ts'
import type { Token } from '../auth/tokens.ts'
import type { FaultEffect } from '../faults/board.ts'
import { defacePage } from '../faults/pages.ts'
import { rateLimitError } from '../limits/limits.ts'
import { drift } from '../people/drift.ts'
import type { World } from '../world.ts'
import { HubSpotError, internal, jettyPage, locked, type ErrorBody } from './errors.ts'
import { parseJson } from './json-body.ts'
import type { Answer, Call, Route } from './route.ts'
import type { Match } from './router.ts'

export type Raw = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  bytes: Buffer
}

/** A target in its two parts, neither of them decoded or tidied. */
export function targetOf(url: string): Pick<Raw, 'path' | 'query'> {
  const mark = url.indexOf('?')
  return {
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
  }
}

export type Result = {
  status: number
  headers: Record<string, string>
  body: string
  tokenId: string | null
}

export type Find = (method: string, path: string) => Match

const NOBODY: Token = {
  id: '(none)',
  secret: '',
  kind: 'private_app',
  scopes: new Set(),
  appId: 0,
  userId: 0,
  disabled: false,
  expiresAt: null,
  hublet: '',
  marketplace: false,
}

/** Answers one request. It never throws: what goes wrong inside is a 500, as at HubSpot. */
export function answerRequest(
  world: World,
  find: Find,
  raw: Raw,
  effects: readonly FaultEffect[],
): Result {
  const now = world.clock.now()
  const match = find(raw.method, raw.path)
  const accept = raw.headers.accept ?? '*/*'
  let token: Token | null = null
  let rateHeaders: Record<string, string> = {}
  try {
    if (match.found !== 'route') throw unrouted(match)
    const { route, params } = match
    if (route.needs === 'developer') token = authenticateDeveloper(world, raw.query)
    else if (route.needs !== 'open') token = authenticate(world, raw.headers, raw.query, now)
    if (token && route.needs !== 'developer') checkPortal(world, token)
    const allowance = route.allowance ?? (token ? 'burst' : 'none')
    const forced = forcedFault(world, effects)
    if (token) {
      if (!forced) world.limits.take(allowance, token, now)
      rateHeaders = world.limits.headers(allowance, token, now)
    }
    if (forced) throw forced
    const call: Call = {
      world,
      method: route.method,
      path: raw.path,
      params,
      query: shortened(world, raw),
      accept,
      body: undefined,
      text: '',
      token: token ?? NOBODY,
      now,
      effects,
    }
    if (token) checkRoute(route, call, token)
    readBody(route, call, raw)
    changePeople(world, effects)
    const answer = defacePage(route, call, route.handle(call))
    const late = effects.find((effect) => effect.kind === 'status' && effect.when === 'after')
    if (late?.kind === 'status') throw statusFault(late)
    return finish(answer, randomUUID(), rateHeaders, token)
  } catch (thrown) {
    const error = thrown instanceof HubSpotError ? thrown : internal()
    if (!(thrown instanceof HubSpotError)) world.requests.addInternalError(thrown)
    return refuse(error, rateHeaders, token, accept, world)
  }
}

/** The query with the page size that the switch `shortPages` allows. */
function shortened({ switches }: World, { method, query }: Raw): URLSearchParams {
  if (switches.shortPages === null || method !== 'GET') return query
  const asked = Number(query.get('limit') || Number.POSITIVE_INFINITY)
  if (!(asked > switches.shortPages)) return query
  const shorter = new URLSearchParams(query)
  shorter.set('limit', String(switches.shortPages))
  return shorter
}

/** 404 and 405 for paths outside the tables: Jetty's pages, whatever the caller accepts. */
function unrouted(match: Exclude<Match, { found: 'route' }>): HubSpotError {
  return match.found === 'path'
    ? new HubSpotError(405, null, {
        html: jettyPage(405, 'Method Not Allowed', ''),
        headers: { Allow: match.allow.join(',') },
      })
    : new HubSpotError(404, { status: 'error', message: 'resource not found' })
}

function checkRoute(route: Route, call: Call, token: Token): void {
  if (route.needs === 'open' || route.needs === 'developer') return
  checkScopes(typeof route.needs === 'function' ? route.needs(call) : route.needs, token)
  if (call.world.switches.locked && call.method !== 'GET') throw locked()
}

function readBody(route: Route, call: Call, raw: Raw): void {
  if (raw.bytes.length === 0) return
  if (route.form) call.text = raw.bytes.toString('utf8')
  else call.body = parseJson(raw.bytes)
}

function changePeople(world: World, effects: readonly FaultEffect[]): void {
  for (const effect of effects) if (effect.kind === 'people-change') drift(world, effect.seed)
}

/** A fault that takes the answer's place before the handler runs. */
function forcedFault(world: World, effects: readonly FaultEffect[]): HubSpotError | undefined {
  for (const effect of effects) {
    if (effect.kind === 'rate-limit') {
      const retryAfter = effect.retryAfter ?? world.switches.rateLimitRetryAfter
      return rateLimitError(
        effect.policy ?? 'TEN_SECONDLY_ROLLING',
        `publicapi:private_app-api-calls-ten-secondly:0:${world.portal.identity.portalId}`,
        { ...world.switches, rateLimitRetryAfter: retryAfter },
      )
    }
    if (effect.kind === 'status' && effect.when !== 'after') return statusFault(effect)
  }
  return undefined
}

function statusFault(effect: Extract<FaultEffect, { kind: 'status' }>): HubSpotError {
  const headers: Record<string, string> =
    effect.retryAfter === undefined ? {} : { 'Retry-After': String(effect.retryAfter) }
  const message = effect.message ?? 'internal error'
  if (effect.body === 'empty') return new HubSpotError(effect.status, null, { headers })
  if (effect.body === 'html') {
    const html = `<html>\n<head><title>${effect.status} ${message}</title></head>\n<body>\n<center><h1>${effect.status} ${message}</h1></center>\n<hr><center>cloudflare</center>\n</body>\n</html>\n`
    return new HubSpotError(effect.status, null, { html, headers })
  }
  const category =
    effect.category ?? (effect.status === 503 ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_ERROR')
  return new HubSpotError(effect.status, { status: 'error', message, category }, { headers })
}

const acceptsJson = (accept: string) => /application\/(\*|json|[\w.]+\+json)|\*\/json/i.test(accept)

function refuse(
  error: HubSpotError,
  rateHeaders: Record<string, string>,
  token: Token | null,
  accept: string,
  world: World,
): Result {
  const correlationId = randomUUID()
  const headers = { ...rateHeaders, ...error.headers }
  if (error.json !== undefined) {
    return finish({ status: error.status, body: error.json, headers }, correlationId, {}, token)
  }
  if (error.html !== undefined) {
    return finish({ status: error.status, html: error.html, headers }, correlationId, {}, token)
  }
  if (error.status === 404 && error.body?.category === undefined && error.body !== null) {
    if (!acceptsJson(accept)) {
      const html = jettyPage(404, 'Not Found', 'Resource not found')
      return finish({ status: 404, html, headers }, correlationId, {}, token)
    }
    if (world.switches.emptyNotFound) {
      return finish({ status: 404, headers }, correlationId, {}, token)
    }
  }
  const body = error.body === null ? undefined : withCorrelation(error.body, correlationId)
  return finish({ status: error.status, body, headers }, correlationId, {}, token)
}

/** HubSpot's key order: status, message, correlationId, then the rest. */
function withCorrelation(
  { status, message, ...rest }: ErrorBody,
  correlationId: string,
): ErrorBody {
  // The 429's first shape repeats the id as `requestId`.
  const twin = rest['errorType'] === 'RATE_LIMIT' ? { requestId: correlationId } : {}
  return { ...(status ? { status } : {}), message, correlationId, ...rest, ...twin }
}

function finish(
  answer: Answer,
  correlationId: string,
  rateHeaders: Record<string, string>,
  token: Token | null,
): Result {
  const headers: Record<string, string> = {
    'X-HubSpot-Correlation-Id': correlationId,
    'X-Trace': `2B${correlationId.replaceAll('-', '').toUpperCase()}`,
    'CF-Ray': `${correlationId.slice(0, 8)}${correlationId.slice(-8)}-FRA`,
    ...rateHeaders,
    ...answer.headers,
  }
  let body = ''
  if (answer.html !== undefined) {
    headers['Content-Type'] = 'text/html;charset=utf-8'
    body = answer.html
  } else if (answer.body !== undefined) {
    headers['Content-Type'] = 'application/json;charset=utf-8'
    body = JSON.stringify(answer.body)
  }
  return { status: answer.status, headers, body, tokenId: token?.id ?? null }
}
