import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRequestTarget, TARGET_REFUSALS, type TargetRefusal } from './request-target.ts'

const parse = (raw: string) => {
  const target = parseRequestTarget(raw)
  return target.ok ? target.value : target.error
}

/** Raw target → the reason for which it is refused. */
const TRICKS: readonly (readonly [raw: string, reason: TargetRefusal])[] = [
  ['https://evil.example/crm/v3/owners', 'absolute_form'],
  ['*', 'absolute_form'],
  ['', 'absolute_form'],
  ['//evil.example/crm', 'empty_segment'],
  ['/crm//v3/owners', 'empty_segment'],
  ['/crm/v3/owners//', 'empty_segment'],
  ['/crm/v3/objects/contacts/../deals', 'dot_segment'],
  ['/crm/v3/./owners', 'dot_segment'],
  ['/crm/v3/objects/contacts/..', 'dot_segment'],
  ['/crm/v3/objects/contacts/%2e%2e/deals', 'needless_encoding'],
  ['/crm/v3/objects/contacts/.%2E/deals', 'needless_encoding'],
  ['/crm/v3/%6Fwners', 'needless_encoding'],
  ['/crm/v3/objects/cont%61cts', 'needless_encoding'],
  ['/crm/v3/objects%2fdeals', 'encoded_separator'],
  ['/crm/v3/objects/contacts%2F..%2Fdeals', 'encoded_separator'],
  ['/crm/v3/objects%5Cdeals', 'encoded_separator'],
  ['/crm/v3/objects/%252e%252e', 'encoded_separator'],
  ['/crm/v3/objects/contacts%3Ba=b', 'encoded_separator'],
  ['/crm/v3/objects/contacts%00', 'encoded_separator'],
  ['/crm/v3/objects/contacts%0d%0aX-Y:z', 'encoded_separator'],
  ['/crm/v3/objects/contacts%C2%85', 'encoded_separator'],
  ['/crm\\v3\\owners', 'backslash'],
  ['/crm/v3/owners;jsessionid=1', 'path_parameter'],
  ['/crm/v3/objects/contacts;/deals', 'path_parameter'],
  ['/crm/v3/owners#x', 'fragment'],
  ['/crm/v3/owners?limit=1#x', 'fragment'],
  ['/crm/v3/owners HTTP/1.1', 'forbidden_character'],
  ['/crm/v3/owners\u0000', 'forbidden_character'],
  ['/crm/v3/owners\t', 'forbidden_character'],
  ['/crm/v3/öwners', 'forbidden_character'],
  ['/crm/v3/owners?q=ö', 'forbidden_character'],
  ['/crm/v3/owners?q=a b', 'forbidden_character'],
  ['/crm/v3/owners.', 'trailing_dot_or_space'],
  ['/crm/v3./owners', 'trailing_dot_or_space'],
  ['/crm/v3/owners%20', 'trailing_dot_or_space'],
  ['/crm/v3/%20owners', 'trailing_dot_or_space'],
  ['/crm/v3/owners%2', 'bad_encoding'],
  ['/crm/v3/owners%zz', 'bad_encoding'],
  ['/crm/v3/owners%c0%af', 'bad_encoding'],
  ['/crm/v3/owners%ff', 'bad_encoding'],
  ['/crm/v3/owners?a=%', 'bad_encoding'],
  ['/crm/v3/owners?a=1;associations=deals', 'query_separator'],
  ['/crm/v3/owners?=1', 'query_name'],
  ['/crm/v3/objects/contacts?associations[]=deals', 'query_name'],
  ['/crm/v3/objects/contacts?associations%00=deals', 'query_name'],
  ['/crm/v3/objects/contacts?Associations=deals', 'query_case'],
  ['/crm/v3/objects/contacts?IDPROPERTY=email', 'query_case'],
  ['/crm/v3/objects/contacts/a?idProperty=email&idProperty=x', 'query_duplicate'],
  ['/crm/v3/objects/contacts/a?idProperty=email&idProper%74y=x', 'query_duplicate'],
  ['/crm/v3/objects/contacts?limit=1&limit=2', 'query_duplicate'],
  ['/crm/v3/owners?hapikey=abc', 'credential_in_query'],
  ['/crm/v3/owners?HAPIKEY=abc', 'credential_in_query'],
  ['/crm/v3/owners?access_token=abc', 'credential_in_query'],
  ['/crm/v3/owners?access%5Ftoken=abc', 'credential_in_query'],
  ['/crm/v3/owners?_method=DELETE', 'method_in_query'],
  [`/crm/v3/owners?q=${'a'.repeat(20_000)}`, 'too_long'],
]

describe('parseRequestTarget', () => {
  it.each(TRICKS)('refuses %s, which another reader could read differently', (raw, reason) => {
    expect(parse(raw)).toBe(reason)
  })

  it('has a trick in this test, and a sentence, for every reason it can give', () => {
    const shown = new Set(TRICKS.map(([, reason]) => reason))
    expect([...shown].sort()).toEqual(Object.keys(TARGET_REFUSALS).sort())
    for (const sentence of Object.values(TARGET_REFUSALS)) expect(sentence).toMatch(/\.$/)
  })

  it('keeps the path as sent, with or without a trailing slash, as HubSpot takes both', () => {
    expect(parse('/crm/v3/owners/')).toMatchObject({
      path: '/crm/v3/owners/',
      segments: ['crm', 'v3', 'owners'],
    })
    expect(parse('/crm/v3/owners')).toMatchObject({ segments: ['crm', 'v3', 'owners'] })
    expect(parse('/')).toMatchObject({ segments: [], rawQuery: null })
  })

  it('decodes what a segment must encode, so that a record can be named by its e-mail address', () => {
    for (const raw of [
      '/crm/v3/objects/contacts/ada%40example.com',
      '/crm/v3/objects/contacts/ada@example.com',
    ])
      expect(parse(raw)).toMatchObject({
        segments: ['crm', 'v3', 'objects', 'contacts', 'ada@example.com'],
      })
    expect(parse('/a/J%C3%BCrgen%20Lund')).toMatchObject({ segments: ['a', 'Jürgen Lund'] })
  })

  it('takes both of HubSpot’s spellings of an array, and a plus as a space', () => {
    expect(parse('/x?properties=a&properties=b')).toMatchObject({
      query: [
        ['properties', 'a'],
        ['properties', 'b'],
      ],
    })
    expect(parse('/x?properties=a,b&name=J+L&flag&')).toMatchObject({
      query: [
        ['properties', 'a,b'],
        ['name', 'J L'],
        ['flag', ''],
      ],
    })
  })
})

/** Pieces of which attacks are made, and plain ones. */
const pieces = fc.array(
  fc.constantFrom(
    '/',
    '//',
    '.',
    '..',
    '%2e',
    '%2F',
    '%5c',
    '%25',
    '%',
    '\\',
    ';',
    '?',
    '&',
    '=',
    '#',
    ' ',
    'crm',
    'v3',
    'objects',
    'contacts',
    'a@b.c',
    '%40',
    '%C3%BC',
    'associations',
    '+',
    ',',
    ':',
  ),
  { maxLength: 12 },
)
const targets = fc.oneof(
  fc.string({ unit: 'binary' }),
  pieces.map((parts) => `/${parts.join('')}`),
  fc.webPath(),
)

describe('whatever is sent', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(targets, (raw) => void parseRequestTarget(raw)),
      { numRuns: 2_000 },
    )
  })

  it('is forwarded byte for byte if accepted, and reads the same to a second reader', () => {
    fc.assert(
      fc.property(targets, (raw) => {
        const target = parseRequestTarget(raw)
        fc.pre(target.ok)
        const { path, rawQuery, segments } = target.value
        expect(path + (rawQuery === null ? '' : `?${rawQuery}`)).toBe(raw)
        expect(new URL(`https://api.hubapi.com${raw}`).pathname).toBe(path)
        const bare = path === '/' ? [] : path.replace(/\/$/, '').slice(1).split('/')
        expect(segments).toEqual(bare.map((part) => decodeURIComponent(part)))
        for (const segment of segments) expect(segment).not.toMatch(/[/\\%;]|^\.{0,2}$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
