// A bad day, from one number: which mishaps a run of reading and changing users meets, and when. The
// same seed gives the same rules; what they strike follows from the calls that are made.
import { createRandom, pick } from '../random.ts'
import type { FaultBoard, FaultRule } from './board.ts'
import { PAGE_DEFECTS } from './pages.ts'

export type Chaos = {
  seed: number
  /** Mishaps while reading lists; on unless false. */
  reads?: boolean
  /** Mishaps of writes, lost answers among them; on unless false. */
  writes?: boolean
  /** Users whom somebody else changes meanwhile; on unless false. */
  changes?: boolean
  /** How many calls to one list may pass before it is struck, at most one less; 4 unless told. */
  depth?: number
}

const USERS = '^/settings/(v3/users|users/[^/]+)/?$'
const ONE_USER = '^/settings/(v3/users|users/[^/]+)/[^/]+/?$'
const ROLES = '^/settings/(v3/users|users/[^/]+)/roles/?$'
const TEAMS = '^/settings/(v3/users|users/[^/]+)/teams/?$|^/settings/teams/'
const OWNERS = '^/crm/(v3/owners|owners/[^/]+)/?$'
const CRM_USERS = '^/crm/(v3/objects|objects/[^/]+)/(users?|0-115)/?$'
const SEARCHES = '^/crm/(v3/objects|objects/[^/]+)/[^/]+/search/?$'
const LOGINS = '/activity/login/?$'
/** The users themselves more often than what stands beside them. */
const LISTS = [USERS, USERS, USERS, OWNERS, CRM_USERS, LOGINS, ROLES, TEAMS, SEARCHES] as const
const READ_AND_WRITE = ['GET', 'PUT', 'DELETE'] as const
const PREFIX = 'chaos-'

type Draw = ((below: number) => number) & { depth: number }
type Maker = (draw: Draw) => FaultRule

const read = (draw: Draw): Pick<FaultRule, 'match' | 'after'> => {
  const path = pick(LISTS, draw(LISTS.length))
  return { match: { method: path === SEARCHES ? 'POST' : 'GET', path }, after: draw(draw.depth) }
}
const write = (draw: Draw): Pick<FaultRule, 'match' | 'after'> => {
  const method = pick(['POST', 'PUT', 'PUT', 'DELETE', 'DELETE'] as const, draw(5))
  return { match: { method, path: method === 'POST' ? USERS : ONE_USER }, after: draw(3) }
}

const READS: readonly Maker[] = [
  ...PAGE_DEFECTS.map((defect): Maker => (draw) => ({
    ...read(draw),
    effect: { kind: 'page', defect },
    ...(defect === 'looped' ? {} : { count: 1 }),
  })),
  (draw) => ({
    ...read(draw),
    effect: { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING' },
    count: 1 + draw(3),
  }),
  (draw) => ({ ...read(draw), effect: { kind: 'status', status: 500 }, count: 1 + draw(3) }),
  (draw) => ({
    ...read(draw),
    effect: { kind: 'status', status: 502, body: 'html' },
    count: 1 + draw(2),
  }),
  (draw) => ({
    ...read(draw),
    effect: {
      kind: 'status',
      status: 403,
      message: "This app hasn't been granted all required scopes to make this call.",
      category: 'MISSING_SCOPES',
    },
  }),
  (draw) => ({
    match: { method: 'GET', path: ROLES },
    after: draw(Math.min(2, draw.depth)),
    effect: {
      kind: 'status',
      status: 400,
      message: "Account doesn't have access to roles.",
      category: 'VALIDATION_ERROR',
    },
  }),
  (draw) => ({ ...read(draw), effect: { kind: 'torn-body', share: 0.5 }, count: 1 }),
]

const WRITES: readonly Maker[] = [
  (draw) => ({ ...write(draw), effect: { kind: 'reset', when: 'after' }, count: 1 }),
  (draw) => ({ ...write(draw), effect: { kind: 'reset', when: 'after' }, count: 2 }),
  (draw) => ({ ...write(draw), effect: { kind: 'reset', when: 'before' }, count: 1 }),
  (draw) => ({ ...write(draw), effect: { kind: 'status', status: 502, when: 'after' }, count: 1 }),
  (draw) => ({ ...write(draw), effect: { kind: 'status', status: 500 }, count: 1 + draw(2) }),
  (draw) => ({ ...write(draw), effect: { kind: 'rate-limit' }, count: 1 + draw(2) }),
]

const CHANGES: readonly Maker[] = [
  (draw) => ({
    match: { method: 'GET', path: USERS },
    after: draw(draw.depth),
    effect: { kind: 'people-change', seed: draw(2 ** 31) },
    count: 1 + draw(3),
  }),
  (draw) => ({
    match: { method: pick(READ_AND_WRITE, draw(3)), path: ONE_USER },
    after: draw(3),
    effect: { kind: 'people-change', seed: draw(2 ** 31) },
    count: 1 + draw(3),
  }),
]

/** One to three mishaps. */
export function chaosRules({ seed, reads, writes, changes, depth = 4 }: Chaos): FaultRule[] {
  const random = createRandom(seed)
  const draw = Object.assign((below: number) => Math.floor(random() * below), { depth })
  const kinds = [
    ...(reads === false ? [] : [READS, READS]),
    ...(writes === false ? [] : [WRITES]),
    ...(changes === false ? [] : [CHANGES]),
  ]
  if (kinds.length === 0) return []
  return Array.from({ length: 1 + draw(3) }, (_, n) => {
    const kind = pick(kinds, draw(kinds.length))
    return { id: `${PREFIX}${n + 1}`, ...pick(kind, draw(kind.length))(draw) }
  })
}

/** Puts a seed's mishaps in the place of those of the seed before, and says which they are. */
export function setChaos(board: FaultBoard, chaos: Chaos): FaultRule[] {
  for (const { id } of board.list()) if (id.startsWith(PREFIX)) board.clear(id)
  const rules = chaosRules(chaos)
  for (const rule of rules) board.set(rule)
  return rules
}
