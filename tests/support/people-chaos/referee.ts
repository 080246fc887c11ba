/**
 * Watches every write as it leaves, and compares it with what is true in the portal at that moment:
 * not with what Hubward believes. It knows what nobody may do, whatever was planned.
 */
import type { DirectPortal, User } from '../../../emulator/index.ts'
import { emailKey } from '../../../src/domain/people/portal-user.ts'
import {
  accessStateOf,
  differingFields,
  type AccessState,
} from '../../../src/domain/people/plan/access-state.ts'
import type { PlanItem } from '../../../src/domain/people/plan/plan.ts'
import type { Leaving } from '../../../src/domain/people/plan/plan-input.ts'

/** What may be done just now. */
export interface Permitted {
  readonly items: readonly PlanItem[]
  readonly leaving: ReadonlyMap<string, Leaving>
  readonly now: number
}

export const NOTHING: Permitted = { items: [], leaving: new Map(), now: 0 }

const COOL_OFF_MS = 7 * 86_400_000

export class Referee {
  readonly breaches: string[] = []
  readonly wronglyRemoved: string[] = []
  removals = 0
  doubleCreates = 0
  writes = 0
  /** A process that was taken for dead may wake up with one call in hand: HubSpot refuses the address. */
  racing = false
  permitted: Permitted = NOTHING
  readonly #portal: DirectPortal
  readonly #spared: ReadonlySet<string>
  readonly #made = new Set<string>()
  /** Users whom we wrote to in this run: after a lost answer they are no longer as planned. */
  readonly #touched = new Set<string>()

  /** @param spared addresses that nobody may touch */
  constructor(portal: DirectPortal, spared: readonly string[]) {
    this.#portal = portal
    this.#spared = new Set(spared.map(emailKey))
  }

  permit(permitted: Permitted): void {
    this.permitted = permitted
    this.#touched.clear()
  }

  truth(userId: string | null): User | undefined {
    const user = userId === null ? undefined : this.#portal.people.find(userId)
    return user && user.state !== 'removed' ? user : undefined
  }

  /** Before a call leaves. */
  look(method: string, path: string, body: unknown): void {
    if (method === 'GET' || !/^\/settings\/v3\/users(\/|$)/.test(path)) return
    this.writes += 1
    if (method === 'POST') return this.#create(body as { email: string })
    const userId = decodeURIComponent(path.split('/').at(-1) ?? '')
    const user = this.truth(userId)
    if (!user) return
    if (user.superAdmin) this.breaches.push(`${method} to the super admin ${userId}`)
    if (this.#spared.has(user.email)) this.breaches.push(`${method} to the protected ${userId}`)
    if (method === 'DELETE') this.#remove(user)
    else this.#put(user, body as Record<string, unknown>)
    this.#touched.add(userId)
  }

  #create({ email }: { email: string }): void {
    const key = emailKey(email)
    const there = this.#portal.people.find(key)
    const isThere = there !== undefined && there.state !== 'removed'
    if (isThere && this.#made.has(key) && !this.racing) this.doubleCreates += 1
    this.#made.add(key)
    if (!this.permitted.items.some((item) => item.act === 'create' && emailKey(item.email) === key))
      this.breaches.push(`created ${email} without a plan`)
  }

  #put(user: User, body: Record<string, unknown>): void {
    for (const field of ['roleId', 'primaryTeamId', 'secondaryTeamIds', 'seatNames'])
      if (!(field in body)) this.breaches.push(`PUT to ${user.id} without ${field}`)
    const items = this.permitted.items.filter(
      (item) =>
        item.userId === String(user.id) ||
        (item.act === 'create' && emailKey(item.email) === user.email),
    )
    if (items.length === 0) this.breaches.push(`PUT to ${user.id} without a plan`)
    const asPlanned = items.some(
      (item) =>
        item.act === 'create' || this.#touched.has(String(user.id)) || isAs(user, item.before),
    )
    if (!asPlanned) this.breaches.push(`PUT over what somebody else changed of ${user.id}`)
  }

  #remove(user: User): void {
    this.removals += 1
    const id = String(user.id)
    const { items, leaving, now } = this.permitted
    const stripped = leaving.get(id)?.stripped
    const why = !items.some((item) => item.act === 'remove' && item.userId === id)
      ? 'no plan'
      : !stripped
        ? 'not stripped'
        : stripped.at.getTime() + COOL_OFF_MS > now
          ? 'not cooled off'
          : !isAs(user, stripped.state)
            ? 'has access again'
            : null
    if (why !== null || user.superAdmin || this.#spared.has(user.email))
      this.wronglyRemoved.push(`${id}: ${why ?? 'protected'}`)
  }
}

export const stateOfUser = (user: User): AccessState =>
  accessStateOf({
    firstName: user.firstName,
    lastName: user.lastName,
    permissionSetIds: user.roleIds,
    primaryTeamId: user.primaryTeamId,
    secondaryTeamIds: user.secondaryTeamIds,
    seats: user.seatNames,
  })

export const isAs = (user: User, state: AccessState | null): boolean =>
  state !== null && differingFields(stateOfUser(user), state, 'without_names').length === 0
