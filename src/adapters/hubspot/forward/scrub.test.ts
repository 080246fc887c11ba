import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScrubber, needlesOf } from './scrub.ts'

const SECRET = 'pat-na1-0d4f6f2c-9c1e-4d3a-8b7e-5f2a1c0e9d8b'

const scrubbed = (chunks: readonly Buffer[], secret = SECRET): Buffer => {
  const scrubber = createScrubber(needlesOf(secret))
  return Buffer.concat([
    ...chunks.map((chunk) => scrubber.write(Buffer.from(chunk))),
    scrubber.flush(),
  ])
}

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  )
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end))
}

const around = fc.tuple(fc.string(), fc.string())
const cuts = fc.array(fc.nat(4_000), { maxLength: 12 })

describe('the scrubber', () => {
  it('finds the secret however the answer is cut into chunks, and keeps every other byte', () => {
    fc.assert(
      fc.property(around, cuts, fc.nat(3), ([before, after], where, times) => {
        const text = `${before}${`${SECRET}|`.repeat(times)}${after}`
        const clean = scrubbed(cutAt(Buffer.from(text), where)).toString()
        expect(clean).toBe(text.replaceAll(SECRET, '*'.repeat(SECRET.length)))
      }),
    )
  })

  it('finds the secret inside base64 at any of the three offsets, where an encoder put it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 8 }),
        fc.uint8Array({ maxLength: 8 }),
        (head, tail) => {
          const inner = Buffer.concat([head, Buffer.from(SECRET), tail])
          for (const encoding of ['base64', 'base64url'] as const) {
            const clean = scrubbed([Buffer.from(`{"v":"${inner.toString(encoding)}"}`)]).toString()
            const value = /"v":"([^"]*)"/.exec(clean)?.[1] ?? ''
            expect(
              Buffer.from(value.replaceAll('*', 'A'), encoding).includes(SECRET.slice(4, -4)),
            ).toBe(false)
          }
        },
      ),
    )
  })

  it('finds it URL-encoded, for a token that has characters to encode', () => {
    const secret = 'CN/x+y=ABCDEFGHIJKLMNOP'
    expect(scrubbed([Buffer.from(encodeURIComponent(secret))], secret).toString()).not.toContain(
      'CN%2F',
    )
  })

  it('finds every form at every place of a chunk, among characters that it has itself', () => {
    const { bytes } = needlesOf(SECRET)
    for (const form of bytes)
      for (let before = 0; before < 2 * form.length; before++)
        for (const filler of ['a', '"']) {
          const chunk = Buffer.from(`${filler.repeat(before)}${form.toString()}${filler}`)
          expect(scrubbed([chunk]).includes('*'.repeat(form.length))).toBe(true)
        }
  })

  it('cleans header values, and leaves the others as they are', () => {
    const scrubber = createScrubber(needlesOf(SECRET))
    expect(scrubber.header(`token ${SECRET}`)).toBe(`token ${'*'.repeat(SECRET.length)}`)
    expect(scrubber.header('application/json')).toBe('application/json')
  })

  it('never holds back more than a part of the secret, so that an answer keeps flowing', () => {
    const scrubber = createScrubber(needlesOf(SECRET))
    const passed = scrubber.write(Buffer.from('x'.repeat(10_000)))
    expect(passed.length).toBeGreaterThan(10_000 - SECRET.length * 2)
  })
})
