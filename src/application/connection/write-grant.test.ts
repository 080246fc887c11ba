/** Promise: a grant that HubSpot changed is neither lost to a database that stumbles nor left alive. */
import { expect, test } from 'vitest'
import { redacted } from '../../domain/redacted.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { err, ok } from '../../domain/result.ts'
import type { Services } from '../context.ts'
import { writeGrant } from './write-grant.ts'

const CON = 'con_0123456789abcdefghjk'
const quiet = () => undefined
const app = { clientId: redacted('client'), clientSecret: redacted('secret') }

/** @param deaf how often HubSpot does not answer to an end */
function rig(changed = 'changed', deaf = 0) {
  const ended: string[] = []
  const recorded: unknown[] = []
  const parts = {
    store: {
      transaction: async (work: (tx: unknown) => Promise<unknown>) =>
        work({
          audit: { append: async (event: unknown) => recorded.push(event) },
          notices: { insert: async (notice: unknown) => recorded.push(notice) },
          jobs: { send: async () => undefined },
        }),
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    world: {
      sleep: async () => undefined,
      now: () => new Date(),
      randomBytes: (size: number) => new Uint8Array(size),
    },
    oauth: {
      revoke: async (_url: string, _app: unknown, token: { reveal(): string }) => {
        ended.push(token.reveal())
        return ended.length > deaf ? ok(null) : err({ reason: 'unreachable' })
      },
    },
  } as unknown as Services
  const grant = {
    connection: {
      id: CON,
      name: 'main',
      budget: {},
      hubspotScopes: [],
    } as unknown as Connection,
    app,
    used: redacted('used'),
    changed: redacted(changed),
  }
  return {
    ended,
    recorded,
    write: (work: () => Promise<boolean>) => writeGrant(parts, grant, work),
  }
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

test('is ended with the fourth try where HubSpot did not hear three', async () => {
  const { ended, recorded, write } = rig('changed', 3)
  expect(await write(async () => false)).toBe(false)
  expect(ended).toHaveLength(4)
  expect(recorded).toEqual([])
})

test('that HubSpot never hears of is in the audit, and told: somebody has to end it there', async () => {
  const { ended, recorded, write } = rig('changed', 9)
  expect(await write(async () => false)).toBe(false)
  expect(ended).toHaveLength(4)
  expect(recorded).toMatchObject([
    { action: 'connection.grant_not_ended', targetId: CON },
    { kind: 'rotation.grant_lives', facts: { connectionId: CON } },
  ])
})
