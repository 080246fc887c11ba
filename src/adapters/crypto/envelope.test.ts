import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openEnvelope, sealEnvelope, type Envelope, type Place } from './envelope.ts'
import { frame } from './framing.ts'
import { localKek } from './kek.ts'

const kek = localKek(createSecretKey(randomBytes(32)), randomBytes)
const word = fc.string({ minLength: 1, maxLength: 12 })
const place: fc.Arbitrary<Place> = fc.record({
  organisationId: word,
  rowId: word,
  field: word,
  version: fc.integer({ min: 0, max: 1_000_000 }),
})
const seal = (where: Place, text: string) => sealEnvelope(kek, 1, where, text, randomBytes)

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  const at = bit % (copy.length * 8)
  copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7))
  return copy
}

describe('an envelope', () => {
  it('opens where it was sealed, whatever the secret', () =>
    fc.assert(
      fc.asyncProperty(place, fc.string({ unit: 'grapheme' }), async (where, text) => {
        expect(await openEnvelope(kek, where, await seal(where, text))).toBe(text)
      }),
    ))

  it('opens nowhere else: another organisation, row, field or version', () =>
    fc.assert(
      fc.asyncProperty(place, place, word, async (where, other, text) => {
        fc.pre(JSON.stringify(where) !== JSON.stringify(other))
        const envelope = await seal(where, text)
        for (const part of ['organisationId', 'rowId', 'field', 'version'] as const) {
          if (where[part] === other[part]) continue
          const moved = { ...where, [part]: other[part] }
          expect(await openEnvelope(kek, moved, envelope)).toBeUndefined()
        }
      }),
    ))

  it('does not open with the data key of a neighbour, nor with an older ciphertext', () =>
    fc.assert(
      fc.asyncProperty(place, word, word, async (where, first, second) => {
        const older = await seal(where, first)
        const newer = await seal({ ...where, version: where.version + 1 }, second)
        const mixed: Envelope = { ...newer, ciphertext: older.ciphertext }
        const next = { ...where, version: where.version + 1 }
        expect(await openEnvelope(kek, next, mixed)).toBeUndefined()
        expect(await openEnvelope(kek, next, older)).toBeUndefined()
      }),
    ))

  it('does not open with any bit of it changed', () =>
    fc.assert(
      fc.asyncProperty(place, word, fc.nat(), fc.boolean(), async (where, text, bit, inKey) => {
        const envelope = await seal(where, text)
        const broken: Envelope = inKey
          ? { ...envelope, wrappedKey: flipped(envelope.wrappedKey, bit) }
          : { ...envelope, ciphertext: flipped(envelope.ciphertext, bit) }
        expect(await openEnvelope(kek, where, broken)).toBeUndefined()
      }),
    ))

  it('does not open cut short at any length', () =>
    fc.assert(
      fc.asyncProperty(place, word, fc.nat(), async (where, text, cut) => {
        const envelope = await seal(where, text)
        const ciphertext = envelope.ciphertext.subarray(0, cut % envelope.ciphertext.length)
        expect(await openEnvelope(kek, where, { ...envelope, ciphertext })).toBeUndefined()
      }),
    ))

  it('does not open under a master key of another id, version or value', async () => {
    const where = { organisationId: 'o', rowId: 'r', field: 'f', version: 1 }
    const envelope = await seal(where, 'secret')
    // A provider that would try its key for any version: the version is bound all the same.
    const key = createSecretKey(randomBytes(32))
    const local = localKek(key, randomBytes)
    const lenient = {
      ...local,
      unwrap: (_: number, b: Uint8Array, c: Uint8Array) => local.unwrap(1, b, c),
    }
    const own = await sealEnvelope(lenient, 1, where, 'secret', randomBytes)
    expect(await openEnvelope(lenient, where, own)).toBe('secret')
    expect(await openEnvelope(lenient, where, { ...own, kekVersion: 2 })).toBeUndefined()
    expect(await openEnvelope(kek, where, { ...envelope, kekVersion: 2 })).toBeUndefined()
    expect(await openEnvelope(kek, where, { ...envelope, kekId: 'other' })).toBeUndefined()
    expect(await openEnvelope(local, where, envelope)).toBeUndefined()
  })

  it('never seals the same secret to the same bytes', async () => {
    const where = { organisationId: 'o', rowId: 'r', field: 'f', version: 1 }
    const all = await Promise.all(Array.from({ length: 50 }, () => seal(where, 'secret')))
    expect(new Set(all.map(({ ciphertext }) => Buffer.from(ciphertext).toString('hex'))).size).toBe(
      50,
    )
  })
})

describe('framing', () => {
  it('gives different bytes for different lists of parts', () =>
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        expect(frame(...a).equals(frame(...b))).toBe(false)
      }),
    ))

  it('tells a part from two parts that read the same', () => {
    expect(frame('ab', 'c').equals(frame('a', 'bc'))).toBe(false)
    expect(frame('abc').equals(frame('ab', 'c'))).toBe(false)
  })
})
