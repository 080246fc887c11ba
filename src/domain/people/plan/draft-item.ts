/** Puts one item together, so that each says all that an item says. */
import type { DesiredUser } from '../desired-user.ts'
import type { PortalUser } from '../portal-user.ts'
import { accessStateOf, namesOf, type AccessState } from './access-state.ts'
import type { Act, PlanItem } from './plan.ts'

export interface Drafted {
  readonly act: Act
  readonly desire: Pick<DesiredUser, 'source' | 'key' | 'email'>
  readonly user: PortalUser | null
  readonly after: AccessState | null
  readonly reason: string
  readonly more?: Partial<
    Pick<PlanItem, 'owned' | 'move' | 'welcome' | 'task' | 'names' | 'before'>
  >
}

export function draftItem({ act, desire, user, after, reason, more = {} }: Drafted): PlanItem {
  const before = more.before === undefined ? user && accessStateOf(user) : more.before
  const held = before?.seats ?? []
  const wanted = after?.seats ?? []
  const writesSeats = act !== 'task' && act !== 'flag' && act !== 'reassign'
  return {
    id: itemId(act, user?.userId ?? desire.email, more.task?.kind),
    act,
    userId: user?.userId ?? null,
    email: user?.email ?? desire.email,
    desire: { source: desire.source, key: desire.key },
    reason,
    before,
    after,
    seats: {
      taken: writesSeats ? wanted.filter((seat) => !held.includes(seat)) : [],
      freed: writesSeats ? held.filter((seat) => !wanted.includes(seat)) : [],
    },
    owned: null,
    move: null,
    welcome: false,
    names: user === null ? 'without_names' : namesOf(user),
    superAdmin: user?.superAdmin ?? false,
    task: null,
    ...more,
  }
}

const itemId = (act: Act, who: string, kind: string | undefined): string =>
  [act, ...(kind ? [kind] : []), who].join(':')
