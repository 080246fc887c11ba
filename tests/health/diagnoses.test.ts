/**
 * Every diagnosis, from what the emulated portal does to what is believed of the connection: with
 * one blip that changes nothing, the way back, and the record of both.
 */
import { createServer as createTlsServer } from 'node:https'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { showHealth } from '../../src/application/health/show-health.ts'
import { localhostCertificate } from '../support/certificate.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
beforeAll(async () => {
  rig = await healthRig()
})
afterAll(() => rig.close())

const stateOf = async (name: string) =>
  (await rig.job.store.read.connections.findByName(name))?.state

interface Harm {
  readonly name: string
  readonly harm: (portal: Emulator) => void
  readonly heal: (portal: Emulator) => void
  readonly believed: string
  readonly looks: number
  /** Of the connection, while it lasts. */
  readonly state: 'active' | 'needs_reauth'
}

const HARMS: readonly Harm[] = [
  {
    name: 'expired',
    harm: ({ tokens, clock }) => void (tokens[0]!.expiresAt = clock.now()),
    heal: ({ tokens }) => void (tokens[0]!.expiresAt = null),
    believed: 'expired',
    looks: 2,
    state: 'needs_reauth',
  },
  {
    name: 'revoked',
    harm: ({ tokens }) => void (tokens[0]!.disabled = true),
    heal: ({ tokens }) => void (tokens[0]!.disabled = false),
    believed: 'revoked removed_unseen',
    looks: 2,
    state: 'needs_reauth',
  },
  {
    name: 'switched-off',
    harm: ({ tokens, switches }) => {
      switches.deactivatedSaysSo = true
      tokens[0]!.disabled = true
    },
    heal: ({ tokens }) => void (tokens[0]!.disabled = false),
    believed: 'revoked switched_off',
    looks: 2,
    state: 'needs_reauth',
  },
  {
    name: 'scope-removed',
    harm: (portal) =>
      portal.happens(portal.tokens[0]!, { event: 'scopes-removed', scopes: ['tickets'] }),
    heal: (portal) =>
      portal.happens(portal.tokens[0]!, { event: 'scopes-added', scopes: ['tickets'] }),
    believed: 'scope_removed',
    looks: 2,
    state: 'active',
  },
  {
    name: 'migrating',
    harm: ({ switches }) => void (switches.migrating = true),
    heal: ({ switches }) => void (switches.migrating = false),
    believed: 'portal_migrating',
    looks: 2,
    state: 'active',
  },
  {
    name: 'wrong-hublet',
    harm: ({ switches }) => void (switches.correctHublet = 'eu1'),
    heal: ({ switches }) => void (switches.correctHublet = null),
    believed: 'wrong_hublet',
    looks: 2,
    state: 'active',
  },
  {
    name: 'rate-limited',
    harm: ({ faults }) =>
      void faults.set({ id: 'limit', effect: { kind: 'rate-limit', policy: 'SECONDLY' } }),
    heal: ({ faults }) => faults.clear(),
    believed: 'rate_exhausted',
    looks: 2,
    state: 'active',
  },
  {
    name: 'hubspot-down',
    harm: ({ faults }) => void faults.set({ effect: { kind: 'status', status: 503 } }),
    heal: ({ faults }) => faults.clear(),
    believed: 'hubspot_down portal_alone',
    looks: 3,
    state: 'active',
  },
  {
    name: 'strange',
    harm: ({ faults }) => void faults.set({ effect: { kind: 'status', status: 418 } }),
    heal: ({ faults }) => faults.clear(),
    believed: 'unknown strange_answer',
    looks: 3,
    state: 'active',
  },
]

describe.each(HARMS)('$name', ({ name, harm, heal, believed, looks, state }) => {
  let portal: Emulator
  beforeAll(async () => {
    await rig.portal('bystander').catch(() => undefined)
    portal = await rig.portal(name, { tokens: [{ scopes: ['oauth', 'tickets'] }] })
    await rig.look(name)
  })

  test('one blip changes nothing', async () => {
    harm(portal)
    await rig.look('bystander')
    await rig.look(name)
    heal(portal)
    expect(await rig.look(name)).toBe('healthy')
    expect(await rig.past(name)).toEqual(['healthy'])
  })

  test('what stays is believed, told, recorded, and over when it is over', async () => {
    harm(portal)
    await rig.look('bystander')
    expect(await rig.look(name, looks)).toBe(believed)
    expect(await stateOf(name)).toBe(state)
    const { diagnosis } = await showHealth(rig.job, { connection: name })
    expect(diagnosis.remedy.length).toBeGreaterThan(10)
    heal(portal)
    expect(await rig.look(name, 2)).toBe('healthy')
    expect(await stateOf(name)).toBe('active')
    const [condition = ''] = believed.split(' ')
    expect(await rig.past(name)).toEqual(['healthy', condition, 'healthy'])
    const connection = await rig.job.store.read.connections.findByName(name)
    const told = (await rig.organisation.events()).filter(
      ({ event }) => event.type === 'change' && event.targetId === connection?.id,
    )
    expect(told.map(({ event }) => (event.type === 'change' ? event.action : ''))).toEqual(
      state === 'active'
        ? ['health.change', 'health.change']
        : ['health.change', 'connection.needs_reauth', 'health.change', 'connection.recover'],
    )
  })
})

test('a used-up burst is believed while our own allowance is shut for it', async () => {
  const portal = await rig.portal('burst')
  portal.faults.set({ effect: { kind: 'rate-limit' }, count: 1 })
  expect(await rig.look('burst', 2)).toBe('rate_exhausted')
  expect(portal.requests.total).toBe(1)
  const { diagnosis } = await showHealth(rig.job, { connection: 'burst' })
  expect(diagnosis.facts).toMatchObject({ bucket: 'burst', until: expect.any(String) })
})

test('a spent day is over as soon as HubSpot answers again, not at midnight', async () => {
  const portal = await rig.portal('spent')
  portal.faults.set({ effect: { kind: 'rate-limit', policy: 'DAILY' } })
  expect(await rig.look('spent', 2)).toBe('rate_exhausted')
  const { diagnosis } = await showHealth(rig.job, { connection: 'spent' })
  expect(diagnosis.facts).toMatchObject({ bucket: 'daily', until: expect.any(String) })
  portal.faults.clear()
  expect(await rig.look('spent', 2)).toBe('healthy')
})

test('the maker of a key has left: live calls tell, while the key goes on', async () => {
  await rig.portal('maker', { tokens: [{ scopes: ['oauth'] }] })
  const connection = await rig.job.store.read.connections.findByName('maker')
  await rig.look('maker')
  const at = rig.organisation.clock.now
  await rig.job.store.aside((tx) => tx.health.witness(connection!.id, 'creator_refused', at))
  expect(await rig.look('maker', 2)).toBe('creator_deactivated creator_refused')
  expect(await stateOf('maker')).toBe('active')
})

test('a removed scope names what groups lose by it', async () => {
  const portal = await rig.portal('losing', { tokens: [{ scopes: ['oauth', 'tickets', 'forms'] }] })
  await createGroup(rig.organisation.operator, {
    name: 'support',
    title: 'Support',
    description: '',
    context: '',
  })
  await setGrant(rig.organisation.operator, {
    group: 'support',
    connection: 'losing',
    scopes: ['tickets:read'],
    expiresAt: null,
  })
  portal.happens(portal.tokens[0]!, { event: 'scopes-removed', scopes: ['tickets', 'forms'] })
  expect(await rig.look('losing', 2)).toBe('scope_removed')
  const { diagnosis } = await showHealth(rig.job, { connection: 'losing' })
  expect(diagnosis.facts).toEqual({ scopes: ['forms', 'tickets'], affects: ['tickets:read'] })
})

describe('what answers is not HubSpot', () => {
  const servers: Server[] = []
  afterAll(() => servers.forEach((server) => server.close().closeAllConnections()))

  const listen = async (server: Server, scheme = 'http'): Promise<string> => {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `${scheme}://localhost:${(server.address() as AddressInfo).port}`
  }
  const answering = (listener: RequestListener) => listen(createServer(listener))

  test.each<[string, () => Promise<string>, string]>([
    [
      'a proxy that asks for a login',
      () => answering((_, response) => response.writeHead(407).end()),
      'network_here proxy',
    ],
    [
      'a page of somebody else',
      () => answering((_, response) => response.end('<h1>Hotel</h1>')),
      'network_here proxy',
    ],
    [
      'a certificate of nobody we know',
      () => {
        const { key, cert } = localhostCertificate()
        return listen(createTlsServer({ key, cert }), 'https')
      },
      'network_here tls',
    ],
    [
      'nothing: the connection is refused',
      async () => 'http://127.0.0.1:9',
      'network_here refused',
    ],
    ['a name that is none', async () => 'http://nowhere.invalid', 'network_here dns'],
  ])('%s', async (title, where, believed) => {
    const name = `host-${title.length}-${servers.length}`
    await rig.connect(name, 'pat-na1-00000000-0000-0000-0000-000000000000', {
      baseUrl: await where(),
    })
    expect(await rig.look(name, 3)).toBe(believed)
  })

  test('silence is HubSpot’s: the connection stood', async () => {
    await rig.connect('silent', 'pat-na1-00000000-0000-0000-0000-000000000001', {
      baseUrl: await answering(() => undefined),
    })
    expect(await rig.look('silent', 3)).toBe('hubspot_down silent')
  })
})
