/** What each step says, and when it is a warning or a failure. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverage } from '../hubspot/hubspot-scopes.ts'
import { matchOperation } from '../hubspot/match-operation.ts'
import { scopesNeeded } from '../hubspot/needs.ts'
import { parseRequestTarget } from '../hubspot/request-target.ts'
import type { Scope } from '../access/scope.ts'
import { differenceOf } from './difference.ts'
import { judgeBudget } from './judge-budget.ts'
import { judgeLatency, median } from './judge-latency.ts'
import { judgePortal } from './judge-portal.ts'
import { excessiveOf, judgeScopes } from './judge-scopes.ts'
import { countsInWords, type StepResult } from './report.ts'
import { maskValue, sampleReadOf } from './samples.ts'
import { stateAfter } from './state-after.ts'
import { checkOfEmail, testEmailOf } from './test-record.ts'

const PORTAL = {
  portalId: 1,
  portalName: 'Harbour Tea',
  accountType: 'STANDARD',
  hublet: 'eu1',
  baseUrl: 'https://api.hubapi.com',
  timeZone: 'Europe/Dublin',
} as const

describe('the portal', () => {
  it('is judged by who it is, what kind it is and where its data lies', () => {
    expect(judgePortal(PORTAL, PORTAL, null).outcome).toBe('ok')
    expect(judgePortal(PORTAL, PORTAL, 1).outcome).toBe('ok')
    expect(judgePortal(PORTAL, PORTAL, 2).outcome).toBe('failed')
    expect(judgePortal(PORTAL, { ...PORTAL, portalId: 2 }, null).outcome).toBe('failed')
    expect(judgePortal(PORTAL, { ...PORTAL, accountType: 'SANDBOX' }, null).outcome).toBe('warning')
    expect(judgePortal(PORTAL, { ...PORTAL, hublet: 'na2' }, null).outcome).toBe('warning')
  })
})

describe('scopes', () => {
  const connection = { name: 'main', kind: 'service_key' } as const
  const granted = (...scopes: Scope[]) => scopes.map((scope) => ({ scope, groups: ['sales'] }))

  it('are excessive where no grant needs them, but for what Hubward reads by itself', () => {
    const held = [
      'oauth',
      'crm.objects.contacts.read',
      'crm.objects.contacts.sensitive.read.v2',
      'crm.schemas.contacts.read',
      'crm.schemas.custom.read',
      'crm.objects.quotes.write',
      'sales-email-read',
      'files',
    ]
    expect(excessiveOf(held, granted('contacts:read', 'engagements:read'))).toEqual([
      'crm.objects.quotes.write',
      'files',
    ])
  })

  it('are never called too much while nothing is granted', () => {
    const judged = judgeScopes({ connection, held: ['files'], asked: null, granted: [] })
    expect(judged.outcome).toBe('ok')
  })

  it('that a grant needs are never excessive, and what is missing is failed', () => {
    const rows = coverage([])
      .map(({ scope }) => scope)
      .filter((scope) => !scope.includes('<'))
    fc.assert(
      fc.property(fc.subarray(rows, { minLength: 1 }), (scopes) => {
        const needed = scopes.flatMap((scope) => {
          const row = coverage([]).find((one) => one.scope === scope)
          return row?.needed.flatMap((group) => group.split(' or ')) ?? []
        })
        expect(excessiveOf(needed, granted(...scopes))).toEqual([])
        expect(
          judgeScopes({ connection, held: needed, asked: null, granted: granted(...scopes) })
            .outcome,
        ).toBe('ok')
        expect(
          judgeScopes({ connection, held: [], asked: null, granted: granted(...scopes) }).outcome,
        ).toBe('failed')
      }),
    )
  })
})

describe('a sample read', () => {
  const scopes = coverage([])
    .map(({ scope }) => scope)
    .filter((scope) => !scope.includes('<'))

  it.each(scopes.filter((scope) => sampleReadOf(scope)))(
    'of %s is one operation that needs this very scope and nothing else',
    (scope) => {
      const read = sampleReadOf(scope)
      const target = parseRequestTarget(read?.target ?? '')
      if (!read || !target.ok) throw new Error('no target')
      const matched = matchOperation(read.method, target.value.segments)
      if (!matched.ok) throw new Error(`${read.target}: ${matched.error.reason}`)
      const needs = scopesNeeded({ ...matched.value, query: target.value.query }, read.body, [])
      expect(needs).toEqual({ ok: true, value: [scope] })
    },
  )

  it('shows of a value that there is one, and hardly what', () => {
    expect(maskValue('ana@harbour-tea.example')).toBe('a•••@•••')
    expect(maskValue('Ana')).toBe('A•••')
    expect(maskValue(12)).toBe('(number)')
    expect(maskValue(null)).toBe('(empty)')
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), (text) => {
        expect(maskValue(text)).not.toContain(text)
      }),
    )
  })
})

describe('latency', () => {
  it('has its middle where half of the calls were quicker', () => {
    expect(median([])).toBe(0)
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2)
    expect(judgeLatency([100, 100, 5_000]).outcome).toBe('ok')
    expect(judgeLatency([1_500, 1_500, 100]).outcome).toBe('warning')
  })
})

describe('the budget', () => {
  const none = { burst: null, search: null, associations: null, daily: null }
  const daily = (remaining: number) =>
    [{ budget: 'daily', limit: 1_000, remaining, windowMs: 86_400_000 }] as const

  it('is a warning where most of the day is gone, or more is set by hand than HubSpot allows', () => {
    expect(judgeBudget(daily(900), none, { burst: null, daily: 1_000 }).outcome).toBe('ok')
    expect(judgeBudget(daily(100), none, { burst: null, daily: 1_000 }).outcome).toBe('warning')
    expect(
      judgeBudget(daily(900), { ...none, burst: 250 }, { burst: 190, daily: null }).outcome,
    ).toBe('warning')
    expect(
      judgeBudget(daily(900), { ...none, burst: 90 }, { burst: 190, daily: null }).outcome,
    ).toBe('ok')
  })
})

describe('the state after a check', () => {
  const came = { verdict: 'green', why: null, credentialWorks: true, refusedForGood: null } as const
  const red = { ...came, verdict: 'red', why: 'Portal: another one.' } as const

  it('is active from pending by green alone', () => {
    const pending = { state: 'pending', stateReason: null } as const
    expect(stateAfter(pending, came)).toEqual({ state: 'active', stateReason: null })
    expect(stateAfter(pending, red)).toEqual({ state: 'pending', stateReason: red.why })
  })

  it('stays active after a red one unless the credential is dead', () => {
    const active = { state: 'active', stateReason: null } as const
    expect(stateAfter(active, red)).toBe(active)
    expect(stateAfter(active, { ...red, refusedForGood: 'It was deleted.' }).state).toBe(
      'needs_reauth',
    )
  })

  it('never ends a pause', () => {
    const paused = { state: 'suspended', stateReason: 'Audit week.' } as const
    expect(stateAfter(paused, came)).toBe(paused)
  })
})

describe('the difference of two checks', () => {
  const step = (outcome: StepResult['outcome'], ...texts: string[]): StepResult => ({
    step: 'versions',
    title: 'API versions',
    outcome,
    summary: '',
    findings: texts.map((text) => ({ outcome: 'warning', text, remedy: null })),
    facts: {},
    durationMs: 1,
  })
  const of = (before: StepResult, after: StepResult) =>
    differenceOf({ steps: [before] }, { steps: [after] })

  it('leaves out numbers that are other every day', () => {
    expect(of(step('warning', 'Ends in 79 days.'), step('warning', 'Ends in 12 days.'))).toEqual([])
  })

  it('says what appeared and what is gone', () => {
    expect(of(step('warning', 'v4 ends.'), step('warning', 'v1 ends.', 'A key is old.'))).toEqual([
      expect.objectContaining({ appeared: ['A key is old.'], gone: [] }),
    ])
    expect(of(step('warning', 'It ends.'), step('ok'))).toEqual([
      expect.objectContaining({ before: 'warning', after: 'ok', gone: ['It ends.'] }),
    ])
  })
})

it('counts in words', () => {
  const all = (['ok', 'ok', 'warning', 'skipped', 'failed'] as const).map((outcome) => ({
    outcome,
  }))
  expect(countsInWords(all)).toBe('1 failed, 1 warning, 2 ok, 1 skipped')
})

it('a test record is known by its address, and no other address is taken for one', () => {
  const id = 'chk_0123456789abcdefghjk'
  expect(checkOfEmail(testEmailOf(id))).toBe(id)
  for (const email of ['ana@example.com', `x${testEmailOf(id)}`, `${testEmailOf(id)}.org`])
    expect(checkOfEmail(email)).toBeUndefined()
})
