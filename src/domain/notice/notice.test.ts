import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isAppPath, writeFacts, type FactForm } from './facts.ts'
import { NOTICE_KINDS, noticeKind, type NoticeKind } from './kinds.ts'
import { wordsOf } from './notice.ts'
import { digestAt, EMAIL_PACE, PACES } from './pace.ts'

const ID = 'con_0123456789abcdefghjk'

const SAMPLE: Record<FactForm, string> = {
  id: ID,
  count: '7',
  time: '2026-11-20T09:00:00.000Z',
  word: 'service_key',
  words: 'crm.objects.contacts.read, oauth',
}

const sampleFacts = (name: NoticeKind) =>
  Object.fromEntries(
    Object.entries(noticeKind(name).facts).map(([fact, form]) => [fact, SAMPLE[form]]),
  )

describe.each(Object.keys(NOTICE_KINDS) as NoticeKind[])('%s', (name) => {
  it('is said in whole sentences', () => {
    const { title, text } = wordsOf({ kind: name, facts: sampleFacts(name) })
    expect(title).toMatch(/^[A-Z].{5,70}[^.]$/)
    expect(text).toMatch(/^[A-Z].*\.$/s)
    expect(text).not.toContain('undefined')
  })
})

describe('a fact', () => {
  it('is written in its form', () => {
    const forms = { a: 'id', b: 'count', c: 'time', d: 'word', e: 'words' } as const
    const given = { a: ID, b: 7, c: new Date(0), d: 'oauth', e: ['oauth', 'service_key'] }
    expect(writeFacts(forms, given)).toEqual({
      a: ID,
      b: '7',
      c: '1970-01-01T00:00:00.000Z',
      d: 'oauth',
      e: 'oauth, service_key',
    })
  })

  test.each<[FactForm, string]>([
    ['id', 'Sales portal'],
    ['word', 'Sales'],
    ['word', 'two words'],
    ['word', 'pat-na1-11111111-2222-3333-4444-555555555555 '],
    ['word', 'a\nb'],
    ['words', 'a, b, C'],
    ['id', ''],
  ])('that has not the form %s is refused, and not repeated: %j', (form, value) => {
    const write = () => writeFacts({ fact: form }, { fact: value })
    expect(write).toThrow(RangeError)
    expect(write).toThrow(/^The fact "fact" is no [a-z]+$/)
  })

  it('cannot carry what a person typed: nothing with a capital or a space of its own passes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (typed) => {
        fc.pre(/[^a-z0-9_.:-]/.test(typed))
        expect(() => writeFacts({ fact: 'word' }, { fact: typed })).toThrow(RangeError)
        expect(() => writeFacts({ fact: 'id' }, { fact: typed })).toThrow(RangeError)
      }),
    )
  })

  it('that is missing is refused', () => {
    expect(() => writeFacts({ fact: 'count' }, {})).toThrow(RangeError)
  })
})

test('links lead into the web app and nowhere else', () => {
  expect(isAppPath(`/connections/${ID}`)).toBe(true)
  expect(isAppPath('/settings?tab=notifications')).toBe(true)
  expect(isAppPath('/connections/a-name')).toBe(false)
  for (const path of ['//evil.example', 'https://evil.example', '/a b', '/Sales', '', '/a#b'])
    expect(isAppPath(path), path).toBe(false)
})

describe('a digest', () => {
  it('goes out at the end of the hour, and at six in the morning', () => {
    const at = (text: string) => new Date(`2026-11-20T${text}Z`)
    expect(digestAt('hourly', at('09:00:00.000'))).toEqual(at('10:00:00.000'))
    expect(digestAt('hourly', at('09:59:59.999'))).toEqual(at('10:00:00.000'))
    expect(digestAt('daily', at('05:59:59.999'))).toEqual(at('06:00:00.000'))
    expect(digestAt('daily', at('06:00:00.000'))).toEqual(new Date('2026-11-21T06:00:00.000Z'))
  })

  it('is always ahead, by no more than its stretch', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') }),
        (at) => {
          const hour = digestAt('hourly', at).getTime() - at.getTime()
          const day = digestAt('daily', at).getTime() - at.getTime()
          expect(hour > 0 && hour <= 3_600_000 && day > 0 && day <= 86_400_000).toBe(true)
        },
      ),
    )
  })
})

test('the more it matters the sooner it goes out', () => {
  const order = Object.keys(PACES)
  expect(order.indexOf(EMAIL_PACE.urgent)).toBeLessThan(order.indexOf(EMAIL_PACE.attention))
  expect(order.indexOf(EMAIL_PACE.attention)).toBeLessThan(order.indexOf(EMAIL_PACE.info))
})

test('a notice of a release that knew more is still a sentence', () => {
  expect(wordsOf({ kind: 'future.kind', facts: {} }).text).toMatch(/future\.kind/)
})
