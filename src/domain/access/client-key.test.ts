import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeId } from '../ids.ts'
import { CLIENT_KEY_PATTERN, formatClientKey, parseClientKey } from './client-key.ts'

const anyKey = fc
  .tuple(
    fc.uint8Array({ minLength: 20, maxLength: 20 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  )
  .map(([random, secret]) => {
    const id = makeId('key', random)
    return { id, secret, text: formatClientKey(id, secret).reveal() }
  })

describe('the text of a client key', () => {
  test('is read back with its id, whatever the random bits were', () => {
    fc.assert(
      fc.property(anyKey, ({ id, text }) => {
        const parsed = parseClientKey(`  ${text}\n`)
        expect(parsed.ok && parsed.value.id).toBe(id)
        expect(parsed.ok && parsed.value.text.reveal()).toBe(text)
      }),
    )
  })

  test('has one length and matches the pattern given to secret scanners', () => {
    fc.assert(
      fc.property(anyKey, ({ text }) => {
        expect(text).toHaveLength(83)
        expect(`token=${text};`.match(new RegExp(CLIENT_KEY_PATTERN))?.[0]).toBe(text)
      }),
    )
  })

  test('carries all 256 bits: two secrets never share a text', () => {
    fc.assert(
      fc.property(anyKey, fc.nat(255), ({ id, secret, text }, bit) => {
        const other = Uint8Array.from(secret)
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(formatClientKey(id, other).reveal()).not.toBe(text)
      }),
    )
  })

  test('ends in the standard CRC-32, so that scanners can check a find offline', () => {
    const text = formatClientKey(`key_${'0'.repeat(20)}`, new Uint8Array(32).fill(7)).reveal()
    const digits = '0123456789abcdefghjkmnpqrstvwxyz'
    const value = Array.from(text.slice(-7)).reduce(
      (sum, char) => sum * 32 + digits.indexOf(char),
      0,
    )
    // Seven characters are 35 bits: the 32 of the checksum and three zeros to fill.
    expect(value / 8).toBe(crc32(text.slice(0, -7)))
  })

  test('a single wrong, swapped or lost character is noticed before any look-up', () => {
    const at = fc.integer({ min: 3, max: 81 })
    const char = fc.constantFrom(...Array.from('0189abxyzAU-_ '))
    fc.assert(
      fc.property(anyKey, at, char, ({ text }, i, wrong) => {
        const damaged = [
          text.slice(0, i) + wrong + text.slice(i + 1),
          text.slice(0, i) + text.charAt(i + 1) + text.charAt(i) + text.slice(i + 2),
        ].filter((one) => one !== text)
        expect(damaged.filter((one) => parseClientKey(one).ok)).toEqual([])
        expect(parseClientKey(text.slice(0, i))).toMatchObject({ error: 'incomplete' })
      }),
    )
  })

  test('a HubSpot token is told apart from a damaged key', () => {
    expect(parseClientKey('pat-na1-00000000-0000-0000-0000-000000000000')).toEqual({
      ok: false,
      error: 'not_a_key',
    })
  })

  test('is printed by nothing', () => {
    const key = formatClientKey(`key_${'0'.repeat(20)}`, new Uint8Array(32))
    expect(`${String(key)} ${JSON.stringify({ key })}`).toBe('[redacted] {"key":"[redacted]"}')
  })

  test('is not made of too little chance', () => {
    expect(() => formatClientKey(`key_${'0'.repeat(20)}`, new Uint8Array(16))).toThrow(RangeError)
    expect(() => formatClientKey('mem_abc', new Uint8Array(32))).toThrow(RangeError)
  })
})
