/**
 * One seed's story: a portal, a source that wants things of it, and ten days on which readings tear,
 * answers are lost, others change users, processes are killed at any step, and two apply at once. The
 * code is the product's own, from the calls to the plan; the portal and the journal are not.
 */
import { readPortal } from '../../../src/application/people/read-portal.ts'
import { askHubSpot } from '../../../src/application/people/provisioning/ask-hubspot.ts'
import { carryOutAll } from '../../../src/application/people/provisioning/carry-out.ts'
import { portalDoor } from '../../../src/application/people/provisioning/portal-door.ts'
import type { DesiredUser } from '../../../src/domain/people/desired-user.ts'
import { emailKey } from '../../../src/domain/people/portal-user.ts'
import { seal } from '../../../src/domain/people/seal.ts'
import type { Snapshot } from '../../../src/domain/people/snapshot.ts'
import { allowedOf, countsOf } from '../../../src/domain/people/plan/guards/amounts.ts'
import { judgeAll, openBlocks, type Release } from '../../../src/domain/people/plan/guards/judge.ts'
import { noWayBack } from '../../../src/domain/people/request/follow.ts'
import { requestItems } from '../../../src/domain/people/request/request-items.ts'
import { makePlan } from '../../../src/domain/people/plan/make-plan.ts'
import type { Block, PlanItem } from '../../../src/domain/people/plan/plan.ts'
import {
  COUNTED,
  DEFAULT_SETTINGS,
  type PlanInput,
  type SourceDescriptor,
} from '../../../src/domain/people/plan/plan-input.ts'
import { ChaosJournal, Killed } from './journal.ts'
import { chaosPortal, type ChaosPortal } from './portal.ts'
import { isAs, NOTHING } from './referee.ts'
import { COUNT_NAMES, type BadDayReport, type CountName } from './report.ts'
import { askAtRandom, ChaosRequests } from './requests.ts'
import { sourcesOf, wishesOf } from './wishes.ts'

const DAY_MS = 86_400_000

/** @param killAt kills the first application at that step, instead of where the seed has it */
export async function liveThroughBadDay(seed: number, killAt?: number): Promise<BadDayReport> {
  const day = new BadDay(seed, killAt)
  return day.live()
}

class BadDay {
  readonly #seed: number
  readonly #killAt: number | undefined
  readonly #world: ChaosPortal
  readonly #journal: ChaosJournal
  readonly #requests: ChaosRequests
  readonly #wishes: readonly DesiredUser[]
  readonly #sources: readonly SourceDescriptor[]
  readonly #sourcesBefore: readonly SourceDescriptor[]
  readonly #owned: ReadonlyMap<string, number>
  readonly #counts = Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Record<
    CountName,
    number
  >
  readonly #breaches: string[] = []

  constructor(seed: number, killAt: number | undefined) {
    this.#seed = seed
    this.#killAt = killAt
    this.#world = chaosPortal(seed)
    const { portal, draw, clock } = this.#world
    this.#requests = new ChaosRequests(() => clock.now)
    this.#journal = new ChaosJournal(
      () => clock.now,
      this.#requests,
      (item, { userId }) => this.#checkDone(item, userId),
    )
    this.#wishes = wishesOf(portal, draw)
    const { now, before } = sourcesOf(this.#wishes, draw)
    this.#sources = now
    this.#sourcesBefore = before
    this.#owned = new Map(
      portal.people
        .list()
        .flatMap(({ id }): [string, number][] =>
          draw(5) === 0 ? [] : [[String(id), draw(4) === 0 ? 7 : 0]],
        ),
    )
  }

  async live(): Promise<BadDayReport> {
    const { draw, clock, portal } = this.#world
    for (const days of [0, draw(2), 6 + draw(3), 1 + draw(2)]) {
      clock.now += days * DAY_MS
      await this.#round()
      askAtRandom(this.#requests, portal, draw)
      await this.#tend()
    }
    clock.now += 100 * DAY_MS
    for (let calm = 0; calm < 3; calm += 1) {
      // An application that was killed met new trouble when it went on.
      portal.faults.clear()
      await this.#tend()
    }
    portal.faults.clear()
    for (const { id, state } of this.#requests.in('granting', 'granted', 'ending'))
      this.#breaches.push(`${id} is ${state} long after its time`)
    const unnoticed = await this.#unnoticed()
    const { referee } = this.#world
    return {
      seed: this.#seed,
      wronglyRemoved: referee.wronglyRemoved,
      breaches: [...referee.breaches, ...this.#breaches],
      doubleCreates: referee.doubleCreates,
      secondInvitations: this.#secondInvitations(),
      unnoticed,
      counts: {
        ...this.#counts,
        writes: referee.writes,
        removals: referee.removals,
        notDone: this.#journal.notDone,
      },
    }
  }

  async #round(): Promise<void> {
    const { draw } = this.#world
    this.#trouble()
    const snapshot = await this.#sealed()
    if (!snapshot) return
    this.#journal.newRun()
    const plan = makePlan(this.#input(snapshot))
    if (!plan) return
    this.#counts.plans += 1
    const releases: readonly Release[] =
      draw(3) === 0
        ? [
            { guard: 'run_threshold', by: 'mem_b' },
            { guard: 'day_threshold', by: 'mem_b' },
          ]
        : []
    if (draw(2) === 0) this.#trouble()
    await this.#carryThrough(plan.items, releases, 8)
  }

  async #carryThrough(
    planned: readonly PlanItem[],
    releases: readonly Release[],
    attempts: number,
  ): Promise<void> {
    const { draw, referee } = this.#world
    let killIn = this.#killAt ?? (draw(2) === 0 ? draw(60) : -1)
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const items = planned.filter(({ id }) => !this.#journal.ended.has(id))
      const fresh = await this.#sealed()
      const blocks = fresh
        ? openBlocks(
            judgeAll(items, this.#input(fresh), 'apply', this.#journal.doneOfRun()),
            releases,
            'mem_a',
          )
        : []
      if (!fresh || blocks.some(({ on }) => on === 'plan')) {
        this.#counts.refused += 1
        if (attempt > 3) this.#world.portal.faults.clear()
        continue
      }
      const held = new Set(blocks.map(({ itemId }) => itemId))
      const free = items.filter(({ id }) => !held.has(id))
      this.#checkAmounts(free, fresh, releases)
      referee.permit({
        items: free,
        leaving: new Map(this.#journal.leaving),
        now: this.#world.clock.now,
      })
      this.#journal.killIn = killIn
      killIn = -1
      const over = await this.#apply(items, blocks)
      referee.permit(NOTHING)
      if (over) return
      if (draw(2) === 0) this.#trouble()
    }
  }

  /** As `tend-requests.ts` does it. */
  async #tend(): Promise<void> {
    this.#requests.passTime()
    const due = this.#requests.in('approved', 'ending')
    const snapshot = due.length > 0 ? await this.#sealed() : undefined
    if (!snapshot) return
    this.#journal.newRun()
    const input = this.#input(snapshot)
    const { items, told } = requestItems(due, {
      users: snapshot.users,
      leaving: this.#journal.leaving,
      isGone: () => true,
      invites: () => false,
    })
    this.#requests.settle(told, snapshot.users)
    const blocks = judgeAll(items, input, 'plan')
    const free = items.filter(
      (item) =>
        !blocks.some(({ on, itemId }) => on === 'plan' || itemId === item.id) &&
        noWayBack(item, input) === undefined,
    )
    if (free.length === 0) return
    this.#requests.begin(free)
    this.#counts.elevations += free.length
    await this.#carryThrough(free, [], 40)
    // A run that never comes to its end is gone on with in the product; here it has to.
    for (const { id } of this.#requests.in('granting'))
      this.#breaches.push(`${id} is being given for ever`)
  }

  /** @returns whether it came to its end */
  async #apply(items: readonly PlanItem[], blocks: readonly Block[]): Promise<boolean> {
    const { draw } = this.#world
    const holder = ++this.#journal.holder
    const stuck = items.flatMap(({ userId }) => (userId && this.#isStuck(userId) ? [userId] : []))
    const part = { items, blocks, stuck }
    try {
      const stopped =
        draw(5) === 0 ? await this.#race(part, holder) : await this.#carry(part, holder)
      if (stopped !== null) this.#counts.stops += 1
      return stopped === null
    } catch (thrown) {
      if (!(thrown instanceof Killed)) throw thrown
      this.#counts.kills += 1
      this.#journal.killIn = -1
      return false
    }
  }

  #isStuck(userId: string): boolean {
    return ['flag', 'strip', 'reassign'].some((act) => {
      const ending = this.#journal.ended.get(`${act}:${userId}`)
      return ending !== undefined && ending !== 'done' && ending !== 'already'
    })
  }

  /** One process stalls between an intention and its call, is taken for dead, and wakes up. */
  async #race(part: Parameters<typeof carryOutAll>[0], holder: number) {
    const { draw } = this.#world
    this.#world.referee.racing = true
    const wake = Promise.withResolvers<void>()
    const stalled = Promise.withResolvers<void>()
    let left = draw(4)
    const first = this.#carry(part, holder, async () => {
      if (left-- !== 0) return
      stalled.resolve()
      await wake.promise
    })
    await Promise.race([stalled.promise, first])
    const second = ++this.#journal.holder
    const rest = part.items.filter(({ id }) => !this.#journal.ended.has(id))
    const outcome = await this.#carry({ ...part, items: rest }, second)
    wake.resolve()
    const overtaken = await first
    this.#world.referee.racing = false
    if (overtaken === 'overtaken') this.#counts.overtaken += 1
    return outcome
  }

  #carry(
    part: Parameters<typeof carryOutAll>[0],
    holder: number,
    stall?: () => Promise<void>,
  ): ReturnType<typeof carryOutAll> {
    const { ctx, connection } = this.#world
    const by = { principalId: null, name: 'chaos', id: null }
    const portal = portalDoor(askHubSpot(ctx, connection, by), async () => ({ read: [] }))
    return carryOutAll(part, {
      portal,
      journal: this.#journal.of(holder, stall),
      wait: () => ctx.world.sleep(250),
    })
  }

  #trouble(): void {
    const { portal, draw } = this.#world
    if (draw(4) === 0) portal.faults.clear()
    else
      portal.chaos({ seed: draw(2 ** 31), depth: 3, reads: draw(2) === 0, changes: draw(2) === 0 })
  }

  async #sealed(): Promise<Snapshot | undefined> {
    const { ctx, connection, clock } = this.#world
    const read = await readPortal(ctx, {
      readingId: `rdg_${clock.now}`,
      connection,
      known: new Map(),
      since: null,
      lastLogins: new Map(),
      onStep: () => undefined,
      onPage: async () => undefined,
    })
    if (!read.ok) throw new Error('the credential was not asked about')
    const sealed = seal(read.value.reading)
    if (sealed.ok) return sealed.value
    this.#counts.unsealed += 1
    return undefined
  }

  #input(snapshot: Snapshot): PlanInput {
    const { clock, ownUserId, breakGlass } = this.#world
    return {
      now: new Date(clock.now),
      snapshot,
      newestReading: { at: snapshot.endedAt, sealed: true },
      desired: this.#wishes,
      setsToMake: [],
      sources: this.#sources,
      sourcesBefore: this.#sourcesBefore,
      protected: { own: [ownUserId], ownKnown: true, breakGlass: [emailKey(breakGlass)] },
      owned: this.#owned,
      fates: new Map(),
      leaving: new Map(this.#journal.leaving),
      elevated: this.#requests.elevated(),
      welcomed: new Set(this.#journal.welcomed),
      lastDay: this.#journal.lastDay(),
      settings: DEFAULT_SETTINGS,
      halted: false,
    }
  }

  /** Counted anew, by the rule and not by the guard. */
  #checkAmounts(free: readonly PlanItem[], fresh: Snapshot, releases: readonly Release[]): void {
    if (releases.length > 0) return
    const counts = countsOf(free)
    for (const one of COUNTED) {
      const allowed = allowedOf(DEFAULT_SETTINGS.perRun[one], fresh.users.length)
      if (counts[one] > allowed) this.#breaches.push(`${counts[one]} ${one} where ${allowed} may`)
    }
  }

  /** What is said to be done is so, at that very moment. */
  #checkDone(item: PlanItem, createdId: string | null): void {
    this.#counts.done += 1
    const user = this.#world.referee.truth(item.userId ?? createdId)
    if (item.act === 'remove' && user) this.#breaches.push(`${item.id} is said to be done`)
    const puts = ['create', 'change', 'restore', 'strip'].includes(item.act)
    if (puts && !(user && isAs(user, item.after)))
      this.#breaches.push(`${item.id} is said to be done, and is not`)
  }

  #secondInvitations(): number {
    const mails = this.#world.portal.people.welcomeMails.map(({ email }) => emailKey(email))
    const ours = mails.filter((mail) => this.#wishes.some(({ email }) => emailKey(email) === mail))
    return ours.length - new Set(ours).size
  }

  /** Each wish that the portal does not fulfil has to stand in the next plan, as an item or a block. */
  async #unnoticed(): Promise<readonly string[]> {
    let snapshot: Snapshot | undefined
    for (let tries = 0; tries < 3 && !snapshot; tries += 1) snapshot = await this.#sealed()
    const plan = snapshot && makePlan(this.#input(snapshot))
    if (!plan) return ['no reading without any trouble could be sealed']
    const said = new Set(
      [...plan.items, ...plan.blocks, ...(plan.notes ?? [])].flatMap(({ email }) =>
        email === null ? [] : [emailKey(email)],
      ),
    )
    return this.#wishes
      .filter((wish) => !this.#isFulfilled(wish) && !said.has(emailKey(wish.email)))
      .map(({ email }) => email)
  }

  #isFulfilled({ email, present, permissionSetId, primaryTeamId, seats }: DesiredUser): boolean {
    const found = this.#world.portal.people.find(emailKey(email))
    const user = found?.state === 'removed' ? undefined : found
    // Whoever leaves is stripped until the removal comes due: that is on its way. And who is
    // deactivated is shut out, also where the portal does not list them.
    if (!present)
      return (
        !user ||
        user.state === 'deactivated' ||
        (this.#journal.leaving.get(String(user.id))?.stripped ?? null) !== null
      )
    return (
      user !== undefined &&
      (permissionSetId === undefined || (user.roleIds[0] ?? null) === permissionSetId) &&
      (primaryTeamId === undefined || user.primaryTeamId === primaryTeamId) &&
      (seats === undefined || seats.toSorted().join() === user.seatNames.toSorted().join())
    )
  }
}
