/**
 * Access for a while in a seed's story, in memory: what the rows and `follow-request.ts` keep. What is given,
 * what is given back and what drifted is decided by the product's own functions.
 */
import type { DirectPortal } from '../../../emulator/index.ts'
import type { Ending } from '../../../src/domain/people/apply/outcome.ts'
import {
  accessStateOf,
  NO_ACCESS,
  type AccessState,
} from '../../../src/domain/people/plan/access-state.ts'
import type { PlanItem } from '../../../src/domain/people/plan/plan.ts'
import type { PortalUser } from '../../../src/domain/people/portal-user.ts'
import { restored } from '../../../src/domain/people/request/elevate.ts'
import { afterGiving, afterGivingBack } from '../../../src/domain/people/request/follow.ts'
import type { Told } from '../../../src/domain/people/request/request-items.ts'
import {
  ANSWER_WITHIN_MS,
  ELEVATED_STATES,
  mayGo,
  WAYS,
  type AccessRequest,
  type RequestState,
  type RequestWish,
  type WayName,
} from '../../../src/domain/people/request/request.ts'
import type { Draw } from './portal.ts'

const HOUR_MS = 3_600_000

export class ChaosRequests {
  readonly #all = new Map<string, AccessRequest>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Asked by the user and approved by somebody else. */
  ask(
    { userId, email }: { userId: string; email: string },
    wish: RequestWish,
    hours: number,
  ): void {
    if (this.in(...ELEVATED_STATES, 'approved').some((one) => one.userId === userId)) return
    const id = `req_${this.#all.size}`
    const at = new Date(this.#now())
    this.#all.set(id, {
      id,
      connectionId: 'con_1',
      state: 'approved',
      askedBy: { id: 'mem_c', name: 'C' },
      principalId: 'mem_c',
      email,
      userId,
      wish,
      hours,
      reason: 'chaos',
      askedAt: at,
      lapsesAt: new Date(at.getTime() + ANSWER_WITHIN_MS),
      decided: { by: { id: 'mem_a', name: 'A' }, at, note: null },
      planId: null,
      elevation: null,
      grantedAt: null,
      endsAt: null,
      endedAt: null,
      held: null,
      tries: 0,
      nextAt: at,
    })
  }

  in(...states: readonly RequestState[]): readonly AccessRequest[] {
    return [...this.#all.values()].filter(({ state }) => states.includes(state))
  }

  passTime(): void {
    for (const one of this.in('approved'))
      if (one.lapsesAt.getTime() <= this.#now()) this.#go(one.id, 'lapse')
    for (const one of this.in('granted'))
      if (one.endsAt && one.endsAt.getTime() <= this.#now()) this.#go(one.id, 'end')
  }

  begin(items: readonly PlanItem[]): void {
    for (const { act, desire } of items) if (act !== 'restore') this.#go(desire.key, 'begin')
  }

  settle(told: readonly Told[], users: readonly PortalUser[]): void {
    for (const { request, way } of told) {
      const user = users.find(({ userId }) => userId === request.userId)
      if (way === 'grant' && user) {
        const state = accessStateOf(user)
        this.#grant(request.id, state, state)
      } else if (way !== null && way !== 'grant') this.#go(request.id, way)
    }
  }

  follow(item: PlanItem, ending: Ending, isSent: boolean): void {
    const { key } = item.desire
    const elevation = { prior: item.before ?? NO_ACCESS, granted: item.after ?? NO_ACCESS }
    if (item.desire.source !== 'request') return
    if (item.act === 'restore') {
      if (afterGivingBack(ending) === 'restored') this.#go(key, 'restore')
      return
    }
    const next = afterGiving(ending, isSent)
    if (next === 'granted') this.#grant(key, elevation.prior, elevation.granted)
    else this.#go(key, next, { elevation: next === 'drift' ? elevation : null })
  }

  /** What a return restores is theirs alone. */
  priorOf(userId: string, state: AccessState): AccessState {
    const elevation = this.#liveOf(userId)?.elevation
    return elevation ? restored(state, elevation) : state
  }

  /** Who was stripped has no access for a while any more. */
  left(userId: string): void {
    const one = this.#liveOf(userId)
    if (one) this.#go(one.id, 'restore')
  }

  #liveOf(userId: string): AccessRequest | undefined {
    return this.in(...ELEVATED_STATES).find((one) => one.userId === userId && one.elevation)
  }

  elevated(): ReadonlyMap<string, string> {
    return new Map(
      this.in(...ELEVATED_STATES).flatMap(({ userId, email }): [string, string][] =>
        userId === null ? [] : [[userId, `${email} has access for a while.`]],
      ),
    )
  }

  #grant(id: string, prior: AccessState, granted: AccessState): void {
    const at = new Date(this.#now())
    const hours = this.#all.get(id)?.hours ?? 0
    const endsAt = new Date(at.getTime() + hours * HOUR_MS)
    this.#go(id, 'grant', { elevation: { prior, granted }, grantedAt: at, endsAt })
  }

  #go(id: string, way: WayName, change: Partial<AccessRequest> = {}): void {
    const one = this.#all.get(id)
    if (!one || !mayGo(way, one.state)) throw new Error(`${id} cannot ${way} from ${one?.state}`)
    this.#all.set(id, { ...one, ...change, state: WAYS[way].to })
  }
}

/** Somebody asks for more, and somebody else approves it. */
export function askAtRandom(book: ChaosRequests, { people, portal }: DirectPortal, draw: Draw) {
  const members = people.list().filter(({ state }) => state === 'active')
  const { permissionSets, teams, seats } = portal.users
  const oneOf = <T>(all: Iterable<T>): T | undefined => {
    const list = [...all]
    return list[draw(list.length)]
  }
  for (let asked = draw(3); asked > 0; asked -= 1) {
    const user = oneOf(members)
    if (!user) return
    const set = draw(2) === 0 ? oneOf(permissionSets.values()) : undefined
    const wish = {
      permissionSetId: set?.id,
      primaryTeamId: draw(3) === 0 ? oneOf(teams.keys()) : undefined,
      addTeamIds: draw(3) === 0 ? [...teams.keys()].slice(0, draw(3)) : [],
      addSeats: set?.seatName ? [set.seatName] : [...seats.keys()].slice(0, draw(2)),
    }
    book.ask({ userId: String(user.id), email: user.email }, wish, 1 + draw(72))
  }
}
