import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAttempts, ATTEMPT_LIMITS, networkOf } from './attempts.ts'
import { browserName } from './browser-name.ts'
import { isOwnRequest } from './same-origin.ts'
import { issuerMistake, verifiedEmailOf } from './ways-in.ts'

const OURS = 'https://hubward.example.com'

describe('whose page made a request', () => {
  it.each([
    ['POST', 'same-origin', OURS, true],
    ['POST', 'same-origin', null, true],
    // Browsers from before Fetch Metadata still send where they come from.
    ['POST', null, OURS, true],
    ['POST', null, null, false],
    ['POST', 'none', null, false],
    ['POST', 'cross-site', OURS, false],
    ['DELETE', 'same-site', null, false],
    ['PUT', 'same-origin', 'https://evil.example.com', false],
    ['PATCH', null, 'null', false],
    ['POST', null, 'http://hubward.example.com', false],
    ['POST', null, `${OURS}:8443`, false],
    ['GET', 'none', null, true],
    ['GET', null, null, true],
    ['GET', 'same-origin', null, true],
    ['GET', 'cross-site', null, false],
    // Another port of localhost is the same site, and is not us.
    ['GET', 'same-site', null, false],
    ['HEAD', 'cross-site', null, false],
    ['OPTIONS', null, null, false],
  ] as const)('%s with Sec-Fetch-Site %s and Origin %s: %s', (method, site, origin, own) => {
    expect(isOwnRequest({ method, site, origin }, OURS)).toBe(own)
  })

  it('nothing that a browser writes for another origin makes a change', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
        fc.constantFrom('cross-site', 'same-site', 'none', '', 'Same-Origin', null),
        fc.webUrl().filter((url) => new URL(url).origin !== OURS),
        (method, site, url) => {
          const { origin } = new URL(url)
          expect(isOwnRequest({ method, site, origin }, OURS)).toBe(false)
        },
      ),
    )
  })
})

describe('an address that a provider gives', () => {
  it.each([
    [{ email: 'Ada@Example.com', email_verified: true }, 'ada@example.com'],
    [{ email: 'ada@example.com', email_verified: false }, null],
    [{ email: 'ada@example.com', email_verified: 'true' }, null],
    [{ email: 'ada@example.com' }, null],
    [{ email: 7, email_verified: true }, null],
    [{ email_verified: true }, null],
    // Entra's claim, from somebody who is not Entra.
    [{ email: 'ada@example.com', xms_edov: true }, null],
  ])('%o counts as %s', (claims, email) => {
    expect(verifiedEmailOf('https://login.example.com', claims)).toBe(email)
  })

  it('counts from Entra where the tenant owns its domain', () => {
    const issuer = 'https://login.microsoftonline.com/72f988bf/v2.0'
    expect(verifiedEmailOf(issuer, { email: 'ada@example.com', xms_edov: '1' })).toBe(
      'ada@example.com',
    )
    expect(verifiedEmailOf(issuer, { email: 'ada@example.com', xms_edov: false })).toBeNull()
  })
})

describe('an issuer', () => {
  it.each([
    'https://accounts.google.com',
    'https://x.okta.com/oauth2/default',
    'http://localhost:4444',
  ])('%s may be one', (text) => expect(issuerMistake(text)).toBeUndefined())
  it.each([
    'accounts.google.com',
    'http://login.example.com',
    'http://localhost.evil.example',
    'https://user@login.example.com',
    'https://login.example.com/?x=1',
    'https://login.example.com/#',
    'file:///etc/passwd',
    'http://169.254.169.254',
  ])('%s may not', (text) => expect(issuerMistake(text)).toEqual(expect.any(String)))
})

describe('attempts', () => {
  it('are taken up to the limit of any window, and never one more', () => {
    const { most, windowMs } = ATTEMPT_LIMITS.failed_for_account
    fc.assert(
      fc.property(fc.array(fc.nat({ max: windowMs / 3 }), { maxLength: 60 }), (pauses) => {
        const attempts = createAttempts()
        const taken: number[] = []
        let now = 0
        for (const pause of pauses) {
          now += pause
          const wait = attempts.waitMs('failed_for_account', 'ada', now)
          const recent = taken.filter((at) => now - at < windowMs)
          expect(wait > 0).toBe(recent.length >= most)
          if (wait > 0) {
            expect(attempts.waitMs('failed_for_account', 'ada', now + wait)).toBe(0)
            continue
          }
          attempts.count('failed_for_account', 'ada', now)
          taken.push(now)
        }
      }),
    )
  })

  it('of one IPv6 network count as one, since whoever has an address there has them all', () => {
    for (const [address, network] of [
      ['198.51.100.7', '198.51.100.7'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
      ['2001:db8:1:2::9', '2001:db8:1:2'],
      ['2001:db8::9', '2001:db8:0:0'],
      ['::1', '0:0:0:0'],
      ['unknown', 'unknown'],
    ] as const)
      expect(networkOf(address)).toBe(network)
  })

  it('of one do not hinder another, and are few however many come', () => {
    const attempts = createAttempts()
    for (let n = 0; n < 20_000; n++) attempts.count('failed_from_address', `address ${n}`, n)
    expect(attempts.waitMs('failed_from_address', 'address 19999', 20_000)).toBe(0)
    for (let n = 0; n < 5; n++) attempts.count('failed_for_account', 'ada', n)
    expect(attempts.waitMs('failed_for_account', 'ada', 5)).toBeGreaterThan(0)
    expect(attempts.waitMs('failed_for_account', 'ben', 5)).toBe(0)
  })
})

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0', 'Edge on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:145.0) Firefox/145.0', 'Firefox on macOS'],
  ['curl/8.5.0', 'A browser'],
  ['', 'A browser'],
])('%s is called %s', (agent, name) => expect(browserName(agent)).toBe(name))
