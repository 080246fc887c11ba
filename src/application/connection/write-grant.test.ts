/** Promise: a grant that HubSpot changed is not lost to a database that stumbles. */
import { expect, test } from 'vitest'
import { HubwardError } from '../../domain/errors.ts'
import type { Services } from '../context.ts'
import { writeGrant } from './write-grant.ts'

const quiet = () => undefined
const parts = {
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  world: { sleep: async () => undefined },
} as unknown as Services

const failing = (times: number, error: Error) => {
  let tries = 0
  return {
    tries: () => tries,
    write: async () => {
      tries += 1
      if (tries <= times) throw error
    },
  }
}

test.each([new Error('connection reset'), new HubwardError('database.unreachable', 'away')])(
  'is written with the fourth try where three failed: %s',
  async (error) => {
    const { write, tries } = failing(3, error)
    await writeGrant(parts, write)
    expect(tries()).toBe(4)
  },
)

test('is given up after four', async () => {
  const { write, tries } = failing(9, new Error('gone'))
  await expect(writeGrant(parts, write)).rejects.toThrow('gone')
  expect(tries()).toBe(4)
})

test('is not written again where what it was for has ended', async () => {
  const { write, tries } = failing(9, new HubwardError('rotation.no_next', 'discarded'))
  await expect(writeGrant(parts, write)).rejects.toMatchObject({ code: 'rotation.no_next' })
  expect(tries()).toBe(1)
})
