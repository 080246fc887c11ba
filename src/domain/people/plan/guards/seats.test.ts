/** Seats are counted as they are left, and a step meets its own write when it goes on after a kill. */
import { expect, test } from 'vitest'
import {
  planInput,
  portalOf,
  portalUser,
  snapshotOf,
} from '../../../../../tests/support/portal-people.ts'
import { accessStateOf } from '../access-state.ts'
import { draftItem } from '../draft-item.ts'
import type { PortalUser } from '../../portal-user.ts'
import { judgeAll } from './judge.ts'

const PORTAL = portalOf(40)

test('a seat that a killed step took already is not taken twice', () => {
  const seats = snapshotOf(PORTAL).seats.map((seat) => ({ ...seat, remaining: 0 }))
  const seat = seats[0]?.name ?? ''
  const itemsOf = (user: PortalUser) => {
    const before = { ...accessStateOf(user), seats: [] }
    const desire = { source: 'rules', key: user.email, email: user.email } as const
    const common = { desire, after: { ...before, seats: [seat] }, reason: '' }
    return [
      draftItem({ ...common, act: 'change', user, more: { before } }),
      draftItem({ ...common, act: 'create', user: null }),
    ]
  }
  const guards = (user: PortalUser) => {
    const users = [...PORTAL, user]
    const input = planInput(users, [], { snapshot: snapshotOf(users, { seats }) })
    return itemsOf(user).map((item) => judgeAll([item], input, 'plan').map(({ guard }) => guard))
  }
  expect(guards(portalUser('50', { seats: [seat] }))).toEqual([[], []])
  expect(guards(portalUser('50'))).toEqual([['seats_not_bought'], ['seats_not_bought']])
})
