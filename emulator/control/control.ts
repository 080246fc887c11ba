// The control surface under `/_emulator`: the same levers as the programmatic API, for a command
// line. It is not HubSpot's, asks for no credential, and never shows a token that it did not just
// make. Keep it on localhost.
import { liveThrough, traceKey } from '../auth/life-cycle.ts'
import type { Token } from '../auth/tokens.ts'
import { isoInstant } from '../clock.ts'
import { setChaos } from '../faults/chaos.ts'
import type { Raw, Result } from '../server/pipeline.ts'
import type { Switches } from '../switches.ts'
import type { World } from '../world.ts'
import { ControlError, lever, parse, type Lever } from './lever.ts'
import { PEOPLE_LEVERS } from './people.ts'
import {
  chaosSchema,
  clockSchema,
  faultSchema,
  lifeSchema,
  limitsSchema,
  switchesSchema,
  tokenChangeSchema,
  tokenSchema,
} from './schemas.ts'

const LEVERS: readonly Lever[] = [
  lever('GET', '', 'this list', (world) => ({
    url: world.url,
    levers: LEVERS.map(({ shown, says }) => `${shown}  ${says}`),
  })),
  lever('GET', '/state', 'identity, counts, limits', stateOf),
  lever('GET', '/faults', 'the rules that are set', (world) => world.faults.list()),
  lever('POST', '/faults', 'set a rule', (world, raw) => {
    const rule = parse(faultSchema, raw)
    return { id: world.faults.set(rule) }
  }),
  lever('DELETE', '/faults', 'clear all rules', (world) => world.faults.clear()),
  lever('DELETE', '/faults/:id', 'clear one rule', (world, _raw, id) => world.faults.clear(id)),
  lever(
    'POST',
    '/chaos',
    '{"seed": n}: a run of mishaps on lists and writes of users',
    (world, raw) => setChaos(world.faults, parse(chaosSchema, raw)),
  ),
  lever('GET', '/clock', 'the time', clockOf),
  lever('POST', '/clock', '{"set": instant} or {"advance": ms} or {"frozen": true}', turnClock),
  lever('GET', '/tokens', 'names, kinds, scopes', (world) => world.tokens.list().map(viewToken)),
  lever('POST', '/tokens', 'make a token; shown this once', (world, raw) => {
    const token = world.tokens.create(parse(tokenSchema, raw))
    traceKey(world, token, 'create')
    return { ...viewToken(token), token: token.secret }
  }),
  lever('PATCH', '/tokens/:id', 'disable, expire, change scopes, rotate', changeToken),
  lever('DELETE', '/tokens/:id', 'delete: calls with it answer 401', (world, _raw, id) =>
    world.tokens.delete(needToken(world, id)),
  ),
  lever(
    'POST',
    '/tokens/:id/life',
    'something happens to it: expired, deactivated, …',
    (world, raw, id) => {
      const token = needToken(world, id)
      liveThrough(world, token, parse(lifeSchema, raw))
      return viewToken(token)
    },
  ),
  lever('GET', '/switches', 'the readings in force', (world) => world.switches),
  lever('PATCH', '/switches', 'change some', (world, raw) =>
    Object.assign(world.switches, parse(switchesSchema, raw) as Partial<Switches>),
  ),
  lever('GET', '/requests', 'counts, and the last 1000 requests', ({ requests }) => ({
    total: requests.total,
    byStatus: requests.byStatus,
    byToken: requests.byToken,
    internalErrors: requests.internalErrors,
    recent: requests.recent().map((request) => ({ ...request, at: isoInstant(request.at) })),
  })),
  lever('DELETE', '/requests', 'forget them', (world) => world.requests.clear()),
  ...PEOPLE_LEVERS,
  lever('PATCH', '/limits', 'enforce or not, reset, spend part of the day', changeLimits),
]

/** Answers one control request. Wrong input is named by field. */
export function control(world: World, raw: Raw): Result {
  if (isForeign(raw)) return answer(403, { error: 'Web pages may not pull these levers.' })
  const path = raw.path.slice('/_emulator'.length).replace(/\/$/, '')
  const there = LEVERS.filter((one) => one.path.test(path))
  const found = there.find((one) => one.method === raw.method)
  if (!found) {
    return there.length > 0
      ? answer(405, {
          error: `${raw.method} is not possible here; ${there.map((one) => one.method).join(', ')} is.`,
        })
      : answer(404, { error: `No such lever. GET /_emulator lists them all.` })
  }
  try {
    const id = decodeURIComponent(found.path.exec(path)?.[1] ?? '')
    const body = found.act(world, raw, id)
    return body === undefined ? answer(204, undefined) : answer(200, body)
  } catch (cause) {
    if (cause instanceof ControlError) return answer(cause.status, { error: cause.message })
    if (cause instanceof URIError) return answer(400, { error: 'The path is not well encoded.' })
    throw cause
  }
}

/** A page in the user's browser could otherwise post here: it has an `Origin` that is not ours. */
function isForeign({ headers }: Raw): boolean {
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`
}

function stateOf(world: World) {
  const { identity, types } = world.portal
  const now = world.clock.now()
  return {
    portal: identity,
    now: isoInstant(now),
    records: Object.fromEntries(
      types.list().map((type) => [type.plural, world.portal.store(type).size]),
    ),
    limits: {
      enforced: world.limits.enforced,
      sizes: world.limits.sizes,
      dailyUsed: world.limits.daily.used(now),
      dailyResetsAt: isoInstant(world.limits.daily.resetsAt(now)),
      refused: world.limits.refused,
    },
    oauthApps: world.oauth.apps().map(({ clientId, appId, scopes, redirectUris }) => ({
      clientId,
      appId,
      scopes,
      redirectUris,
    })),
  }
}

function clockOf(world: World) {
  return { now: isoInstant(world.clock.now()) }
}

function turnClock(world: World, raw: Raw) {
  const turn = parse(clockSchema, raw)
  if ('set' in turn) world.clock.set(turn.set)
  else if ('advance' in turn) world.clock.advance(turn.advance)
  else if (turn.frozen) world.clock.freeze()
  else world.clock.resume()
  return clockOf(world)
}

function needToken(world: World, id: string): Token {
  const token = world.tokens.byId(id)
  if (!token)
    throw new ControlError(404, `No token is called "${id}". GET /_emulator/tokens lists them.`)
  return token
}

function changeToken(world: World, raw: Raw, id: string) {
  const token = needToken(world, id)
  const change = parse(tokenChangeSchema, raw)
  if (change.disabled !== undefined) token.disabled = change.disabled
  if (change.expiresAt !== undefined) token.expiresAt = change.expiresAt
  if (change.scopes !== undefined) token.scopes = new Set(change.scopes)
  if (change.rotate) traceKey(world, token, 'rotate')
  return change.rotate
    ? { ...viewToken(token), token: world.tokens.rotate(token, endOfOld(world, change.rotate)) }
    : viewToken(token)
}

function changeLimits(world: World, raw: Raw) {
  const change = parse(limitsSchema, raw)
  if (change.enforced !== undefined) world.limits.enforced = change.enforced
  if (change.reset) world.limits.reset()
  if (change.spendDaily !== undefined)
    world.limits.daily.spend(world.clock.now(), change.spendDaily)
  return stateOf(world).limits
}

/** HubSpot's "expire later" is 7 days. */
const endOfOld = (world: World, rotate: true | 'now' | 'later'): number | undefined =>
  rotate === 'later' ? world.clock.now() + 7 * 24 * 60 * 60_000 : undefined

const viewToken = ({ id, kind, scopes, appId, userId, disabled, expiresAt, hublet }: Token) => ({
  id,
  kind,
  scopes: [...scopes],
  appId,
  userId,
  disabled,
  expiresAt,
  hublet,
})

function answer(status: number, body: unknown): Result {
  return {
    status,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json;charset=utf-8' },
    body: body === undefined ? '' : `${JSON.stringify(body, null, 2)}\n`,
    tokenId: null,
  }
}
