import { describe, expect, it } from 'vitest'
import { CREDENTIAL_GUIDES } from '../credential/guide.ts'
import { parseScope } from '../access/scope.ts'
import { compareWithRequest } from './compare.ts'
import { HANDED_KINDS } from './intake.ts'
import { INTAKE_STATES, WAYS } from './states.ts'
import { INTAKE_TEMPLATES } from './templates.ts'

const acts = Object.entries(WAYS)
const ends = INTAKE_STATES.filter((state) => !acts.some(([, { from }]) => from.includes(state)))

describe('the states', () => {
  it('begin at one, and are all reached', () => {
    const reached = new Set(['open', ...acts.map(([, { to }]) => to)])
    expect([...reached].sort()).toEqual([...INTAKE_STATES].sort())
  })

  it('end where nothing is kept, and never lead back', () => {
    expect(ends).toEqual(['stored', 'refused', 'cancelled', 'expired', 'burned'])
    const order = INTAKE_STATES.indexOf.bind(INTAKE_STATES)
    for (const [, { from, to }] of acts)
      for (const state of from) expect(order(to)).toBeGreaterThan(order(state))
  })

  it('store only what a person approved, of what was held', () => {
    expect(acts.filter(([, { to }]) => to === 'stored')).toEqual([
      ['approve', { from: ['held'], to: 'stored' }],
    ])
  })

  it('can each run out, until they have ended', () => {
    expect(WAYS.expire.from).toEqual(INTAKE_STATES.filter((state) => !ends.includes(state)))
  })
})

describe('what was asked for against what is held', () => {
  it('tells what is missing and what is more than needed', () => {
    const compared = compareWithRequest(
      ['deals:write', 'contacts:read'],
      ['crm.objects.contacts.read', 'oauth', 'tickets', 'crm.objects.deals.read'],
    )
    expect(compared).toEqual({
      missing: [{ scope: 'deals:write', needs: ['crm.objects.deals.write'] }],
      excess: ['crm.objects.deals.read', 'tickets'],
    })
  })

  it('counts as more than needed what a check does: not what Hubward itself reads by', () => {
    const own = ['account-info.security.read', 'crm.schemas.custom.read', 'oauth']
    const held = [...own, 'crm.objects.contacts.read', 'crm.schemas.contacts.read']
    expect(compareWithRequest(['contacts:read'], held).excess).toEqual([])
  })

  it('takes either of two scopes that HubSpot takes, and the newer form', () => {
    expect(compareWithRequest(['files:read'], ['files.ui_hidden.read'])).toEqual({
      missing: [],
      excess: [],
    })
    expect(compareWithRequest(['contacts:read'], ['crm.objects.contacts.read.v2']).missing).toEqual(
      [],
    )
  })
})

describe('the templates', () => {
  it('ask for scopes that there are, in their one form', () => {
    for (const { scopes } of INTAKE_TEMPLATES)
      for (const scope of scopes) expect(parseScope(scope)).toEqual({ ok: true, value: scope })
  })

  it('name each request once', () => {
    expect(new Set(INTAKE_TEMPLATES.map(({ id }) => id)).size).toBe(INTAKE_TEMPLATES.length)
  })
})

it('every kind that can be handed over has a guide with one step where scopes are ticked', () => {
  for (const kind of HANDED_KINDS) {
    const guide = CREDENTIAL_GUIDES.find((one) => one.kind === kind)
    expect(guide?.steps.filter(({ scopes }) => scopes)).toHaveLength(1)
  }
})
