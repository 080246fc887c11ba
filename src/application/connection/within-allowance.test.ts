/** Promise: what Hubward asks about a credential is booked, and what it does not ask is given back. */
import { expect, test } from 'vitest'
import { redacted } from '../../domain/redacted.ts'
import { err, ok } from '../../domain/result.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { Allowance, Budget, BudgetRequest } from '../ports.ts'
import type { AccountReader } from './ports.ts'
import { withinAllowance } from './within-allowance.ts'

const connection = { id: 'con_1' } as Connection
const presented = {
  kind: 'service_key',
  baseUrl: 'http://127.0.0.1',
  token: redacted('token'),
} as const

function rig(
  take: (number: number) => ReturnType<Budget['take']> | undefined = () => undefined,
  read: AccountReader['read'] = async () => err({ reason: 'credential_invalid' }),
  questions = 3,
) {
  const asked: BudgetRequest[] = []
  const ended = { lost: 0, cancelled: 0 }
  let readings = 0
  const budget: Budget = {
    take(request) {
      asked.push(request)
      const allowance: Allowance = {
        waitedMs: 0,
        settle: () => {
          throw new Error('HubSpot does not say what it counted')
        },
        lost: () => void (ended.lost += 1),
        cancel: () => void (ended.cancelled += 1),
      }
      return take(asked.length) ?? ok(allowance)
    },
    refused: () => undefined,
    reading: () => [],
  }
  const accounts = withinAllowance(
    {
      operatorOrigin: null,
      read: (presented_, within, asks) => {
        readings += 1
        for (let question = 0; question < questions; question++) asks?.()
        return read(presented_, within)
      },
    },
    budget,
  )
  return { accounts, asked, ended, readings: () => readings }
}

test('a read of a known connection takes what it may ask, and holds it for a window', async () => {
  const { accounts, asked, ended } = rig()
  await accounts.read(presented, connection)
  expect(ended).toEqual({ lost: 3, cancelled: 0 })
  expect(asked).toHaveLength(3)
  expect(asked[0]).toEqual({
    connection,
    buckets: ['burst', 'daily'],
    lane: 'interactive',
    groupId: 'credential',
    despiteDay: true,
    patienceMs: 10_000,
  })
})

test.each([
  [1, { lost: 1, cancelled: 2 }],
  [5, { lost: 3, cancelled: 0 }],
])('where HubSpot is asked %i times, the rest is given back', async (questions, expected) => {
  const { accounts, ended } = rig(undefined, undefined, questions)
  await accounts.read(presented, connection)
  expect(ended).toEqual(expected)
})

test('a portal that is not known yet has no allowance to take it from', async () => {
  const { accounts, asked, readings } = rig()
  await accounts.read(presented)
  expect(asked).toEqual([])
  expect(readings()).toBe(1)
})

test('of what was reserved, the reads that were not made are given back', async () => {
  const { accounts, ended } = rig()
  const room = await accounts.reserve(connection, 2, 2_000)
  await room.read(presented)
  room.end()
  expect(ended).toEqual({ lost: 3, cancelled: 3 })
  room.end()
  expect(ended).toEqual({ lost: 3, cancelled: 3 })
})

test('a read that breaks has perhaps been counted too', async () => {
  const { accounts, ended } = rig(undefined, async () => Promise.reject(new Error('broken')))
  await expect(accounts.read(presented, connection)).rejects.toThrow('broken')
  expect(ended).toEqual({ lost: 3, cancelled: 0 })
})

test.each([
  [
    'is used up',
    () => err({ reason: 'budget_spent', budget: 'burst', retryAfterMs: 9_000 } as const),
  ],
  ['cannot be asked', () => Promise.reject(new Error('the database is away'))],
])(
  'where the allowance %s, it asks all the same: a rotation does not wait for it',
  async (_, no) => {
    const { accounts, ended, readings } = rig((number) => (number === 2 ? no() : undefined))
    await accounts.read(presented, connection)
    expect(readings()).toBe(1)
    expect(ended).toEqual({ lost: 2, cancelled: 0 })
  },
)

test('the end of the lock reaches the question', async () => {
  const held = new AbortController()
  let heard: AbortSignal | undefined
  const { accounts } = rig(undefined, async (_, within) => {
    heard = within
    return err({ reason: 'credential_invalid' })
  })
  const room = await accounts.reserve(connection, 1)
  await room.read(presented, held.signal)
  expect(heard).toBe(held.signal)
})
