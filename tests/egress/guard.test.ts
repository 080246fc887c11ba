/** Nothing that is typed makes Hubward talk to its own machine or network. */
import { createServer as createHttpsServer } from 'node:https'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { Agent, request } from 'undici'
import { AddressRefused, createGuard, networks } from '../../src/adapters/egress/guard.ts'
import { isPublicAddress } from '../../src/adapters/egress/public-address.ts'
import { readReceiver } from '../../src/domain/notice/receiver.ts'
import { localhostCertificate } from '../support/certificate.ts'
import { nameServer } from '../support/name-server.ts'
import { INSIDE_HOSTS, MISWRITTEN } from './corpus.ts'

/** Stands inside, on every address of this machine, and counts who comes. */
let inside: Server
let port = 0
let reached = 0
const certificate = localhostCertificate()

beforeAll(async () => {
  inside = createServer((socket) => {
    reached += 1
    socket.destroy()
  })
  inside.listen(0, '::')
  await once(inside, 'listening')
  port = (inside.address() as AddressInfo).port
})
afterAll(() => void inside.close())

const hostOf = (host: string): string | undefined =>
  URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).hostname : undefined

/** By undici as webhooks go, and by a bare socket as mail does: how either ended. */
async function knock(host: string, guard = createGuard()): Promise<unknown[]> {
  const dispatcher = new Agent({ connect: guard.connector({ timeout: 3_000 }) })
  const parsed = hostOf(host)
  const tries = [
    ...(parsed === undefined ? [] : [request(`https://${parsed}:${port}/`, { dispatcher })]),
    guard.connect({ host, port, timeoutMs: 3_000 }),
  ]
  const ends = await Promise.allSettled<unknown>(tries)
  await dispatcher.destroy()
  return ends.map((end) => (end.status === 'rejected' ? end.reason : 'reached'))
}

/** What is no address and no name either has nothing to be refused for. */
const isNoName = (end: unknown): boolean =>
  end instanceof Error && 'syscall' in end && end.syscall === 'getaddrinfo'

test('the corpus is as large as it claims', () => {
  expect(INSIDE_HOSTS.length + MISWRITTEN.length).toBe(260)
})

test('no host of the corpus is reached, by webhook or by mail', async () => {
  reached = 0
  let refused = 0
  for (const host of INSIDE_HOSTS)
    for (const end of await knock(host)) {
      // Not just any error: most of these are of other machines, where nobody would answer anyway.
      if (!isNoName(end)) expect(end, host).toBeInstanceOf(AddressRefused)
      if (end instanceof AddressRefused) refused += 1
    }
  expect(refused).toBeGreaterThan(INSIDE_HOSTS.length)
  expect(reached).toBe(0)
}, 120_000)

test('without the guard many of them are: so it is the guard that keeps them out', async () => {
  reached = 0
  const open = createGuard({ permits: () => true })
  const loopback = INSIDE_HOSTS.map(hostOf).filter((host) =>
    ['127.0.0.1', '[::1]', '0.0.0.0', '[::]', 'localhost', '[::ffff:7f00:1]'].includes(host ?? ''),
  )
  for (const host of loopback) {
    const socket = await open.connect({ host: host ?? '', port, timeoutMs: 3_000 })
    socket.destroy()
  }
  expect(loopback.length).toBeGreaterThan(30)
  expect(reached).toBeGreaterThan(30)
})

describe('an address that is written wrongly', () => {
  test.each(MISWRITTEN)('is refused where it is typed: %j', (text) => {
    expect(readReceiver(text).ok).toBe(false)
  })

  it('is refused, whatever is typed before an @', () => {
    fc.assert(
      fc.property(fc.webAuthority({ withUserInfo: true }), fc.webPath(), (authority, path) => {
        fc.pre(authority.includes('@'))
        expect(readReceiver(`https://${authority}${path}`).ok).toBe(false)
      }),
    )
  })

  it('never makes the reader throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readReceiver(text)))
    fc.assert(fc.property(fc.string(), (text) => void readReceiver(`https://${text}`)))
  })

  it('what is no https on 443 is for the operator’s own networks alone', () => {
    const own = (text: string) => {
      const read = readReceiver(text)
      return read.ok ? read.value.own : undefined
    }
    expect(own('https://hooks.example.com/a?b=c')).toBe(false)
    expect(own('https://hooks.example.com:443/')).toBe(false)
    expect(own('https://hooks.example.com:8443/')).toBe(true)
    expect(own('http://hooks.example.com/')).toBe(true)
  })
})

describe('a name server that changes its mind', () => {
  /** 127.0.0.2 is the receiver that the operator permits; all else here is inside. */
  const PERMITTED = '127.0.0.2'
  const permits = networks([PERMITTED])
  const tricks: Record<string, (family: 4 | 6, nth: number) => readonly string[]> = {
    'first-good.test': (family, nth) => (family === 6 ? [] : [nth === 0 ? PERMITTED : '127.0.0.1']),
    'alternating.test': (family, nth) =>
      family === 6 ? [] : [nth % 2 === 0 ? PERMITTED : '127.0.0.1'],
    'both.test': (family) => (family === 6 ? [] : [PERMITTED, '127.0.0.1']),
    'both-other-way.test': (family) => (family === 6 ? [] : ['127.0.0.1', PERMITTED]),
    'six.test': (family) => (family === 6 ? ['::1'] : [PERMITTED]),
    'mapped.test': (family) => (family === 6 ? ['::ffff:7f00:1'] : []),
    'nat64.test': (family) => (family === 6 ? ['64:ff9b::7f00:1'] : []),
    'zero.test': (family) => (family === 6 ? [] : ['0.0.0.0']),
    'plain.test': (family) => (family === 6 ? [] : ['127.0.0.1']),
    'metadata.test': (family) => (family === 6 ? [] : ['169.254.169.254']),
    'nothing.test': () => [],
  }

  it('leads nobody inside, however often it is asked', async () => {
    reached = 0
    let welcomed = 0
    const receiver = createHttpsServer(certificate, (_, response) => response.end())
    receiver.on('connection', () => (welcomed += 1))
    const server = await nameServer((name, family, nth) => tricks[name]?.(family, nth) ?? [])
    // The receiver has the same port as what is inside: an address makes the whole difference.
    inside.close()
    inside = createServer((socket) => {
      reached += 1
      socket.destroy()
    })
    inside.listen(port, '127.0.0.1')
    receiver.listen(port, PERMITTED)
    await Promise.all([once(inside, 'listening'), once(receiver, 'listening')])
    try {
      const guard = createGuard({ permits, resolve: server.resolve })
      const attempts = Object.keys(tricks).flatMap((name) => Array.from({ length: 20 }, () => name))
      await Promise.all(
        attempts.map(async (host) => {
          const socket = await guard
            .connect({ host, port, timeoutMs: 3_000 })
            .catch(() => undefined)
          socket?.destroy()
        }),
      )
      const dispatcher = new Agent({
        connect: guard.connector({ timeout: 3_000, ca: certificate.cert }),
        keepAliveTimeout: 1,
      })
      for (const host of attempts)
        await request(`https://${host}:${port}/`, { dispatcher }).catch(() => undefined)
      await dispatcher.destroy()
      expect(reached).toBe(0)
      expect(welcomed).toBeGreaterThan(10)
      // One look per connection: what was checked is what was connected to.
      expect(server.asked.get('first-good.test 4')).toBe(40)
    } finally {
      server.close()
      receiver.close()
    }
  }, 60_000)
})

describe('what is public', () => {
  it('a second library agrees, wherever it has an opinion', () => {
    const v4 = fc.ipV4()
    const v6 = fc.ipV6()
    fc.assert(
      fc.property(fc.oneof(v4, v6), (address) => {
        // Ours may be stricter, never laxer.
        if (isPublicAddress(address)) expect(ipaddr.parse(address).range()).toBe('unicast')
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    ['10.0.0.25', '10.0.0.25', '10.0.0.26'],
    ['10.0.0.0/8', '10.255.1.2', '11.0.0.1'],
    ['fd00::/8', 'fd12::1', 'fe80::1'],
    ['127.0.0.1/32', '127.0.0.1', '127.0.0.2'],
  ])('of the operator’s networks: %s holds %s and not %s', (network, within, without) => {
    const permits = networks([network])
    expect(permits(within)).toBe(true)
    expect(permits(without)).toBe(false)
    expect(permits('hooks.example.com')).toBe(false)
  })
})
