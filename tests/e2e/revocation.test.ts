import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeFromGroup } from '../../src/application/access/remove-from-group.ts'
import { removeGrant } from '../../src/application/access/remove-grant.ts'
import { removeGroup } from '../../src/application/access/remove-group.ts'
import { removeMember } from '../../src/application/access/remove-member.ts'
import { revokeKey } from '../../src/application/access/revoke-key.ts'
import { suspendConnection } from '../../src/application/connection/suspend-connection.ts'
import { resumeConnection } from '../../src/application/connection/resume-connection.ts'
import { product, type Member, type Product } from '../support/product.ts'

let world: Product

beforeAll(async () => {
  world = await product({ replicas: 2 })
})
afterAll(() => world.close())

const read = (url: string, key: string): Promise<number> =>
  fetch(`${url}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
    headers: { authorization: `Bearer ${key}` },
  }).then(async (answer) => {
    await answer.arrayBuffer()
    return answer.status
  })

/** Each way to take access away, and what its caller then hears. */
const WAYS: readonly [string, number, (member: Member) => Promise<unknown>][] = [
  ['a key is revoked', 401, (m) => revokeKey(world.admin, { key: m.keyId })],
  ['a member is removed', 401, (m) => removeMember(world.admin, { member: m.email })],
  ['a grant is removed', 404, (m) => removeGrant(world.admin, { grant: m.grant.id })],
  ['a group is removed', 404, (m) => removeGroup(world.admin, { group: m.group })],
  [
    'a member leaves the group',
    404,
    (m) => removeFromGroup(world.admin, { group: m.group, principal: m.email }),
  ],
]

describe('access that was taken away', () => {
  it.each(WAYS)(
    'is gone on every replica within a second when %s',
    async (how, status, takeAway) => {
      const member = await world.member(how.replaceAll(' ', '-'), ['contacts:read'])
      for (const url of world.urls) expect(await until(url, member.key, 200)).toBe(200)
      await takeAway(member)
      // The replica that made the change acts on it before it says that it is made.
      expect(await read(world.urls[0] ?? '', member.key)).toBe(status)
      // The others have a second; whatever is slow or broken then, nothing is permitted any more.
      await sleep(1_000)
      expect(await read(world.urls[1] ?? '', member.key)).not.toBe(200)
      expect(await until(world.urls[1] ?? '', member.key, status)).toBe(status)
    },
  )

  it('leaves the next call on record under the name of whoever lost it', async () => {
    const member = await world.member('former', ['contacts:read'])
    await revokeKey(world.admin, { key: member.keyId })
    expect(await read(world.urls[0] ?? '', member.key)).toBe(401)
    const [newest] = await world.admin.store.read.audit.list({ type: 'call' }, { limit: 1 })
    expect(newest?.event).toMatchObject({
      decision: 'refused',
      reason: 'auth.invalid',
      principalName: 'former',
      authenticatedBy: member.keyId,
    })
  })

  it('includes a connection that was paused, and comes back when it is resumed', async () => {
    const member = await world.member('pauser', ['contacts:read'])
    const { id } = (await world.admin.store.read.connections.findByName('main'))!
    await suspendConnection(world.admin, { connection: id, reason: 'audit' })
    expect(await until(world.urls[1] ?? '', member.key, 409)).toBe(409)
    await resumeConnection(world.admin, { connection: id })
    expect(await until(world.urls[1] ?? '', member.key, 200)).toBe(200)
  })
})

/** Asks until the status is there, for two seconds at most. */
async function until(url: string, key: string, status: number): Promise<number> {
  const end = Date.now() + 2_000
  let last = 0
  while (last !== status && Date.now() < end) last = await read(url, key)
  return last
}
