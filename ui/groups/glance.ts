/** A group's grants at a glance: what may be done where, in few words. */
import { untilWords } from './ends.ts'
import type { GroupView } from './matrix.ts'

export interface Glance {
  readonly connection: { readonly id: string; readonly name: string }
  readonly reads: number
  readonly writes: number
  /** Merging and erasing among the writes. */
  readonly dangers: number
  /** Of the grant that ends first. */
  readonly endsAt: string | null
  /** The others end later, or never. */
  readonly partly: boolean
}

export function glancesOf({ grants }: Pick<GroupView, 'grants'>): readonly Glance[] {
  const live = grants.filter(({ state }) => state === 'live')
  return [...Map.groupBy(live, ({ connection }) => connection.id).values()].map((found) => {
    const scopes = [...new Set(found.flatMap((grant) => grant.scopes))]
    const verbs = scopes.map((scope) => scope.slice(scope.indexOf(':') + 1))
    const reads = verbs.filter((verb) => verb === 'read').length
    const ends = found.flatMap(({ expiresAt }) => expiresAt ?? []).toSorted()
    return {
      connection: found[0]?.connection ?? { id: '', name: '' },
      reads,
      writes: scopes.length - reads,
      dangers: verbs.filter((verb) => verb !== 'read' && verb !== 'write').length,
      endsAt: ends[0] ?? null,
      partly: found.some(({ expiresAt }) => expiresAt !== ends[0]),
    }
  })
}

/** "until 31 Jan 2027", "some until 31 Jan 2027"; nothing where nothing ends. */
export function glanceEnd({ endsAt, partly }: Pick<Glance, 'endsAt' | 'partly'>): string | null {
  if (endsAt === null) return null
  return partly ? `some ${untilWords(endsAt)}` : untilWords(endsAt)
}

/** "12 to read, 3 to change". */
export function glanceWords({ reads, writes }: Pick<Glance, 'reads' | 'writes'>): string {
  return [reads > 0 && `${reads} to read`, writes > 0 && `${writes} to change`]
    .filter(Boolean)
    .join(', ')
}
