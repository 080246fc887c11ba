// One call from its coming in to what is sent back, without sockets: the mishaps it meets, the
// answer, its line in the log. The wire and the in-process door both go through it.
import type { FaultEffect } from '../faults/board.ts'
import type { World } from '../world.ts'
import { answerRequest, type Find, type Raw, type Result } from './pipeline.ts'

/** What a call is about to meet. */
export type Struck = {
  effects: readonly FaultEffect[]
  tokenId: string | null
  waitMs: number
  /** Between what it does and its answer. */
  lateMs: number
}

export type Exchange = {
  result: Result
  /** The connection is cut instead of an answer; `after` means that the call was carried out. */
  cut: 'before' | 'after' | null
  /** Only this share of the body gets through. */
  torn: number | null
}

export function strike(world: World, raw: Raw): Struck {
  const tokenId = world.tokens.find(bearerOf(raw))?.id ?? null
  const effects = world.faults.strike(raw.method, raw.path, tokenId)
  const { faults } = world
  const [waitMs, lateMs] = [faults.latencyMs(effects), faults.latencyMs(effects, 'after')]
  return { effects, tokenId, waitMs, lateMs }
}

export function exchange(
  world: World,
  find: Find,
  raw: Raw,
  { effects, tokenId }: Struck,
  started: number,
  logger: ((line: string) => void) | null,
): Exchange {
  const reset = effects.find((effect) => effect.kind === 'reset')
  const result = reset?.when === 'before' ? CUT : answerRequest(world, find, raw, effects)
  const path = shownPath(raw.path)
  world.requests.add({
    at: world.clock.now(),
    method: raw.method,
    path,
    query: shownQuery(raw.query),
    status: reset ? 0 : result.status,
    tokenId,
    durationMs: performance.now() - started,
  })
  logger?.(`${raw.method} ${path} ${reset ? 'cut' : result.status} ${tokenId ?? '-'}`)
  const torn = effects.find((effect) => effect.kind === 'torn-body')
  return { result, cut: reset?.when ?? null, torn: torn ? (torn.share ?? 0.5) : null }
}

const bearerOf = (raw: Raw) =>
  raw.headers.authorization?.replace(/^Bearer +/i, '') ?? raw.query.get('hapikey') ?? ''

/** The path as the log may hold it: the legacy OAuth endpoints carry tokens in theirs. */
const shownPath = (path: string) =>
  path.replace(/^(\/oauth\/v1\/(?:access|refresh)-tokens\/).+/, '$1…')

/** The query as the log may hold it: a key in it is a credential. */
function shownQuery(query: URLSearchParams): string {
  if (!query.has('hapikey')) return query.toString()
  const shown = new URLSearchParams(query)
  shown.set('hapikey', '…')
  return shown.toString()
}

const CUT: Result = { status: 0, headers: {}, body: '', tokenId: null }
