// The seeded users: the same for everyone, believable in their mixture, and as many as are wanted.
import { expect, test } from 'vitest'
import { countsOf } from '../options.ts'
import { isMember } from '../people/user.ts'
import { seedMembers } from './members.ts'

test('one seed gives the same people, another gives others', () => {
  expect(seedMembers(1, 500)).toEqual(seedMembers(1, 500))
  expect(seedMembers(2, 500)).not.toEqual(seedMembers(1, 500))
})

test('the first ten, the queue and the one who left are there in every portal', () => {
  const few = seedMembers(3, 10)
  const many = seedMembers(3, 2000)
  expect(many.users.slice(0, 11).map(({ email }) => email)).toEqual(
    few.users.map(({ email }) => email),
  )
  expect(many.queues.map(({ email }) => email)).toEqual(few.queues.map(({ email }) => email))
  expect(few.users.filter(({ superAdmin }) => superAdmin)).toHaveLength(1)
})

test('ten thousand users are all different, and of every kind', () => {
  const { users, teams, seats, permissionSets } = seedMembers(4, 10_000)
  const members = users.filter(isMember)
  expect(members).toHaveLength(10_000)
  for (const name of ['id', 'email', 'ownerId'] as const)
    expect(new Set(users.map((user) => user[name])).size).toBe(users.length)
  expect(users.map(({ id }) => id)).toEqual(users.map(({ id }) => id).toSorted((a, b) => a - b))
  const share = (is: (user: (typeof users)[number]) => boolean) =>
    members.filter(is).length / members.length
  expect(share(({ state }) => state === 'invited')).toBeCloseTo(0.04, 1)
  expect(share(({ state }) => state === 'deactivated')).toBeCloseTo(0.05, 1)
  expect(share(({ superAdmin }) => superAdmin)).toBeLessThan(0.02)
  for (const is of [
    (user: (typeof users)[number]) => user.superAdmin && user.state === 'active',
    (user: (typeof users)[number]) => !user.email.endsWith('@our-firm.example'),
    (user: (typeof users)[number]) => user.firstName === 'Data',
    (user: (typeof users)[number]) => user.secondaryTeamIds.length > 0,
    (user: (typeof users)[number]) => user.primaryTeamId === null,
    (user: (typeof users)[number]) => user.roleIds.length > 0,
  ])
    expect(members.filter(is).length).toBeGreaterThan(1)
  expect(teams.some(({ parentTeamId }) => parentTeamId !== null)).toBe(true)
  for (const user of users) {
    expect(user.secondaryTeamIds).not.toContain(user.primaryTeamId)
    expect(user.updatedAt).toBeGreaterThanOrEqual(user.createdAt)
    for (const id of user.roleIds) expect(permissionSets.map((set) => set.id)).toContain(id)
    for (const name of user.seatNames) expect(seats.map((seat) => seat.name)).toContain(name)
  }
  for (const seat of seats) {
    const held = members.filter(
      (user) => user.state !== 'deactivated' && user.seatNames.includes(seat.name),
    )
    expect(seat.bought).toBeGreaterThan(held.length)
  }
})

test('a portal without anybody is refused: somebody made its tokens', () => {
  expect(() => countsOf({ users: 0 })).toThrow(RangeError)
})
