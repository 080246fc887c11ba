/**
 * Promise: a rotation costs callers nothing but a moment, also where they use the allowance to its
 * last call. What it asks HubSpot itself comes out of the same allowance: one call too many, and
 * HubSpot's 429 stops everybody for a window.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES, type Token } from '../../emulator/index.ts'
import { setBudget } from '../../src/application/connection/set-budget.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { returnCredential } from '../../src/application/rotation/return-credential.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { product, type Product } from '../support/product.ts'

/** Calls in ten seconds, at HubSpot and as Hubward knows it. */
const BURST = 60
const CALLERS = 8

let world: Product
let key: string
beforeAll(async () => {
  world = await product({
    portal: { limits: { burst: BURST }, tokens: [{ kind: 'private_app', scopes: ALL_SCOPES }] },
    env: { HUBWARD_PATIENCE_MS: '30000' },
  })
  await setBudget(world.admin, { connection: 'main', budget: { burst: BURST } })
  key = (await world.member('load', ['contacts:read'])).key
})
afterAll(() => world.close())

it('is refused nothing by HubSpot, and neither are those who call meanwhile', async () => {
  const statuses = new Map<number, number>()
  const stop = new AbortController()
  const caller = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const answer = await fetch(`${world.urls[0]}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
        headers: { authorization: `Bearer ${key}` },
      })
      await answer.arrayBuffer()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    }
  }
  const running = Promise.all(Array.from({ length: CALLERS }, caller))
  // The first window is used up: everybody waits.
  for (let before = -1, now = 0; before < now; now = statuses.get(200) ?? 0) {
    before = now
    await sleep(1_000)
  }
  try {
    for (let round = 0; round < 2; round++) {
      const { secret } = nextOf(world.portal.tokens[0])
      const secrets = { token: redacted(secret) }
      await stageCredential(world.admin, { connection: 'main', kind: 'private_app', secrets })
      await promoteCredential(world.admin, { connection: 'main' })
      await returnCredential(world.admin, { connection: 'main' })
    }
  } finally {
    stop.abort()
    await running
  }
  expect(world.portal.limits.refused).toBe(0)
  expect([...statuses.keys()]).toEqual([200])
}, 120_000)

/** As HubSpot rotates: another token of the same app, whose allowance both share. */
function nextOf(token: Token | undefined): Token {
  if (!token) throw new Error('the portal has no token')
  return world.portal.addToken({ kind: 'private_app', scopes: ALL_SCOPES, appId: token.appId })
}
