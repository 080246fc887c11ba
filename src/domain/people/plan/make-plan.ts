/**
 * Makes a plan of what is wanted and what is there. It reads nothing and decides nothing for good:
 * whatever a guard blocks stands beside it, and an application asks every guard again.
 */
import { emailKey } from '../portal-user.ts'
import type { Snapshot } from '../snapshot.ts'
import { judgeAll } from './guards/judge.ts'
import { draftItem } from './draft-item.ts'
import { leaverItems } from './leaver-items.ts'
import type { Note } from './join-wishes.ts'
import { matchUsers, type Match } from './match-users.ts'
import { ACTS, type Block, type Plan, type PlanItem, type SeatEffect } from './plan.ts'
import type { PlanInput, UnclearWish } from './plan-input.ts'
import { unfound } from './unfound.ts'
import { wantedItems, type Drafts } from './wanted-items.ts'

/** @returns `undefined` where there is no sealed reading: then there is nothing to plan from */
export function makePlan(input: PlanInput): Plan | undefined {
  const { snapshot } = input
  if (!snapshot) return undefined
  const { matches, blocks, notes } = matchUsers(input.desired, snapshot.users)
  const drafts = matches.map((match) =>
    match.desire.present ? whileElevated(match, input) : leaverItems(match, input),
  )
  const stuck = new Set(
    [...drafts.flatMap((draft) => draft.blocks), ...(input.unclear ?? [])].flatMap(({ email }) =>
      email === null ? [] : [emailKey(email)],
    ),
  )
  const items = [
    ...drafts.flatMap((draft) => draft.items).filter(({ email }) => !stuck.has(emailKey(email))),
    ...input.setsToMake.map(makeSet),
  ].toSorted(inOrder)
  return planOf(
    input,
    snapshot,
    items,
    [...blocks, ...(input.unclear ?? []).map(unclear), ...drafts.flatMap((draft) => draft.blocks)],
    [...notes, ...unfound(matches, snapshot.users, input)],
  )
}

/** What was there before is given back exactly, so it is not changed meanwhile. Who leaves, leaves. */
function whileElevated(match: Match, input: PlanInput): Drafts {
  const drafts = wantedItems(match, input)
  const { user } = match
  const sentence = user ? input.elevated?.get(user.userId) : undefined
  if (!user || sentence === undefined || drafts.items.length === 0) return drafts
  return {
    items: [],
    blocks: [{ guard: 'elevated', on: 'person', itemId: null, email: user.email, sentence }],
  }
}

/** A wish that names what the portal does not have: it is not left out, it holds up the person. */
const unclear = ({ email, reason }: UnclearWish): Block => ({
  guard: 'unknown_target',
  on: 'person',
  itemId: null,
  email,
  sentence: email === null ? reason : `${email}: ${reason}`,
})

const makeSet = (name: string): PlanItem =>
  draftItem({
    act: 'task',
    desire: { source: 'rules', key: name, email: name },
    user: null,
    after: null,
    reason: `The rules want the permission set "${name}", and only a person can make one in HubSpot.`,
    more: { task: { kind: 'make_permission_set', wanted: name } },
  })

/** Also of an undoing, whose items are made elsewhere: every plan passes the guards. */
export function planOf(
  input: PlanInput,
  snapshot: Snapshot,
  items: readonly PlanItem[],
  blocks: readonly Block[],
  notes: readonly Note[] = [],
): Plan {
  return {
    connectionId: snapshot.connectionId,
    portalId: snapshot.portalId,
    readingId: snapshot.readingId,
    items,
    blocks: [...judgeAll(items, input, 'plan'), ...blocks],
    notes,
    seats: seatEffects(items, snapshot),
  }
}

/** Who comes and changes before who leaves; each leaver's rungs from below; tasks last. */
const inOrder = (a: PlanItem, b: PlanItem): number =>
  rank(a) - rank(b) || compare(emailKey(a.email), emailKey(b.email))

const rank = ({ act }: PlanItem): number => ACTS.indexOf(act)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function seatEffects(items: readonly PlanItem[], snapshot: Snapshot): readonly SeatEffect[] {
  const names = new Set([
    ...snapshot.seats.map(({ name }) => name),
    ...items.flatMap(({ seats }) => [...seats.taken, ...seats.freed]),
  ])
  const count = (name: string, of: 'taken' | 'freed') =>
    items.filter(({ seats }) => seats[of].includes(name)).length
  return [...names].toSorted().map((name) => ({
    name,
    left: snapshot.seats.find((seat) => seat.name === name)?.remaining ?? null,
    taken: count(name, 'taken'),
    freed: count(name, 'freed'),
  }))
}
