import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64url, bytesOfBase64url } from '../base64url.ts'
import { makeId } from '../ids.ts'
import {
  intakeAddress,
  outcomeFragment,
  parseFragment,
  parseIntakeLink,
  parseOutcomeFragment,
} from './link.ts'

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(base64url)
const id = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => makeId('intake', bytes))

describe('a link', () => {
  it('is read back as it was made', () => {
    fc.assert(
      fc.property(id, secret, secret, (one, capability, fingerprint) => {
        const link = { id: one, capability, fingerprint }
        const address = intakeAddress('https://hubward.example.com', link)
        expect(parseIntakeLink(`  ${address}\n`)).toEqual({
          ok: true,
          value: { ...link, origin: 'https://hubward.example.com' },
        })
      }),
    )
  })

  it('never throws, and gives only what could have been made', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withFragments: true })),
        fc.string(),
        (text, path) => {
          for (const read of [parseIntakeLink(text), parseFragment(path, text)])
            if (read.ok) expect(bytesOfBase64url(read.value.capability)).toHaveLength(32)
          const outcome = parseOutcomeFragment(path, text)
          if (outcome) expect(bytesOfBase64url(outcome.receiptKey)).toHaveLength(32)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('says what is wrong with it', () => {
    const whole = intakeAddress('https://h.example', {
      id: 'itk_00000000000000000000',
      capability: 'A'.repeat(43),
      fingerprint: 'A'.repeat(43),
    })
    expect(parseIntakeLink('hello')).toEqual({ ok: false, error: 'no_address' })
    expect(parseIntakeLink('https://h.example/welcome#x')).toEqual({
      ok: false,
      error: 'no_intake',
    })
    expect(parseIntakeLink(whole.split('#')[0] ?? '')).toEqual({ ok: false, error: 'no_fragment' })
    expect(parseIntakeLink(whole.slice(0, -3))).toEqual({ ok: false, error: 'fragment_cut' })
    expect(parseIntakeLink(`${whole.slice(0, -1)}%`)).toEqual({
      ok: false,
      error: 'fragment_malformed',
    })
    // The same 32 bytes have one text only: the last character holds two bits of nothing.
    expect(parseIntakeLink(`${whole.slice(0, -1)}B`)).toEqual({
      ok: false,
      error: 'fragment_malformed',
    })
  })

  it('keeps the address of an outcome apart from one that can submit', () => {
    const one = 'itk_00000000000000000000'
    const fragment = outcomeFragment('A'.repeat(43))
    expect(parseOutcomeFragment(one, fragment)?.receiptKey).toBe('A'.repeat(43))
    expect(parseFragment(one, fragment).ok).toBe(false)
  })
})

describe('base64url', () => {
  it('reads back whatever was written, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = base64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(bytesOfBase64url(text)).toEqual(bytes)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = bytesOfBase64url(text)
        if (bytes) expect(base64url(bytes)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})
