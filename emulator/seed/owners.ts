// The portal's owners: the salespeople to whom seeded records belong, one queue, and one who left.
import { mix, pick } from '../random.ts'
import { SEED_START } from './calendar.ts'
import { FIRST_NAMES, LAST_NAMES } from './words.ts'

export type Owner = {
  id: string
  email: string
  type: 'PERSON' | 'QUEUE'
  firstName: string
  lastName: string
  userId: number
  createdAt: number
  updatedAt: number
  archived: boolean
  teams: { id: string; name: string; primary: boolean }[]
}

const TEAMS = [
  { id: '4101', name: 'Sales', primary: true },
  { id: '4102', name: 'Marketing', primary: true },
  { id: '4103', name: 'Service', primary: true },
]

export function seedOwners(seed: number): Owner[] {
  return Array.from({ length: 12 }, (_, n) => {
    const firstName = FIRST_NAMES[(mix(seed, 31) + n * 7) % FIRST_NAMES.length]!
    const lastName = pick(LAST_NAMES, mix(seed, 32, n))
    return {
      id: String(76_500_000 + n * 13),
      email: `${firstName}.${lastName}@our-firm.example`.toLowerCase(),
      type: n === 10 ? ('QUEUE' as const) : ('PERSON' as const),
      firstName,
      lastName,
      userId: 8_200_000 + n * 17,
      createdAt: SEED_START + n * 86_400_000,
      updatedAt: SEED_START + n * 172_800_000,
      archived: n === 11,
      teams: [TEAMS[n % TEAMS.length]!],
    }
  })
}
