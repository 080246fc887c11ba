/** Promise: a grant that HubSpot changed is neither lost to a database that stumbles nor left alive. */
import { expect, test } from 'vitest'
import { redacted } from '../../domain/redacted.ts'
import { ok } from '../../domain/result.ts'
import type { Services } from '../context.ts'
import { writeGrant } from './write-grant.ts'

const quiet = () => undefined
const app = { clientId: redacted('client'), clientSecret: redacted('secret') }

function rig(changed = 'changed') {
  const ended: string[] = []
  const parts = {
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    world: { sleep: async () => undefined },
    oauth: {
      revoke: async (_url: string, _app: unknown, token: { reveal(): string }) => {
        ended.push(token.reveal())
        return ok(null)
      },
    },
  } as unknown as Services
  const grant = {
    connection: { id: 'con_1', baseUrl: 'http://127.0.0.1' },
    app,
    used: redacted('used'),
    changed: redacted(changed),
  }
  return { ended, write: (work: () => Promise<boolean>) => writeGrant(parts, grant, work) }
}

const failing = (times: number) => {
  let tries = 0
  return {
    tries: () => tries,
    work: async () => {
      tries += 1
      if (tries <= times) throw new Error('connection reset')
      return true
    },
  }
}

test('is written with the fourth try where three failed', async () => {
  const { work, tries } = failing(3)
  expect(await rig().write(work)).toBe(true)
  expect(tries()).toBe(4)
})

test('is given up after four', async () => {
  const { work, tries } = failing(9)
  await expect(rig().write(work)).rejects.toThrow('connection reset')
  expect(tries()).toBe(4)
})

test('is ended at HubSpot where it has no place here any more', async () => {
  const { ended, write } = rig()
  expect(await write(async () => false)).toBe(false)
  expect(ended).toEqual(['changed'])
})

test('is not ended where it has one, nor where HubSpot changed nothing: that was ended with the rest', async () => {
  const kept = rig()
  await kept.write(async () => true)
  const same = rig('used')
  await same.write(async () => false)
  expect([...kept.ended, ...same.ended]).toEqual([])
})
