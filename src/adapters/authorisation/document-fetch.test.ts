import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { localhostCertificate } from '../../../tests/support/certificate.ts'
import { createDocumentFetch } from './document-fetch.ts'
import { isPublicAddress } from '../egress/public-address.ts'

describe('an address is public', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.255.255',
    '223.255.255.1',
    '2606:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('%s: out on the internet', (address) => expect(isPublicAddress(address)).toBe(true))
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '',
    'localhost',
    '2130706433',
    '0x7f.1',
    '127.1',
  ])('%s: not', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('a document is fetched', () => {
  const certificate = localhostCertificate()
  let reached = 0
  let port = 0
  const server = createServer(certificate, (_, response) => {
    reached++
    response.end('{}')
  })
  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '::', () => {
          port = (server.address() as AddressInfo).port
          resolve()
        })
      }),
  )
  afterAll(() => void server.close())

  it.each([
    (p: number) => `https://localhost:${p}/`,
    (p: number) => `https://127.0.0.1:${p}/`,
    (p: number) => `https://[::1]:${p}/`,
    (p: number) => `https://127.1:${p}/`,
    (p: number) => `https://0x7f.1:${p}/`,
    (p: number) => `https://2130706433:${p}/`,
    (p: number) => `https://0.0.0.0:${p}/`,
    (p: number) => `https://[::]:${p}/`,
    (p: number) => `https://[::ffff:127.0.0.1]:${p}/`,
  ])('never from this machine, however it is written (%#)', async (make) => {
    await expect(createDocumentFetch({ ca: certificate.cert })(make(port))).rejects.toMatchObject({
      cause: { name: 'AddressRefused' },
    })
    expect(reached).toBe(0)
  })

  it('never without TLS, never but by GET', async () => {
    const fetch = createDocumentFetch()
    await expect(fetch('http://example.com/')).rejects.toThrow('no address')
    await expect(fetch('https://example.com/', { method: 'POST' })).rejects.toThrow('no address')
  })

  it('and where the connection ends elsewhere than the name said, it is cut', async () => {
    // Permitted while it is read, and no longer once connected: what a rebinding name comes to.
    let asked = 0
    const fetch = createDocumentFetch({ ca: certificate.cert, permits: () => asked++ === 0 })
    await expect(fetch(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
      cause: { name: 'AddressRefused' },
    })
    expect(asked).toBe(2)
    expect(reached).toBe(0)
  })

  it('where a test permits it, it is: the refusals above are the guard’s', async () => {
    const fetch = createDocumentFetch({ ca: certificate.cert, permits: () => true })
    expect(await (await fetch(`https://localhost:${port}/`)).json()).toEqual({})
  })
})
