import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GLOBAL_ORIGIN,
  originOfHublet,
  readOperatorOrigin,
  readOrigin,
  tokenOriginOf,
} from './origin.ts'

const read = (typed: string | undefined, operator: string | null = null) => {
  const origin = readOrigin(typed, operator)
  return origin.ok ? origin.value : null
}

describe("HubSpot's address", () => {
  it('is the global one unless something else is said', () => {
    expect(read(undefined)).toBe(GLOBAL_ORIGIN)
    expect(read('  ')).toBe(GLOBAL_ORIGIN)
    expect(read(undefined, 'http://127.0.0.1:4010')).toBe('http://127.0.0.1:4010')
  })

  it('may be a regional host, in any case and with a slash at its end', () => {
    expect(read('https://api-eu1.hubapi.com')).toBe('https://api-eu1.hubapi.com')
    expect(read(' HTTPS://API.HubAPI.com/ ')).toBe(GLOBAL_ORIGIN)
    expect(originOfHublet('eu1')).toBe('https://api-eu1.hubapi.com')
    expect(originOfHublet('eu1.evil.example/')).toBeUndefined()
  })

  it('is never a way to another host', () => {
    const tricks = [
      'http://api.hubapi.com',
      'https://api.hubapi.com:8443',
      'https://api.hubapi.com.',
      'https://api.hubapi.com.evil.example',
      'https://evil.example/api.hubapi.com',
      'https://user@api.hubapi.com',
      'https://api.hubapi.com@evil.example',
      'https://api.hubapi.com\\@evil.example',
      'https://api.hubapi.com/crm/v3',
      'https://api.hubapi.com?x',
      'https://api.hubapi.com#x',
      'https://api.hubapi.com//',
      'https://api.hubapi.cоm',
      'https://api.hubapi。com',
      'https://api-xx9.hubapi.com',
      'https://evil-hubapi.com',
      'https://169.254.169.254',
      'http://localhost:4010',
      '//api.hubapi.com',
      'file:///etc/passwd',
      'https://api.hubspot.com\u0000',
      'https://api.hubapi.com/\u200b',
    ]
    for (const trick of tricks) expect([trick, read(trick)]).toEqual([trick, null])
  })

  it('is one of the known origins whatever is typed', () => {
    const known = /^https:\/\/api(-(na1|na2|na3|eu1|ap1|ca1))?\.hub(api|spot)\.com$/
    const near = fc
      .tuple(fc.string({ maxLength: 4 }), fc.constantFrom('https://api.hubapi.com'), fc.string())
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), near), (typed) => {
        const origin = read(typed)
        if (origin !== null) expect(origin).toMatch(known)
      }),
    )
  })

  it("takes the operator's own origin only exactly as it was set", () => {
    expect(read('http://127.0.0.1:4010/', 'http://127.0.0.1:4010')).toBe('http://127.0.0.1:4010')
    expect(read('http://127.0.0.1:4011', 'http://127.0.0.1:4010')).toBeNull()
    expect(read('http://127.0.0.1:4010/x', 'http://127.0.0.1:4010')).toBeNull()
  })
})

describe("the operator's setting", () => {
  it('is an origin and nothing more', () => {
    for (const fine of ['http://127.0.0.1:4010', 'https://hubspot.test', 'http://[::1]:4010/'])
      expect(readOperatorOrigin(fine).ok).toBe(true)
    for (const wrong of [
      '',
      'localhost',
      'ftp://x',
      'http://a@b',
      'http://a/b',
      'http://a?b',
      'http://ä',
    ])
      expect([wrong, readOperatorOrigin(wrong).ok]).toEqual([wrong, false])
  })
})

it('asks for tokens at the global origin, since regional hosts have no token endpoint', () => {
  expect(tokenOriginOf('https://api-eu1.hubapi.com')).toBe(GLOBAL_ORIGIN)
  expect(tokenOriginOf('http://127.0.0.1:4010')).toBe('http://127.0.0.1:4010')
})
