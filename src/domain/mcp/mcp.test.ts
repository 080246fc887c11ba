import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanJson, cleanText } from './clean.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { DecimalSum } from './decimal.ts'
import { fit } from './fit.ts'
import { searchBody, type Condition } from './search-body.ts'
import { objectTypes, toolView } from './tool-view.ts'
import { changesOf, likelyFrom, sameValue } from './write-diff.ts'
import { planWrite } from './write-plan.ts'

const NOW = new Date('2026-11-21T08:00:00Z')

describe('cleaning', () => {
  it('leaves what people read exactly as it is', () => {
    for (const text of ['Zoë Müller', 'línea\n\tdos', '東京 ☎ 価格', 'مرحبا', '👩 family', ''])
      expect(cleanText(text)).toBe(text)
  })

  it('leaves nothing invisible in any text of any JSON, and changes nothing twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (json, text) => {
        const cleaned = cleanJson({ json, [text]: [text] })
        expect(cleanJson(cleaned)).toEqual(cleaned)
        expect(cleanText(text)).not.toMatch(/\p{Default_Ignorable_Code_Point}/u)
        expect(cleanText(text).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('a cursor', () => {
  const digest = fc.stringMatching(/^[0-9a-f]{64}$/)

  it('comes back as it went, whatever HubSpot’s position looks like', () => {
    fc.assert(
      fc.property(digest, fc.string({ minLength: 1, maxLength: 60 }), (of, position) => {
        expect(readCursor(writeCursor(of, position), of)).toEqual({ ok: true, value: position })
      }),
    )
  })

  it('is refused with another question, and when it is none of ours', () => {
    fc.assert(
      fc.property(digest, digest, fc.string(), (of, other, text) => {
        fc.pre(of.slice(0, 12) !== other.slice(0, 12))
        expect(readCursor(writeCursor(of, '20'), other).ok).toBe(false)
        if (!/^[0-9a-f]{12}\./.test(text)) expect(readCursor(text, of).ok).toBe(false)
      }),
    )
  })
})

describe('fitting', () => {
  const item = fc.record({
    id: fc.string({ maxLength: 20 }),
    text: fc.string({ maxLength: 9_000 }),
  })

  it('never exceeds the room, and always shows something', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 40 }), (items) => {
        const { items: shown, dropped } = fit(items, 12_000)
        expect(JSON.stringify(shown).length).toBeLessThanOrEqual(12_000)
        expect(shown.length).toBeGreaterThan(0)
        expect(shown.length + dropped).toBe(items.length)
        expect(shown.map(({ id }) => id)).toEqual(items.slice(0, shown.length).map(({ id }) => id))
      }),
      { numRuns: 50 },
    )
  })

  it('leaves alone what has room', () => {
    const items = [{ id: '1', text: 'short' }]
    expect(fit(items)).toEqual({ items, dropped: 0, cutAt: null })
  })
})

describe('adding up', () => {
  it('is exact for amounts, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(10 ** 12), max: 10 ** 12 })), (cents) => {
        const sum = new DecimalSum()
        for (const one of cents) {
          const text = String(Math.abs(one)).padStart(3, '0')
          sum.add(`${one < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`)
        }
        const total = cents.reduce((all, one) => all + BigInt(one), 0n)
        expect(BigInt(Math.round(Number(sum.toString()) * 100))).toBe(
          BigInt(Math.round(Number(total))),
        )
      }),
    )
    const tenths = new DecimalSum()
    for (const text of ['0.1', '0.2', '1e400', 'n/a', '']) tenths.add(text)
    expect([tenths.toString(), tenths.added, tenths.skipped]).toEqual(['0.3', 2, 3])
  })
})

describe('a search', () => {
  const condition: fc.Arbitrary<Condition> = fc.record({
    property: fc.string({ minLength: 1, maxLength: 10 }),
    operator: fc.constantFrom('EQ', 'HAS_PROPERTY'),
    value: fc.string(),
  })

  it('is within HubSpot’s bounds, or refused in a sentence', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { maxLength: 8 }),
        fc.array(fc.array(condition, { minLength: 1, maxLength: 7 }), { maxLength: 7 }),
        fc.nat(12_000),
        (filters, any_of, offset) => {
          const body = searchBody(
            { filters, any_of },
            { properties: undefined, limit: 200, offset },
          )
          if (!body.ok) {
            expect(body.error).toMatch(/\.$/)
            return
          }
          const groups = (body.value['filterGroups'] ?? []) as { filters: unknown[] }[]
          expect(groups.length).toBeLessThanOrEqual(5)
          for (const group of groups) expect(group.filters.length).toBeLessThanOrEqual(6)
          expect(groups.flatMap((group) => group.filters).length).toBeLessThanOrEqual(18)
          expect(offset + 200).toBeLessThanOrEqual(10_000)
        },
      ),
    )
  })
})

describe('what is seen of the tools', () => {
  it('follows from scopes alone: a write scope opens no reading', () => {
    const view = toolView([
      { name: 'b', scopes: ['contacts:write'] },
      { name: 'a', scopes: ['objects.car:read', 'content:write'] },
    ])
    expect(view).toMatchObject({
      connections: ['a', 'b'],
      readable: ['car'],
      writable: ['contacts'],
      content: false,
      logs: false,
    })
    expect(objectTypes(['engagements:read', 'owners:read', 'contacts:merge'], 'read')).toEqual([
      'communications',
      'tasks',
      'notes',
      'meetings',
      'calls',
      'emails',
      'postal_mail',
    ])
  })
})

describe('a change', () => {
  it('is none where HubSpot would store the same', () => {
    expect(sameValue('5', '5.0')).toBe(true)
    expect(sameValue('2026-01-31', '1769817600000')).toBe(true)
    expect(sameValue('05', '5a')).toBe(false)
    expect(changesOf({ a: '1', b: null, c: 'x' }, { a: '1.0', b: '', c: '' })).toEqual([
      { property: 'c', before: 'x', after: null },
    ])
  })

  it('may come from a text that HubSpot tidied', () => {
    expect(likelyFrom('+49 30 1234567', '+49301234567')).toBe(true)
    expect(likelyFrom('<p>Called  him</p>', 'Called him')).toBe(true)
    expect(likelyFrom('Called her', 'Called him')).toBe(false)
  })
})

describe('a write', () => {
  it.each([
    [{ action: 'create', records: [{ id: '1', properties: { a: 1 } }] }, 'takes no "id"'],
    [{ action: 'update', records: [{ properties: { a: 1 } }] }, 'needs "id"'],
    [{ action: 'upsert', records: [{ id: '1', properties: { a: 1 } }] }, 'id_property'],
    [{ action: 'associate', records: [{ id: '1' }] }, 'needs "associations"'],
    [{ action: 'log_activity', records: [{ properties: { text: 'x' } }] }, 'notes'],
    [
      {
        action: 'update',
        records: [
          { id: '1', properties: { a: 1 } },
          { id: '1', properties: { b: 2 } },
        ],
      },
      'twice',
    ],
  ] as const)('that cannot be meant is refused: %j', (question, words) => {
    const planned = planWrite({ object_type: 'contacts', ...question }, NOW)
    expect(planned).toMatchObject({ ok: false, error: expect.stringContaining(words) })
  })

  it('of an activity takes plain words and has a time', () => {
    const planned = planWrite(
      {
        object_type: 'tasks',
        action: 'log_activity',
        records: [{ properties: { title: 'Ring', hs_task_status: 'NOT_STARTED' } }],
      },
      NOW,
    )
    expect(planned).toMatchObject({
      value: {
        records: [
          {
            properties: {
              hs_task_subject: 'Ring',
              hs_timestamp: NOW.toISOString(),
              hs_task_status: 'NOT_STARTED',
            },
          },
        ],
      },
    })
  })
})
