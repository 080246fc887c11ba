import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOfBase64url } from '../base64url.ts'
import {
  lengthPrefixed,
  MOST_PAYLOAD_BYTES,
  MOST_SEALED_BYTES,
  pad,
  PADDED_TO,
  readSealed,
  unpad,
} from './box.ts'
import { readFileText, readPayload, writePayload, type PayloadText } from './payload.ts'

describe('padding', () => {
  it('comes off as it was put on, and hides the length but for steps of 4 KiB', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 * PADDED_TO }), (payload) => {
        const padded = pad(payload)
        expect(padded.length % PADDED_TO).toBe(0)
        expect(unpad(padded)).toEqual(payload)
      }),
    )
    expect(unpad(pad(new Uint8Array(MOST_PAYLOAD_BYTES)))).toHaveLength(MOST_PAYLOAD_BYTES)
    expect(() => pad(new Uint8Array(MOST_PAYLOAD_BYTES + 1))).toThrow(RangeError)
  })

  it('comes off nothing else', () => {
    const padded = pad(Uint8Array.of(1, 2, 3))
    for (const wrong of [
      padded.subarray(0, -1),
      Uint8Array.from(padded, (byte, at) => (at === padded.length - 1 ? 1 : byte)),
      Uint8Array.from(padded, (byte, at) => (at === 0 ? 255 : byte)),
      new Uint8Array(0),
    ])
      expect(unpad(wrong)).toBeUndefined()
  })
})

describe('what is submitted', () => {
  it('is told apart by its first bytes, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9_000 }), (bytes) => {
        const read = readSealed(bytes)
        if (read.ok && read.value.form === 'box') expect(read.value.enc).toHaveLength(32)
      }),
    )
    expect(readSealed(new Uint8Array(MOST_SEALED_BYTES + 1))).toEqual({
      ok: false,
      error: 'too_large',
    })
    expect(readSealed(Buffer.from('pat-eu1-…'))).toEqual({ ok: false, error: 'unknown_form' })
    expect(readSealed(Buffer.from('age-encryption.org/v1\n'))).toMatchObject({
      ok: true,
      value: { form: 'age' },
    })
  })

  it('is bound by parts that cannot run into one another', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const same = a.length === b.length && a.every((part, at) => part === b[at])
        const equal = Buffer.from(lengthPrefixed(...a)).equals(lengthPrefixed(...b))
        expect(equal).toBe(same)
      }),
    )
  })
})

const read = (payload: unknown) =>
  readPayload(new TextEncoder().encode(JSON.stringify(payload)), bytesOfBase64url)

describe('a payload', () => {
  const whole: PayloadText = {
    kind: 'static_app',
    key: { token: 'pat-na1-x' },
    portalId: 12,
    links: ['https://app.hubspot.com/contacts/12/record/0-1/3'],
    context: ' Hello. ',
    email: 'seller@example.com',
  }

  it('is read back as it was written', () => {
    const back = readPayload(writePayload(whole), bytesOfBase64url)
    expect(back).toMatchObject({ ok: true, value: { kind: 'static_app', context: 'Hello.' } })
  })

  it('never throws, whatever was sealed, and prints no token', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map((text) => JSON.parse(text) as unknown),
          fc.record({ version: fc.constant(1), kind: fc.anything(), key: fc.anything() }),
          fc.record(
            {
              version: fc.constant(1),
              kind: fc.constantFrom('service_key', 'oauth'),
              key: fc.oneof(
                fc.record({ token: fc.string() }),
                fc.record({ zip: fc.string(), passphrase: fc.string() }),
                fc.record({ age: fc.base64String() }),
              ),
              portalId: fc.oneof(fc.integer(), fc.double()),
              links: fc.array(fc.string()),
              email: fc.oneof(fc.emailAddress(), fc.string()),
            },
            { requiredKeys: ['version', 'kind', 'key'] },
          ),
        ),
        (payload) => {
          const given = read(payload)
          if (given.ok && given.value.key.from === 'text')
            expect(JSON.stringify(given.value.key)).toContain('[redacted]')
        },
      ),
      { numRuns: 1_000 },
    )
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readPayload(bytes, bytesOfBase64url)))
  })

  it.each([
    ['another version', { ...whole, version: 2 }, 'other_version'],
    ['an unknown member', { version: 1, ...whole, admin: true }, 'unknown_member'],
    ['two keys at once', { version: 1, ...whole, key: { token: 'x', age: 'AA' } }, 'bad_key'],
    ['a portal that is no number', { version: 1, ...whole, portalId: '12' }, 'bad_portalId'],
    ['a header in the address', { version: 1, ...whole, email: 'a@b\r\nBcc: c@d' }, 'bad_email'],
    ['half a character', { version: 1, ...whole, context: '\ud800' }, 'bad_context'],
  ])('is refused with %s', (_, payload, error) => {
    expect(read(payload)).toEqual({ ok: false, error })
  })

  it('takes from a file the token alone, or the member of a JSON', () => {
    expect(readFileText('pat-na1-x\n').token.reveal()).toBe('pat-na1-x\n')
    expect(readFileText('{"token":"pat-na1-x"}').token.reveal()).toBe('pat-na1-x')
    expect(readFileText('{"else":1}').token.reveal()).toBe('{"else":1}')
  })
})
