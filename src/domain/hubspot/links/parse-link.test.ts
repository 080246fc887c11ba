import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { indexUrl, recordUrl } from '../record-urls.ts'
import { STANDARD_TYPES } from '../object-types.ts'
import { APP_FORMS } from './app-forms.ts'
import { describeLink, LINK_KINDS } from './link.ts'
import { OTHER_FORMS } from './other-forms.ts'
import { parseLink } from './parse-link.ts'
import { readShareCode } from './share-code.ts'

const fetched: unknown[] = []
const realFetch = globalThis.fetch
beforeAll(() => {
  globalThis.fetch = (...args) => {
    fetched.push(args[0])
    return Promise.reject(new Error('a link is never fetched'))
  }
})
afterAll(() => {
  globalThis.fetch = realFetch
})

/** Pieces that addresses and tricks are made of, so that chance comes near to real ones. */
const PIECES = `https:// http: // / \\ ? # & = @ : . .. %2e % %00 app app-eu1 meetings share
  .hubspot.com .hsforms.com .hubapi.com xn-- contacts record objects views board pipeline login
  loginRedirectUrl= 0-1 2-987 451 6700123 p1_car 1hmqesMVTScaTdEMegtcbXg3zlmj а \u202E \uD800 \u0000`
const piece = fc.constantFrom('\n', ' ', ...PIECES.split(/\s+/))
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 12 }).map((pieces) => `https://app.hubspot.com/${pieces.join('/')}`),
)

it('no text makes it throw, loop or fetch; whatever it answers is well formed and safe to print', () => {
  fc.assert(
    fc.property(text, (pasted) => {
      const read = parseLink(pasted)
      expect(parseLink(pasted)).toEqual(read)
      if (read.ok) {
        expect(LINK_KINDS).toHaveProperty(read.value.kind)
        expect(describeLink(read.value)).not.toMatch(/undefined|null|NaN/)
        const { portalId } = read.value
        if (portalId !== null) expect(Number.isSafeInteger(portalId) && portalId > 0).toBe(true)
      } else {
        expect(read.error.saw).toMatch(/^[\x20-\x7e]{0,120}…?$/)
        expect(read.error.needs).not.toBe('')
      }
    }),
    { numRuns: 20_000 },
  )
  expect(fetched).toEqual([])
})

it('texts made to be slow are answered like any other', () => {
  const worst = [
    '.',
    '-',
    'a-',
    '%',
    '%2e',
    '/',
    '@',
    '"',
    '\u200B',
    'p1_',
    '1',
    '&a=',
    '((',
    'xn--',
  ]
  for (const unit of worst)
    for (const before of ['', 'https://', 'https://app.hubspot.com/', 'https://app.hubspot.com/a?'])
      expect(typeof parseLink(before + unit.repeat(5_000 / unit.length) + '!x').ok).toBe('boolean')
  expect(parseLink('x'.repeat(50_000_000))).toMatchObject({ error: { reason: 'too_long' } })
})

const uiDomain = fc.constantFrom('app.hubspot.com', 'app-eu1.hubspot.com', 'app-na2.hubspot.com')
const portalId = fc.integer({ min: 1, max: 999_999_999 })
const objectTypeId = fc.oneof(
  fc.constantFrom(...STANDARD_TYPES.flatMap((type) => type.objectTypeId ?? [])),
  fc.integer({ min: 1, max: 999_999_999 }).map((number) => `2-${number}`),
)
const recordId = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String)

it('every address of a record or an index that Hubward writes is read back as it was meant', () => {
  fc.assert(
    fc.property(fc.record({ uiDomain, portalId, objectTypeId, recordId }), (place) => {
      const region = /^app-(\w+)\./.exec(place.uiDomain)?.[1] ?? null
      expect(parseLink(recordUrl(place)!)).toMatchObject({
        ok: true,
        value: {
          kind: 'record',
          portalId: place.portalId,
          region,
          objectType: { objectTypeId: place.objectTypeId },
          id: place.recordId,
        },
      })
      const index = indexUrl(place.uiDomain, place.portalId, place.objectTypeId)!
      expect(parseLink(index)).toMatchObject({
        value: { kind: 'object', portalId: place.portalId, region },
      })
    }),
  )
})

it('a share code gives back the GUID and the portal it was made of', () => {
  fc.assert(
    fc.property(fc.uuid(), portalId, (guid, portal) => {
      const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex').toString('base64url')
      const made = { guid, portal: portal.toString(36) }
      expect(readShareCode(`1${bytes}${portal.toString(36)}`)).toEqual(portal < 36 ? null : made)
      expect(readShareCode(`2${bytes}`)).toEqual({ guid, portal: null })
    }),
  )
})

it('no form is hidden behind an earlier one of the same shape', () => {
  const tables = [APP_FORMS, ...Object.values(OTHER_FORMS)]
  for (const forms of tables) {
    const seen = forms.map((form) => form.at)
    expect(new Set(seen).size).toBe(seen.length)
  }
})

it('what leads to another’s host is told from what leads to HubSpot’s, in the words of the reader', () => {
  const trick = parseLink(
    'https://app.hubspot.com.evil.example/contacts/1/record/0-1/2?hapikey=abc',
  )
  expect(trick).toEqual({
    ok: false,
    error: {
      reason: 'lookalike',
      saw: 'app.hubspot.com.evil.example',
      needs: expect.stringContaining('Do not sign in there'),
    },
  })
  const own = parseLink('https://book.example.com/meetings/seller/intro')
  expect(own).toMatchObject({
    value: { host: 'custom', notes: [expect.stringContaining('only the connected portal')] },
  })
})

it('of a form that is not known it says that only the portal was read', () => {
  for (const path of [
    'quotes/123/detail/55',
    'marketing/123/email/55',
    'contacts/123/record/9-9/5',
  ])
    expect(parseLink(`https://app.hubspot.com/${path}`)).toMatchObject({
      value: { kind: 'portal', portalId: 123, notes: [expect.stringContaining('Only the portal')] },
    })
  expect(parseLink('https://app.hubspot.com/home/123')).toMatchObject({ value: { notes: [] } })
})

it('a portal behind the question mark is read where the path has none, and must agree with it', () => {
  const read = (rest: string) => parseLink(`https://app.hubspot.com/${rest}`)
  expect(read('home?portalId=123')).toMatchObject({ value: { kind: 'portal', portalId: 123 } })
  expect(read('contacts/123/record/0-1/5?portalId=123')).toMatchObject({
    value: { kind: 'record', portalId: 123, id: '5' },
  })
  expect(read('contacts/123/record/0-1/5?portalId=999')).toMatchObject({
    error: { reason: 'two_answers' },
  })
  expect(read('home?portalId=123&portalId=4')).toMatchObject({ error: { reason: 'two_answers' } })
  expect(read('home?portalId=x')).toMatchObject({ error: { reason: 'no_portal' } })
})

it('says in one line what a link is', () => {
  const said = (pasted: string) => {
    const link = parseLink(pasted)
    return link.ok ? describeLink(link.value) : link.error.reason
  }
  expect(said('https://app.hubspot.com/contacts/123/record/0-3/451')).toBe(
    'record 451 of deals in portal 123',
  )
  expect(said('https://app.hubspot.com/contacts/123/objects/0-3')).toBe(
    'object type deals in portal 123',
  )
  expect(said('https://app.hubspot.com/home/123')).toBe('portal 123')
  expect(said('https://meetings.hubspot.com/seller/intro')).toBe('scheduling page seller/intro')
})
