// What people did to keys and users of the portal, as its security activity shows it. Kept newest
// last; how long HubSpot keeps it is not established, so nothing is dropped unless a test says so.

export type SecurityEntry = {
  id: string
  createdAt: number
  /** HubSpot's own words, 139 of them; the emulator writes those about keys and users. */
  type: string
  userId: number
  actingUser: string
  /** The key, app or user that it is about. */
  objectId: string | undefined
  /** Where the acting user was. */
  ipAddress?: string
}

export class SecurityLog {
  readonly #entries: SecurityEntry[] = []
  #made = 0

  add(entry: Omit<SecurityEntry, 'id'>): SecurityEntry {
    this.#made += 1
    const whole = { ...entry, id: String(5_432_653 + this.#made) }
    this.#entries.push(whole)
    return whole
  }

  /** Inclusive at `from`, exclusive at `to`; oldest first. */
  between(from: number, to: number): SecurityEntry[] {
    return this.#entries.filter(({ createdAt }) => createdAt >= from && createdAt < to)
  }

  /** Forgets what is older, as a portal whose history has a limit would. */
  forgetBefore(instant: number): void {
    const kept = this.#entries.filter(({ createdAt }) => createdAt >= instant)
    this.#entries.splice(0, this.#entries.length, ...kept)
  }
}
