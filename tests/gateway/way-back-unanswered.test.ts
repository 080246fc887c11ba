/**
 * Promise: while HubSpot refuses the new credential and does not answer about the one before, a caller
 * is told that it passes, and as soon as HubSpot answers the calls go through again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES } from '../../emulator/index.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { product, type Product } from '../support/product.ts'

let world: Product
let key: string
beforeAll(async () => {
  world = await product({ portal: { tokens: [{ kind: 'private_app', scopes: ALL_SCOPES }] } })
  key = (await world.member('caller', ['contacts:read'])).key
})
afterAll(() => world.close())

async function call(): Promise<{ status: number; code: string | undefined; worthwhile: unknown }> {
  const answer = await fetch(`${world.urls[0]}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const body = (await answer.json()) as {
    hubward?: { code: string; retry: { worthwhile: boolean } }
  }
  return {
    status: answer.status,
    code: body.hubward?.code,
    worthwhile: body.hubward?.retry.worthwhile,
  }
}

it('is told as passing, and passes', async () => {
  const { portal, admin } = world
  const [before] = portal.tokens
  const next = portal.addToken({ kind: 'private_app', scopes: ALL_SCOPES })
  const secrets = { token: redacted(next.secret) }
  await stageCredential(admin, { connection: 'main', kind: 'private_app', secrets })
  await promoteCredential(admin, { connection: 'main' })
  expect(await call()).toMatchObject({ status: 200 })
  const fault = portal.faults.set({
    effect: { kind: 'status', status: 502 },
    match: { token: before?.id ?? '' },
  })
  portal.revokeToken(next)
  for (let at = 0; at < 5; at++) {
    expect(await call()).toEqual({ status: 503, code: 'connection.in_doubt', worthwhile: true })
    await sleep(300)
  }
  portal.faults.clear(fault)
  await expect.poll(async () => (await call()).status, { timeout: 5_000 }).toBe(200)
  // Nobody was told to reconnect a portal that came back by itself.
  const { rows } = await world.pool.query(
    `select convert_from(body, 'UTF8')::jsonb->>'action' as action from audit_event
     where type = 'change' and convert_from(body, 'UTF8')::jsonb->>'action'
       in ('connection.needs_reauth', 'connection.fall_back')`,
  )
  expect(rows).toEqual([{ action: 'connection.fall_back' }])
})
