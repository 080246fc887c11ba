import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseScope } from '../../access/scope.ts'
import { matchOperation } from '../match-operation.ts'
import { needsBody, scopesBeforeBody } from '../needs.ts'
import { OPERATIONS, REFUSED_OPERATIONS } from './catalogue.ts'
import { METHODS } from './operation.ts'

/** Every `METHOD /template` that the installed official client can send, read from its code. */
function officialCalls(): readonly { method: string; template: string }[] {
  const main = createRequire(import.meta.url).resolve('@hubspot/api-client')
  const root = join(dirname(main), 'codegen')
  const calls = new Map<string, { method: string; template: string }>()
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(
    (name) => name.includes(`${sep}apis${sep}`) && name.endsWith('.js'),
  )) {
    const code = readFileSync(join(root, file), 'utf8')
    const bodies = code.split('const localVarPath = ').slice(1)
    for (const body of bodies) {
      const template = /^'([^']+)'/.exec(body)?.[1] ?? ''
      const method = /HttpMethod\.([A-Z]+)/.exec(body)?.[1] ?? ''
      calls.set(`${method} ${template}`, { method, template })
    }
  }
  return [...calls.values()]
}

/** A path of the template: object types by a name that exists, all else by something plain. */
const filled = (template: string) =>
  template
    .replace(/\{[a-z]*objectType(Id)?\}/gi, '0-1')
    .replace(/\{[^}]+\}/g, '123')
    .split('/')
    .filter((part) => part !== '')

describe('the official client', () => {
  const calls = officialCalls()
  const outcomes = calls.map((call) => ({
    ...call,
    matched: matchOperation(call.method, filled(call.template)),
  }))
  const offered = outcomes.flatMap(({ matched, ...call }) =>
    matched.ok ? [{ ...call, ...matched.value }] : [],
  )

  it('has each of its calls mapped to one operation with scopes, or refused by name', async ({
    annotate,
  }) => {
    const counts = {
      templates: new Set(calls.map(({ template }) => template)).size,
      calls: calls.length,
      offered: offered.length,
      refusedByName: outcomes.filter(
        ({ matched }) => !matched.ok && matched.error.reason === 'operation_refused',
      ).length,
    }
    await annotate(JSON.stringify(counts))
    expect(counts.templates).toBe(503)
    expect(counts.offered + counts.refusedByName).toBe(counts.calls)
    const holes = outcomes.filter(
      ({ matched }) => !matched.ok && matched.error.reason !== 'operation_refused',
    )
    expect(holes).toEqual([])
  })

  it('gets a scope asked of it for every call that is offered, but for facts of the account', () => {
    for (const call of offered) {
      const needs = scopesBeforeBody({ ...call, query: [['objectType', 'contact']] }, [])
      const verbless = !needs.ok && needs.error.reason === 'verb_not_offered'
      expect(
        verbless || (needs.ok && needs.value.length > 0) || call.operation.anyGrant,
        `${call.method} ${call.template}`,
      ).toBe(true)
    }
  })

  it('is asked a read scope for each GET and none but writes’ own for the rest', () => {
    for (const { method, template, operation } of offered) {
      if (method === 'GET') expect(operation.access, template).toBe('read')
      if (method !== 'GET' && method !== 'POST') expect(operation.access, template).not.toBe('read')
    }
  })
})

describe('the catalogue', () => {
  it('names every operation once', () => {
    const names = [...OPERATIONS, ...REFUSED_OPERATIONS].map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('writes each scope in its canonical form, so that grants and needs are the same words', () => {
    for (const { name, scopes } of OPERATIONS)
      for (const scope of scopes)
        expect(parseScope(scope, []), name).toEqual({ ok: true, value: scope })
  })

  it('needs something for every operation: none is open by oversight', () => {
    for (const operation of OPERATIONS) {
      const asked =
        operation.scopes.length + operation.typesInPath.length + operation.typesInQuery.length
      expect(asked === 0, operation.name).toBe(operation.anyGrant)
    }
    expect(OPERATIONS.filter(({ anyGrant }) => anyGrant).map(({ name }) => name)).toEqual([
      'account.details',
      'account.usage',
      'account.usage-private-apps',
    ])
  })

  it('lets nobody write with scopes for reading, nor asks scopes for writing of who reads', () => {
    for (const operation of OPERATIONS) {
      const params = Object.fromEntries(operation.typesInPath.map((name) => [name, 'contacts']))
      const query = operation.typesInQuery.map((name) => [name, 'contacts'] as const)
      const scopes = scopesBeforeBody({ operation, params, query }, [])
      const asked = scopes.ok ? scopes.value : []
      expect(asked.length > 0 || operation.anyGrant, operation.name).toBe(true)
      const reads = asked.every((scope) => scope.endsWith(':read'))
      expect(reads, operation.name).toBe(operation.access === 'read')
    }
  })

  it('has no path to records that does not name whose', () => {
    const splits = /\/deals\/splits\//
    for (const { name, templates, typesInPath, scopes } of OPERATIONS)
      for (const template of templates)
        if (/^\/crm\/(v\d\/)?(objects|associations|properties|pipelines)\b/.test(template))
          if (splits.test(template)) expect(scopes.join(), name).toMatch(/^deals:/)
          else expect(typesInPath.length > 0 || scopes.includes('schema:read'), template).toBe(true)
  })

  it('finds each object type that an operation asks about in each of its templates', () => {
    for (const { name, templates, typesInPath } of OPERATIONS)
      for (const template of templates)
        for (const placeholder of typesInPath) expect(template, name).toContain(`{${placeholder}}`)
  })

  it('asks about every placeholder that names an object type, so that no template leaks one', () => {
    for (const { name, templates, typesInPath } of OPERATIONS)
      for (const [, placeholder = ''] of templates.flatMap((template) => [
        ...template.matchAll(/\{([a-z]*objectType(?:Id)?)\}/gi),
      ]))
        expect(typesInPath, name).toContain(placeholder)
  })

  it('marks no call as safe to send twice that would do its work twice', () => {
    // A restored revision is one more; a second subscription is an error (facts §9: no idempotency).
    const adds =
      /\/(create|upsert|clone|merge|gdpr-delete|book|publish|restore|restore-to-draft|subscribe|unsubscribe)$/
    const setsAll = (name: string) =>
      name.startsWith('crm.associations.batch') || name === 'cms.hubdb.publish'
    for (const { name, method, access, templates, retrySafe } of OPERATIONS) {
      if (method === 'PATCH') expect(retrySafe, name).toBe(false)
      if (method !== 'POST') continue
      if (access === 'read') expect(retrySafe, name).toBe(true)
      if (setsAll(name)) continue
      const twice = name.endsWith('.create') || templates.some((template) => adds.test(template))
      if (twice) expect(retrySafe, name).toBe(false)
    }
  })

  it('reads the body of exactly those operations whose bodies name object types', () => {
    expect(OPERATIONS.filter(needsBody).map(({ name }) => name)).toEqual([
      'crm.objects.create',
      'crm.objects.batch-create',
      'crm.objects.search',
      'crm.schemas.create-association',
      'crm.lists.create',
      'crm.lists.of-records',
      'crm.exports.start',
      'crm.imports.start',
      'scheduler.create-event',
      'engagements-v1.create',
      'engagements-v1.update',
    ])
  })

  it('counts searches and associations in the buckets that HubSpot keeps for them', () => {
    const of = (bucket: string) =>
      OPERATIONS.filter((each) => each.bucket === bucket).map(({ name }) => name)
    expect(of('search')).toEqual(['crm.objects.search'])
    expect(of('associations').every((name) => name.startsWith('crm.associations.'))).toBe(true)
  })

  it('says of each refusal in a sentence why, and refuses every method and everything below', () => {
    for (const { name, templates, why } of REFUSED_OPERATIONS) {
      expect(why, name).toMatch(/^[A-Z].{30,}\.$/)
      for (const template of templates)
        for (const method of METHODS) {
          const matched = matchOperation(method, filled(template.replace('/**', '/a/b/c')))
          expect(matched, `${method} ${template}`).toMatchObject({
            error: { reason: 'operation_refused', operation: { name } },
          })
        }
    }
  })
})
