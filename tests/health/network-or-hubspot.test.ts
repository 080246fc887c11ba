/** With two connections, the network here and HubSpot's own trouble are told apart. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { revokeCredential } from '../../src/application/rotation/revoke-credential.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
let reference: Server
let one: Emulator
let two: Emulator

beforeEach(async () => {
  reference = createServer((_, response) => response.end())
  await new Promise<void>((resolve) => reference.listen(0, '127.0.0.1', resolve))
  rig = await healthRig(`http://localhost:${(reference.address() as AddressInfo).port}`)
  one = await rig.portal('one')
  two = await rig.portal('two')
})
afterEach(async () => {
  reference.close()
  await rig.close()
})

/** Both in turn, as the job does. */
async function both(times: number): Promise<string[]> {
  const believed = ['', '']
  for (let look = 0; look < times; look++) {
    believed[0] = await rig.look('one')
    believed[1] = await rig.look('two')
  }
  return believed
}

const down = (portal: Emulator) =>
  portal.faults.set({ effect: { kind: 'status', status: 502, body: 'html' } })

test('both get errors: HubSpot has trouble', async () => {
  down(one)
  down(two)
  expect(await both(4)).toEqual(['hubspot_down errors', 'hubspot_down errors'])
})

test('one gets errors and the other is answered: it is that portal alone', async () => {
  down(one)
  expect(await both(4)).toEqual(['hubspot_down portal_alone', 'healthy'])
})

test('one whose secrets are wiped is never asked, and says nothing about the others', async () => {
  const operator = { ...rig.job, actor: { kind: 'operator' } as const }
  await revokeCredential(operator, { connection: 'two', reason: 'It was seen in a chat.' })
  await rig.look('two')
  await one.close()
  const believed = await both(4)
  // Not that only one portal has trouble, and not that there is too little to tell.
  expect(believed[0]).toBe('network_here refused')
  await new Promise((resolve) => reference.close(resolve))
  expect((await both(4))[0]).toBe('network_here no_network')
})

test('neither is reached, and nothing else either: the network here', async () => {
  await Promise.all([one.close(), two.close()])
  await new Promise((resolve) => reference.close(resolve))
  expect(await both(4)).toEqual(['network_here no_network', 'network_here no_network'])
})

test('neither is reached, and something else is: HubSpot is refused to this machine', async () => {
  await Promise.all([one.close(), two.close()])
  expect(await both(4)).toEqual(['network_here refused', 'network_here refused'])
})

test('one region is not reached and another is: that region has trouble', async () => {
  await one.close()
  await rig.look('two')
  expect(await both(4)).toEqual(['hubspot_down region', 'healthy'])
})
