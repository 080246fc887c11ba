import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchOperation } from './match-operation.ts'
import { OPERATIONS, REFUSED_OPERATIONS } from './operations/catalogue.ts'
import { METHODS } from './operations/operation.ts'
import { parseRequestTarget } from './request-target.ts'

const split = (path: string) => path.split('/').slice(1)
const match = (method: string, path: string) => matchOperation(method, split(path))
const nameOf = (method: string, path: string) => {
  const matched = match(method, path)
  if (matched.ok) return matched.value.operation.name
  return matched.error.reason
}

/** Every template with its own name, as plain data for a second, slower matcher. */
const ROWS = [
  ...OPERATIONS.flatMap(({ name, method, templates }) =>
    templates.map((template) => ({ name, method, parts: split(template) })),
  ),
  ...REFUSED_OPERATIONS.flatMap(({ name, method, templates }) =>
    templates.map((template) => ({ name, method, parts: split(template) })),
  ),
]

/** How a template fits: `0` per literal, `1` per placeholder, `2` for the rest; `null`: not. */
function fit(parts: readonly string[], path: readonly string[]): string | null {
  let rank = ''
  for (const [index, part] of parts.entries()) {
    if (part === '**') return `${rank}2`
    if (index >= path.length) return null
    if (part.startsWith('{')) rank += '1'
    else if (part === path[index]) rank += '0'
    else return null
  }
  return parts.length === path.length ? rank : null
}

/** Most literal first; a template that ends is before one that takes the rest. */
function slowMatch(method: string, path: readonly string[]) {
  const fits = ROWS.flatMap((row) => {
    const rank = fit(row.parts, path)
    return rank === null ? [] : [{ ...row, rank }]
  }).sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  const best = fits.filter(({ rank }) => rank === fits[0]?.rank)
  return best.filter((row) => row.method === null || row.method === method)
}

/** Paths of real templates, their placeholders filled with what could be mistaken for a literal. */
const WORDS = [...new Set(ROWS.flatMap(({ parts }) => parts))].filter((part) => !/[{*]/.test(part))
const value = fc.oneof(
  fc.constantFrom('contacts', '0-1', '123', 'ada@example.com'),
  fc.constantFrom(...WORDS),
)
const paths = fc.oneof(
  fc
    .tuple(fc.constantFrom(...ROWS), fc.array(value, { minLength: 8, maxLength: 8 }))
    .map(([{ parts }, values]) =>
      parts.map((part, index) => (/[{*]/.test(part) ? (values[index] ?? 'x') : part)),
    ),
  fc.array(value, { maxLength: 8 }),
)

describe('matchOperation', () => {
  it('agrees with a slow matcher that tries every template, and no two operations share a path', () => {
    fc.assert(
      fc.property(paths, fc.constantFrom(...METHODS), (path, method) => {
        const expected = slowMatch(method, path)
        expect(expected.length, `${method} /${path.join('/')}`).toBeLessThan(2)
        const matched = matchOperation(method, path)
        const name = matched.ok
          ? matched.value.operation.name
          : matched.error.reason === 'operation_refused'
            ? matched.error.operation.name
            : undefined
        expect(name).toBe(expected[0]?.name)
      }),
      { numRuns: 3_000 },
    )
  })

  it('sees one operation in every version and twin of its path', () => {
    for (const path of [
      '/crm/v3/objects/contacts/search',
      '/crm/objects/2026-03/0-1/search',
      '/crm/objects/2026-09/CONTACT/search',
    ])
      expect(nameOf('POST', path)).toBe('crm.objects.search')
    for (const path of [
      '/settings/v3/users/7',
      '/settings/users/v3/7',
      '/settings/users/2026-03/7',
    ])
      expect(nameOf('DELETE', path)).toBe('settings.users.remove')
  })

  it('gives the values of the placeholders, decoded by the target', () => {
    const target = parseRequestTarget('/crm/v3/objects/Contact/ada%40example.com')
    expect(target.ok && matchOperation('GET', target.value.segments)).toMatchObject({
      value: { params: { objectType: 'Contact', objectId: 'ada@example.com' } },
    })
  })

  it('lets the literal win, as HubSpot does: a GET of “search” is no record called search', () => {
    expect(nameOf('GET', '/crm/v3/objects/contacts/search')).toBe('method_not_allowed')
    expect(nameOf('POST', '/crm/v3/objects/deals/splits/batch/read')).toBe(
      'crm.deal-splits.batch-read',
    )
    expect(nameOf('POST', '/crm/v3/objects/deals/batch/read')).toBe('crm.objects.batch-read')
    expect(nameOf('GET', '/crm/v3/lists/folders')).toBe('crm.lists.list-folders')
  })

  it('names the kind of unknown, so that the caller knows what to change', () => {
    expect(nameOf('GET', '/CRM/v3/owners')).toBe('path_case')
    expect(nameOf('GET', '/crm/V3/objects/contacts')).toBe('path_case')
    expect(nameOf('GET', '/crm/objects/2026-09-beta/contacts')).toBe('version_beta')
    expect(nameOf('GET', '/crm/objects/2031-03/contacts')).toBe('version_unknown')
    expect(nameOf('GET', '/crm/v9/objects/contacts')).toBe('path_unknown')
    expect(nameOf('GET', '/')).toBe('path_unknown')
    expect(nameOf('GET', '/constructor/__proto__')).toBe('path_unknown')
  })

  it('does not know a method that HubSpot does not have there, HEAD and OPTIONS included', () => {
    expect(match('DELETE', '/crm/v3/owners')).toMatchObject({
      error: { reason: 'method_not_allowed', allowed: ['GET'] },
    })
    for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'get', '*', ''])
      expect(match(method, '/crm/v3/owners').ok, method).toBe(false)
  })

  it('never forwards tokens, apps, workflows, code or GraphQL, whatever follows in the path', () => {
    const names = {
      '/oauth/v1/token': 'oauth',
      '/oauth/2026-09/token/introspect': 'oauth',
      '/oauth/v2/private-apps/get/access-token-info': 'oauth',
      '/localdevauth/v1/auth/refresh': 'oauth',
      '/webhooks/v3/77/subscriptions': 'app-management',
      '/appinstalls/2026-09/external-install': 'app-management',
      '/automation/v4/flows': 'automation',
      '/collector/graphql': 'graphql',
      '/cms/v3/source-code/published/content/a/b.html': 'source-code',
      '/visitor-identification/v3/tokens/create': 'visitor-identification',
      '/contacts/v1/lists/all/contacts/all': 'legacy.contacts',
    }
    for (const [path, name] of Object.entries(names))
      for (const method of ['GET', 'POST', 'DELETE'])
        expect(match(method, path)).toMatchObject({
          error: { reason: 'operation_refused', operation: { name } },
        })
  })
})
