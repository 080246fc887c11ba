import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchOperation } from './match-operation.ts'
import { scopesBeforeBody, scopesNeeded } from './needs.ts'
import { STANDARD_TYPES } from './object-types.ts'
import { OPERATIONS } from './operations/catalogue.ts'
import { parseRequestTarget } from './request-target.ts'

const CUSTOM = [{ name: 'car', objectTypeId: '2-987', fullyQualifiedName: 'p123_car' }]

/** The scopes of a call as it would arrive, or the reason of its refusal. */
function needs(method: string, target: string, body?: unknown): readonly string[] | string {
  const parsed = parseRequestTarget(target)
  if (!parsed.ok) return parsed.error
  const matched = matchOperation(method, parsed.value.segments)
  if (!matched.ok) return matched.error.reason
  const scopes = scopesNeeded({ ...matched.value, query: parsed.value.query }, body, CUSTOM)
  return scopes.ok ? scopes.value : scopes.error.reason
}

const link = (associationTypeId: unknown, associationCategory = 'HUBSPOT_DEFINED') => ({
  to: { id: '1' },
  types: [{ associationCategory, associationTypeId }],
})

describe('the verb', () => {
  it('takes reads by POST for reads', () => {
    expect(needs('POST', '/crm/v3/objects/contacts/batch/read')).toEqual(['contacts:read'])
    expect(needs('POST', '/crm/v3/objects/contacts/search', {})).toEqual(['contacts:read'])
    expect(needs('POST', '/crm/v3/lists/search')).toEqual(['lists:read'])
  })

  it('keeps merging and erasing apart from writing', () => {
    expect(needs('PATCH', '/crm/v3/objects/contacts/1')).toEqual(['contacts:write'])
    expect(needs('POST', '/crm/v3/objects/contacts/merge')).toEqual(['contacts:merge'])
    expect(needs('POST', '/crm/v3/objects/contacts/gdpr-delete')).toEqual(['contacts:gdpr-delete'])
    expect(needs('DELETE', '/files/v3/files/1/gdpr-delete')).toEqual(['files:gdpr-delete'])
    expect(needs('POST', '/crm/v3/objects/2-987/merge')).toEqual(['objects.car:merge'])
  })

  it('refuses a verb that HubSpot does not have for the object', () => {
    expect(needs('POST', '/crm/v3/objects/companies/gdpr-delete')).toBe('verb_not_offered')
    expect(needs('POST', '/crm/v3/objects/notes/merge')).toBe('verb_not_offered')
  })

  it('does not count the echo of a write as reading, but asks read for properties asked by name', () => {
    expect(needs('POST', '/crm/v3/objects/contacts/batch/upsert')).toEqual(['contacts:write'])
    expect(needs('PATCH', '/crm/v3/objects/contacts/1?properties=email')).toEqual([
      'contacts:read',
      'contacts:write',
    ])
  })

  it('counts the history of properties as reading them', () => {
    expect(needs('GET', '/crm/v3/objects/deals/1?propertiesWithHistory=amount')).toEqual([
      'deals:read',
    ])
  })
})

describe('the object type', () => {
  it('is the same under every alias, in every version and twin of the path', () => {
    const typed = OPERATIONS.filter(({ typesInPath }) => typesInPath.length > 0)
    const spelling = fc.constantFrom(...STANDARD_TYPES).chain((type) =>
      fc
        .constantFrom(type.name, type.objectTypeId ?? type.name)
        .chain((alias) => fc.constantFrom(alias, alias.toUpperCase(), alias.toLowerCase()))
        .map((alias) => ({ type, alias })),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...typed),
        spelling,
        fc.nat(),
        (operation, { type, alias }, n) => {
          const template = operation.templates[n % operation.templates.length]!
          const fill = (text: string) =>
            operation.typesInPath
              .reduce((path, name) => path.replace(`{${name}}`, text), template)
              .replace(/\{[^}]+\}/g, '7')
          const scopesOf = (path: string) => {
            const matched = matchOperation(operation.method, path.split('/').slice(1))
            if (!matched.ok) return matched.error
            expect(matched.value.operation.name).toBe(operation.name)
            const scopes = scopesBeforeBody({ ...matched.value, query: [] }, [])
            return scopes.ok ? scopes.value : scopes.error.reason
          }
          const [first = ''] = operation.templates
          const plain = operation.typesInPath
            .reduce((path, name) => path.replace(`{${name}}`, type.name), first)
            .replace(/\{[^}]+\}/g, '7')
          expect(scopesOf(fill(alias))).toEqual(scopesOf(plain))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('covers custom objects by name, full name and id', () => {
    for (const alias of ['car', 'p123_car', 'P123_CAR', '2-987'])
      expect(needs('GET', `/crm/v3/objects/${alias}`)).toEqual(['objects.car:read'])
    expect(needs('GET', '/crm/v3/objects/2-1')).toBe('object_type')
    expect(needs('GET', '/crm/v3/objects/nonsense')).toBe('object_type')
  })

  it('puts notes, calls and the like under engagements, and no contact scope opens them', () => {
    expect(needs('GET', '/crm/v3/objects/notes/1')).toEqual(['engagements:read'])
    expect(needs('POST', '/crm/v3/objects/0-48/batch/read')).toEqual(['engagements:read'])
  })
})

describe('the ways around', () => {
  it('?associations= reads every type it names, in either spelling of the list', () => {
    const wanted = ['contacts:read', 'companies:read', 'deals:read']
    for (const query of ['associations=company,0-3', 'associations=COMPANIES&associations=deals'])
      expect(needs('GET', `/crm/v3/objects/contacts?${query}`)).toEqual(wanted)
    expect(needs('GET', '/crm/v3/objects/contacts?associations=companies,nonsense')).toBe(
      'object_type',
    )
    expect(needs('GET', '/crm/v3/objects/contacts?assoc%2569ations=deals')).toBe('query_name')
  })

  it('filters, sorts and properties of a search by “associations.x” read x', () => {
    const filter = { propertyName: 'associations.ticket', operator: 'EQ', value: '1' }
    for (const body of [
      { filterGroups: [{ filters: [filter] }] },
      { filters: [filter] },
      { filterGroups: [{ filters: [{ ...filter, propertyName: 'Associations.0-5' }] }] },
      { sorts: [{ propertyName: 'associations.tickets', direction: 'ASCENDING' }] },
      { sorts: ['-associations.tickets'] },
      { properties: ['associations.ticket'] },
    ])
      expect(needs('POST', '/crm/objects/2026-09/0-1/search', body)).toEqual([
        'contacts:read',
        'tickets:read',
      ])
  })

  it('takes what a search compares with for data, not for a name', () => {
    const filter = { propertyName: 'note', operator: 'EQ', value: 'associations.deals' }
    const body = { query: 'associations.deals', filterGroups: [{ filters: [filter] }] }
    expect(needs('POST', '/crm/v3/objects/contacts/search', body)).toEqual(['contacts:read'])
  })

  it('association endpoints need their verb on both ends', () => {
    const read = ['contacts:read', 'deals:read']
    const write = ['contacts:write', 'deals:write']
    expect(needs('GET', '/crm/v4/objects/contacts/1/associations/deals')).toEqual(read)
    expect(needs('GET', '/crm/v3/objects/contacts/1/associations/0-3')).toEqual(read)
    expect(needs('POST', '/crm/v4/associations/deals/contacts/batch/read')).toEqual(read)
    expect(needs('POST', '/crm/v3/associations/deals/contacts/batch/read')).toEqual(read)
    expect(needs('GET', '/crm/associations/2026-09/contacts/deals/labels')).toEqual(read)
    expect(needs('PUT', '/crm/v4/objects/contacts/1/associations/default/deals/2')).toEqual(write)
    expect(needs('DELETE', '/crm/objects/2026-09/contacts/1/associations/deals/2')).toEqual(write)
    expect(needs('POST', '/crm/v4/associations/contacts/deals/batch/create')).toEqual(write)
    expect(needs('POST', '/crm/associations/v4/contacts/deals/labels')).toEqual([
      ...write,
      'schema:write',
    ])
  })

  it('associations brought along by a new record need writing the other end', () => {
    const body = { properties: {}, associations: [link(279), link('4')] }
    const wanted = ['contacts:write', 'companies:write', 'deals:write']
    expect(needs('POST', '/crm/v3/objects/contacts', body)).toEqual(wanted)
    expect(needs('POST', '/crm/v3/objects/contacts/batch/create', { inputs: [{}, body] })).toEqual(
      wanted,
    )
    expect(needs('POST', '/crm/v3/objects/contacts', { properties: {} })).toEqual([
      'contacts:write',
    ])
    expect(needs('POST', '/scheduler/v3/meetings/calendar', { associations: [link(200)] })).toEqual(
      ['contacts:write', 'meetings:write', 'engagements:write'],
    )
  })

  it('refuses an association whose ends cannot be told from its id', () => {
    for (const association of [
      link(12, 'USER_DEFINED'),
      link(279, 'INTEGRATOR_DEFINED'),
      link(9e9),
      link({}),
      link(null),
      // JavaScript makes a number of these; another reader may make another, or none.
      link(true),
      link([279]),
      link('0x117'),
      link('279 '),
      link(''),
    ])
      expect(needs('POST', '/crm/v3/objects/contacts', { associations: [association] })).toBe(
        'association_type_unknown',
      )
    for (const associations of [{}, 'x', [1], [{ to: { id: 1 } }], [{ types: [] }]])
      expect(needs('POST', '/crm/v3/objects/contacts', { associations })).toBe('body_unreadable')
  })

  it('takes a search’s pseudo-property for one whatever stands around it', () => {
    for (const propertyName of [
      ' associations.deals',
      '- associations.deals ',
      '--associations.0-3',
    ])
      expect(
        needs('POST', '/crm/v3/objects/contacts/search', { sorts: [{ propertyName }] }),
      ).toEqual(['contacts:read', 'deals:read'])
  })

  it('an export needs reading what it carries, beside its own scope', () => {
    const start = (body: unknown) => needs('POST', '/crm/v3/exports/export/async', body)
    expect(start({ objectType: 'CONTACT' })).toEqual(['contacts:read', 'exports:write'])
    for (const associatedObjectType of [
      ['0-2', 'DEAL'],
      ['companies', 'deals'],
    ])
      expect(start({ objectType: '0-1', associatedObjectType })).toEqual([
        'contacts:read',
        'companies:read',
        'deals:read',
        'exports:write',
      ])
    expect(start({ objectType: 'contacts', associatedObjectType: 'tickets' })).toContain(
      'tickets:read',
    )
    const filters = [{ propertyName: 'associations.deal', operator: 'HAS_PROPERTY' }]
    expect(start({ objectType: 'contacts', publicCrmSearchRequest: { filters } })).toContain(
      'deals:read',
    )
    expect(start({})).toBe('body_unreadable')
    expect(start({ objectType: ['contacts'] })).toBe('body_unreadable')
    expect(start({ objectType: 'contacts', associatedObjectType: [{}] })).toBe('body_unreadable')
  })

  it('an import needs writing every type that a column maps to', () => {
    const start = (body: unknown) => needs('POST', '/crm/v3/imports/', body)
    const columnMappings = [
      { columnObjectTypeId: '0-1', propertyName: 'email' },
      { columnObjectTypeId: '0-2', propertyName: 'domain', toColumnObjectTypeId: '0-3' },
    ]
    expect(
      start({
        importOperations: { '0-5': 'CREATE' },
        files: [{ fileImportPage: { columnMappings } }],
      }),
    ).toEqual([
      'contacts:write',
      'companies:write',
      'deals:write',
      'tickets:write',
      'imports:write',
    ])
    expect(start({ files: [] })).toBe('body_unreadable')
    expect(start(undefined)).toBe('body_unreadable')
  })

  it('a list’s filters are questions about properties, of its own type and of associated ones', () => {
    const filterBranch = {
      filterBranches: [{ filterBranchType: 'ASSOCIATION', objectTypeId: '0-3', filters: [] }],
    }
    expect(needs('POST', '/crm/v3/lists', { objectTypeId: '0-1', filterBranch })).toEqual([
      'contacts:read',
      'deals:read',
      'lists:write',
    ])
    expect(needs('POST', '/crm/v3/lists', { name: 'x' })).toBe('body_unreadable')
    const unnamed = { filterBranchType: 'ASSOCIATION', associationTypeId: 4, filters: [] }
    expect(needs('POST', '/crm/v3/lists', { objectTypeId: '0-1', filterBranch: unnamed })).toBe(
      'body_unreadable',
    )
    expect(needs('PUT', '/crm/v3/lists/7/update-list-filters')).toBe('operation_refused')
    expect(needs('GET', '/crm/v3/lists/records/0-3/9/memberships')).toEqual([
      'deals:read',
      'lists:read',
    ])
    expect(
      needs('POST', '/crm/v3/lists/records/memberships/batch/read', {
        inputs: [{ objectTypeId: '0-2', recordId: '1' }],
      }),
    ).toEqual(['companies:read', 'lists:read'])
  })

  it('engagements v1 shows and sets associations of four types', () => {
    const all = [
      'contacts:read',
      'companies:read',
      'deals:read',
      'tickets:read',
      'engagements:read',
    ]
    expect(needs('GET', '/engagements/v1/engagements/1')).toEqual(all)
    expect(needs('GET', '/engagements/v1/engagements/associated/contact/1/paged')).toEqual(all)
    const create = (body: unknown) => needs('POST', '/engagements/v1/engagements', body)
    const engagement = { type: 'NOTE' }
    expect(
      create({ engagement, associations: { contactIds: [1], dealIds: [], ownerIds: [2] } }),
    ).toEqual(['contacts:write', 'engagements:write'])
    expect(create({ engagement, attachments: [{ id: 1 }] })).toEqual([
      'engagements:write',
      'files:read',
    ])
    expect(create({ engagement, associations: { workflowIds: [1] } })).toBe('body_unreadable')
    expect(create({ engagement, associations: { constructor: [1] } })).toBe('body_unreadable')
  })

  it('events are one record’s history, so the call must say of which type', () => {
    expect(needs('GET', '/events/v3/events?objectType=contact&objectId=1')).toEqual([
      'contacts:read',
      'analytics:read',
    ])
    expect(needs('GET', '/events/event-occurrences/2026-09?objectType=0-3')).toEqual([
      'deals:read',
      'analytics:read',
    ])
    expect(needs('GET', '/events/v3/events?eventType=e_visited_page')).toBe('query_missing')
    expect(needs('GET', '/events/v3/events?objectType=,')).toBe('query_missing')
  })

  it('submissions, attendance and consent are about contacts', () => {
    expect(needs('GET', '/form-integrations/v1/submissions/forms/abc')).toEqual([
      'contacts:read',
      'forms:read',
    ])
    expect(needs('GET', '/communication-preferences/v3/status/email/a@b.c')).toEqual([
      'contacts:read',
      'marketing-email:read',
    ])
    expect(needs('GET', '/marketing/v3/marketing-events/participations/1/breakdown')).toEqual([
      'contacts:read',
      'objects.marketing_events:read',
    ])
  })

  it('statistics that come along with an e-mail or an asset are analytics', () => {
    const both = ['analytics:read', 'marketing-email:read']
    for (const query of ['includeStats=true', 'variantStats=true', 'includeStats'])
      expect(needs('GET', `/marketing/v3/emails?${query}`), query).toEqual(both)
    expect(needs('GET', '/marketing/emails/2026-09/7?includeStats=true')).toEqual(both)
    expect(needs('GET', '/marketing/v3/emails/7/ab-test/get-variation?variantStats=1')).toEqual(
      both,
    )
    expect(needs('GET', '/marketing/v3/emails?includeStats=false')).toEqual([
      'marketing-email:read',
    ])
    expect(needs('GET', '/marketing/v3/emails?IncludeStats=true')).toBe('query_case')
    expect(needs('GET', '/marketing/v3/emails?includeStats=false&includeStats=true')).toBe(
      'query_duplicate',
    )
    expect(needs('GET', '/marketing/v3/emails?constructor=1')).toEqual(['marketing-email:read'])
    expect(needs('GET', '/marketing/v3/campaigns/7/assets/FORM?startDate=2026-01-01')).toEqual([
      'analytics:read',
      'objects.campaigns:read',
    ])
  })

  it('changing a definition needs two keys, reading one needs reading its type', () => {
    expect(needs('GET', '/crm/v3/properties/deals')).toEqual(['deals:read'])
    expect(needs('DELETE', '/crm/v3/properties/deals/amount')).toEqual([
      'deals:write',
      'schema:write',
    ])
    expect(needs('GET', '/crm-object-schemas/v3/schemas')).toEqual(['schema:read'])
    expect(
      needs('POST', '/crm-object-schemas/v3/schemas/car/associations', {
        fromObjectTypeId: '2-987',
        toObjectTypeId: '0-1',
      }),
    ).toEqual(['contacts:write', 'schema:write', 'objects.car:write'])
  })

  it('facts of the account need no scope, only a grant', () => {
    expect(needs('GET', '/account-info/2026-09/details')).toEqual([])
  })
})
