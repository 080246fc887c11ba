// Who works in the seeded portal. A number per place: the same seed gives the same people. The first
// twelve places (ten members, a queue, one who left) are the same in every portal that has them.
import type { Members } from '../people/user-book.ts'
import type { PermissionSet, Queue, Seat, Team, User } from '../people/user.ts'
import { mix, pick } from '../random.ts'
import { SEED_START } from './calendar.ts'
import { FIRST_NAMES, JOB_TITLES, LAST_NAMES } from './words.ts'

const DAY = 86_400_000
const QUEUE = 10
const LEFT = 11

const SEAT = {
  core: 'Core Seat',
  sales: 'Sales Hub Professional Seat',
  service: 'Service Hub Professional Seat',
  view: 'View-Only Seat',
} as const

/** View-only seats cost nothing, so there are always some left. */
const PLENTY = 999_999

const PERMISSION_SETS: readonly PermissionSet[] = [
  { id: '51001', name: 'Sales', requiresBillingWrite: true, seatName: SEAT.sales },
  { id: '51002', name: 'View only', requiresBillingWrite: false },
  { id: '51003', name: 'Marketing', requiresBillingWrite: true, seatName: SEAT.core },
  { id: '51004', name: 'Service', requiresBillingWrite: true, seatName: SEAT.service },
  { id: '51005', name: 'Contractor', requiresBillingWrite: false },
]
const ROLES_BY_SHARE = ['51001', '51001', '51001', '51003', '51003', '51004', '51002', '51002']

const HEAD_TEAMS = ['Sales', 'Marketing', 'Service'] as const
const REGIONS = ['North', 'South', 'East', 'West', 'Central', 'Coast', 'Alps', 'Islands'] as const

/** `count` members besides those who left. */
export function seedMembers(seed: number, count: number): Members {
  const teams = seedTeams(count)
  const users: User[] = []
  const queues: Queue[] = []
  const taken = new Set<string>()
  let living = 0
  for (let n = 0; living < count || n <= LEFT; n += 1) {
    const who = person(seed, n, taken)
    if (n === QUEUE) queues.push({ ...who, teamId: teams[n % 3]!.id })
    else if (n === LEFT) users.push(left(seed, n, who, teams))
    else if (living < count) {
      users.push(n < QUEUE ? founder(n, who, teams) : colleague(seed, n, who, teams))
      living += 1
    }
  }
  const gone = count > QUEUE ? Math.ceil(count / 50) : 0
  for (let n = count + 2; n < count + 2 + gone; n += 1) {
    users.push(left(seed, n, person(seed, n, taken), teams))
  }
  return { users, queues, teams, permissionSets: PERMISSION_SETS, seats: seedSeats(users) }
}

type Person = Omit<Queue, 'teamId'>

function person(seed: number, n: number, taken: Set<string>): Person {
  const service = n % 500 === 13
  const firstName = service
    ? 'Data'
    : FIRST_NAMES[
        (mix(seed, 31) + n * 7 + Math.floor(n / FIRST_NAMES.length)) % FIRST_NAMES.length
      ]!
  const lastName = service ? 'Integration' : pick(LAST_NAMES, mix(seed, 32, n))
  const outside = n > LEFT && !service && mix(seed, 33, n) % 100 === 9
  const local = service ? 'integration' : `${firstName}.${lastName}`.toLowerCase()
  const domain = outside ? 'agency-partner.example' : 'our-firm.example'
  const plain = `${local}@${domain}`
  const email = taken.has(plain) ? `${local}${n}@${domain}` : plain
  taken.add(email)
  return {
    id: 8_200_000 + n * 17,
    ownerId: String(76_500_000 + n * 13),
    email,
    firstName,
    lastName,
    // The later ones of a large portal came closer together, but nobody after the seed's end.
    createdAt: SEED_START + Math.floor((n * DAY) / (1 + n / 1000)),
    updatedAt: SEED_START + Math.floor((n * 2 * DAY) / (1 + n / 500)),
  }
}

/** The first ten: the super admin, and a handful whose role can be seen. */
function founder(n: number, who: Person, teams: readonly Team[]): User {
  const sales = n % 3 === 1
  return {
    ...who,
    jobTitle: JOB_TITLES[n % JOB_TITLES.length]!,
    state: 'active',
    activated: true,
    superAdmin: n === 0,
    roleIds: sales ? ['51001'] : [],
    primaryTeamId: teams[n % 3]!.id,
    secondaryTeamIds: [],
    seatNames: [sales ? SEAT.sales : SEAT.core],
  }
}

function colleague(seed: number, n: number, who: Person, teams: readonly Team[]): User {
  const share = mix(seed, 33, n) % 100
  const service = n % 500 === 13
  const superAdmin = n === 12 || (!service && share > 9 && mix(seed, 34, n) % 200 === 0)
  const invited = share < 4 && n !== 12 && !service
  const deactivated = share >= 4 && share < 9 && n !== 12 && !service
  const role = service
    ? '51002'
    : superAdmin
      ? undefined
      : ROLES_BY_SHARE[mix(seed, 35, n) % (ROLES_BY_SHARE.length + 2)]
  const primary = mix(seed, 36, n) % 20 === 0 || service ? null : pick(teams, mix(seed, 37, n)).id
  const others = [38, 39]
    .filter((kind) => mix(seed, kind, n) % 10 === 0)
    .map((kind) => pick(teams, mix(seed, kind + 10, n)).id)
  return {
    ...who,
    jobTitle: mix(seed, 40, n) % 10 === 0 ? null : pick(JOB_TITLES, mix(seed, 41, n)),
    state: invited ? 'invited' : deactivated ? 'deactivated' : 'active',
    activated: !invited,
    superAdmin,
    roleIds: role === undefined ? [] : [role],
    primaryTeamId: primary,
    secondaryTeamIds: [...new Set(others)].filter((id) => id !== primary),
    seatNames: [seatOf(role)],
  }
}

const seatOf = (role: string | undefined): string =>
  role === '51002'
    ? SEAT.view
    : (PERMISSION_SETS.find((set) => set.id === role)?.seatName ?? SEAT.core)

function left(seed: number, n: number, who: Person, teams: readonly Team[]): User {
  return {
    ...who,
    jobTitle: pick(JOB_TITLES, mix(seed, 41, n)),
    state: 'removed',
    activated: true,
    superAdmin: false,
    roleIds: [],
    primaryTeamId: teams[n % 3]!.id,
    secondaryTeamIds: [],
    seatNames: [],
    removedAt: who.updatedAt,
  }
}

/** Three heads, and in a larger portal their regions. */
function seedTeams(count: number): Team[] {
  const heads = HEAD_TEAMS.map((name, n) => ({ id: String(4101 + n), name, parentTeamId: null }))
  const regions = Math.min(HEAD_TEAMS.length * REGIONS.length, Math.floor(count / 40))
  return [
    ...heads,
    ...Array.from({ length: regions }, (_, n) => {
      const head = heads[n % heads.length]!
      const region = REGIONS[Math.floor(n / heads.length)]!
      return { id: String(4104 + n), name: `${head.name} ${region}`, parentTeamId: head.id }
    }),
  ]
}

/** Bought: what is held, and a few more. */
function seedSeats(users: readonly User[]): Seat[] {
  const held = new Map<string, number>()
  for (const user of users) {
    if (user.state === 'deactivated') continue
    for (const name of user.seatNames) held.set(name, (held.get(name) ?? 0) + 1)
  }
  const spare = (part: number) => Math.max(2, Math.ceil(users.length / part))
  const seat = (name: string, description: string, more: number): Seat => ({
    name,
    description,
    bought: more === PLENTY ? PLENTY : (held.get(name) ?? 0) + more,
  })
  return [
    seat(SEAT.core, 'Edit access to what the account has bought.', spare(20)),
    seat(SEAT.sales, 'Everything of Core, and the sales tools.', spare(50)),
    seat(SEAT.service, 'Everything of Core, and the service tools.', spare(50)),
    seat(SEAT.view, 'Looks at records and changes nothing.', PLENTY),
  ]
}
