// Who came in, and who tried to. HubSpot tells the last 90 days. The seeded part lies before the day
// on which the portal was started, and is made when first read.
import { mix, pick } from '../random.ts'
import type { User } from './user.ts'

export type Login = {
  id: string
  at: number
  userId: number
  email: string
  succeeded: boolean
  ipAddress: string
  userAgent: string
}

type LoginEntry = Pick<Login, 'at' | 'userId' | 'email' | 'succeeded'> &
  Partial<Pick<Login, 'ipAddress' | 'userAgent'>>

const DAY = 86_400_000
const WINDOW_MS = 90 * DAY
const FIRST_ID = 4_800_000_000
const AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
] as const

export class LoginLog {
  readonly #seed: () => Login[]
  #seeded: Login[] | undefined
  /** Newest first. */
  #entries: Login[] | undefined
  #made = 0
  readonly #later: Login[] = []

  constructor(seed: number, users: readonly User[], startedAt: number) {
    const today = Math.floor(startedAt / DAY) * DAY
    this.#seed = () => seededLogins(seed, users, today)
  }

  add(entry: LoginEntry): Login {
    this.#made += 1
    const login = {
      ipAddress: '203.0.113.7',
      userAgent: AGENTS[0],
      ...entry,
      id: String(FIRST_ID + 50_000_000 + this.#made),
    }
    this.#later.push(login)
    this.#entries = undefined
    return login
  }

  /** Newest first, of the last 90 days. */
  recent(now: number, userId?: number): Login[] {
    this.#seeded ??= this.#seed()
    this.#entries ??= [...this.#later, ...this.#seeded].sort(
      (a, b) => b.at - a.at || Number(b.id) - Number(a.id),
    )
    return this.#entries.filter(
      (login) =>
        login.at <= now &&
        login.at > now - WINDOW_MS &&
        (userId === undefined || login.userId === userId),
    )
  }
}

/** One in twelve has not been here for so long that nothing is told. */
function seededLogins(seed: number, users: readonly User[], today: number): Login[] {
  const logins: Login[] = []
  for (const user of users) {
    if (!user.activated || (user.id !== 8_200_000 && mix(seed, 71, user.id) % 12 === 0)) continue
    const times = 1 + (mix(seed, 72, user.id) % 4)
    for (let k = 0; k < times; k += 1) {
      const hash = mix(seed, 73 + k, user.id)
      logins.push({
        id: String(FIRST_ID + logins.length),
        at: today - DAY - (hash % (75 * DAY)),
        userId: user.id,
        email: user.email,
        succeeded: k === 0 || hash % 9 !== 0,
        ipAddress: `203.0.113.${hash % 250}`,
        userAgent: pick(AGENTS, hash),
      })
    }
  }
  return logins
}
