/** The search itself: what it would not find would never be missed. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formsOf } from './forms.ts'
import { Haystack } from './haystack.ts'

/** With whatever an encoding could stumble over. */
const SECRET = 'pä$$ "w&rd"/+=<n>\\ of canaries, 24'

const hits = (content: string | Uint8Array, secret = SECRET): string[] => {
  const hay = new Haystack()
  hay.add('place: here', content)
  return hay.search({ canary: secret })
}

describe('a secret is found', () => {
  const url = new URL('http://localhost/')
  url.searchParams.set('q', SECRET)
  it.each<readonly [string, string | Uint8Array]>([
    ['as it is', `before ${SECRET} after`],
    ['in JSON', JSON.stringify({ a: [SECRET] })],
    ['in JSON within JSON', JSON.stringify({ line: JSON.stringify({ a: SECRET }) })],
    ['in a URL that the platform wrote', url.href],
    ['in a path', `/v1/${encodeURIComponent(SECRET)}/x`],
    ['in hex', Buffer.from(`x${SECRET}`).toString('hex')],
    ['in upper case hex', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in UTF-16', Buffer.from(`x${SECRET}`, 'utf16le')],
    ['in HTML', '<p>pä$$ &quot;w&amp;rd&quot;/+=&lt;n&gt;\\ of canaries, 24</p>'],
    ['by its middle alone', `…${SECRET.slice(10, 26)}…`],
    [
      'in quoted-printable with a line broken within it',
      'p=C3=A4$$ "w&rd"/+=3D<n>=\r\n\\ of canaries, 24',
    ],
  ])('%s', (_, content) => {
    expect(hits(content)).not.toEqual([])
  })

  it('in base64 of either alphabet, wherever in it the secret begins and ends', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        fc.string({ minLength: 16, maxLength: 60, unit: 'binary' }),
        fc.constantFrom('base64', 'base64url' as const),
        (before, after, secret, alphabet) => {
          const whole = Buffer.concat([before, Buffer.from(secret), after])
          return hits(whole.toString(alphabet), secret).length > 0
        },
      ),
    )
  })
})

describe('nothing is found', () => {
  it('where there is nothing', () => {
    expect(hits('pass "word"/+=<n> of sparrows, 24'.repeat(100))).toEqual([])
    expect(hits(gzipSync('nothing here'))).toEqual([])
  })

  it('of one secret in another of the same kind', () => {
    const one = 'pat-na1-0a1b2c3d-1111-4111-8111-0123456789ab'
    const other = 'pat-na1-4d3c2b1a-2222-4222-9222-ba9876543210'
    expect(hits(`token ${other}`, one)).toEqual([])
  })
})

it('a canary that chance could hit is refused', () => {
  expect(() => new Haystack().search({ short: 'secret' })).toThrow('too short')
})

it('no form is listed twice', () => {
  const forms = formsOf('plain-ascii-canary-0123').map(({ bytes }) => bytes.toString('latin1'))
  expect(new Set(forms).size).toBe(forms.length)
})
