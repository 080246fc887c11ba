import { describe, expect, it } from 'vitest'
import { SCOPES, type Scope } from '../access/scope.ts'
import { CREDENTIAL_KINDS, type CredentialKind } from '../credential/kind.ts'
import { coverage, hubspotScopesFor, isCovered } from './hubspot-scopes.ts'

const rowOf = (scope: Scope, held: readonly string[], kind?: CredentialKind) =>
  coverage(held, kind).find((row) => row.scope === scope)

describe('coverage', () => {
  it('has one row per Hubward scope in the stable order, then objects, custom ones as one', () => {
    const scopes = coverage([]).map(({ scope }) => scope)
    expect(scopes.slice(0, SCOPES.length)).toEqual(SCOPES.map(({ scope }) => scope))
    expect(scopes).toContain('objects.line_items:write')
    expect(scopes.slice(-2)).toEqual(['objects.<custom>:read', 'objects.<custom>:write'])
    expect(
      coverage([])
        .slice(-2)
        .map(({ description }) => description),
    ).toEqual([
      'See custom object records, their properties and their pipelines',
      'Create, change, associate and archive custom object records',
    ])
    expect(new Set(scopes).size).toBe(scopes.length)
  })

  it('says of everything that is missing what to switch on, and of nothing that is held', () => {
    for (const kind of Object.keys(CREDENTIAL_KINDS) as CredentialKind[])
      for (const row of coverage([], kind)) {
        expect(row).toMatchObject({ state: 'missing' })
        expect(row.remedy).toContain(row.missing[0])
      }
    expect(rowOf('contacts:read', ['crm.objects.contacts.read'])).toMatchObject({
      state: 'held',
      missing: [],
      remedy: null,
    })
  })

  it('takes the scope for sensitive data, and a .v2 of it, for the plain one', () => {
    for (const held of [
      'crm.objects.deals.sensitive.read',
      'crm.objects.deals.sensitive.read.v2',
      'crm.objects.deals.highly_sensitive.read.v2',
      'crm.objects.deals.read.v2',
    ])
      expect(rowOf('deals:read', [held])?.state).toBe('held')
    expect(rowOf('deals:write', ['crm.objects.deals.sensitive.read.v2'])?.state).toBe('missing')
  })

  it('says “partly” where a part stays shut, and which', () => {
    expect(rowOf('analytics:read', ['business-intelligence', 'content'])).toMatchObject({
      state: 'partly',
      missing: ['marketing.campaigns.read'],
      remedy: expect.stringContaining('campaign reports'),
    })
    expect(rowOf('engagements:read', ['crm.objects.contacts.read'])?.missing).toEqual([
      'sales-email-read',
    ])
    expect(rowOf('content:read', ['hubdb'])).toMatchObject({
      state: 'partly',
      missing: ['content'],
    })
  })

  it('takes either of two where HubSpot does', () => {
    expect(rowOf('users:read', [])?.needed).toEqual([
      'settings.users.read or crm.objects.users.read',
    ])
    expect(rowOf('users:write', ['crm.objects.users.write'])?.state).toBe('held')
    expect(rowOf('objects.products:read', ['e-commerce'])?.state).toBe('held')
  })
})

describe('hubspotScopesFor', () => {
  it('knows HubSpot’s names where they differ from the object’s', () => {
    expect(hubspotScopesFor('objects.car:read').allOf).toEqual(['crm.objects.custom.read'])
    expect(hubspotScopesFor('objects.goal_targets:write').allOf).toEqual([
      'crm.objects.goals.write',
    ])
    expect(hubspotScopesFor('objects.campaigns:read').allOf).toEqual(['marketing.campaigns.read'])
    expect(hubspotScopesFor('objects.leads:merge').allOf).toEqual(['crm.objects.leads.write'])
  })

  it('asks nothing optional of a credential that is enough for the scope', () => {
    expect(isCovered('engagements:read', ['crm.objects.contacts.read'])).toBe(true)
    expect(isCovered('engagements:read', ['sales-email-read'])).toBe(false)
  })
})
