/** Every diagnosis has evidence that leads to it, and no evidence leads to none. */
import * as fc from 'fast-check'
import { describe as group, expect, test } from 'vitest'
import { CAUSES, CONDITIONS, describe, remedyFor, TABLE } from './condition.ts'
import { diagnose } from './diagnose.ts'
import type { Asked, Elsewhere, Evidence } from './evidence.ts'
import { KEY_EVENT_MEANINGS } from './key-events.ts'

const AT = new Date('2026-11-29T20:00:00Z')
const NOTHING: Elsewhere = {
  referenceReached: null,
  referenceResolved: null,
  sameHostAnswered: 0,
  otherHostAnswered: 0,
  othersInError: 0,
}

const evidence = (asked: Asked, more: Partial<Evidence> = {}): Evidence => ({
  at: AT,
  asked,
  scopesNow: ['oauth', 'tickets'],
  scopesBefore: ['oauth', 'tickets'],
  affects: () => [],
  portalId: 7,
  dayEndsAt: new Date('2026-11-29T23:00:00Z'),
  elsewhere: NOTHING,
  keyEvent: null,
  creatorRefused: false,
  ...more,
})

const PORTAL: Asked = { kind: 'portal', portalId: 7 }
const REFUSED: Asked = { kind: 'refused', saysSwitchedOff: false }
const unreached = (failure: Extract<Asked, { kind: 'unreached' }>['failure']): Asked => ({
  kind: 'unreached',
  failure,
  host: 'api.hubapi.com',
})
const beside = (more: Partial<Elsewhere>) => ({ elsewhere: { ...NOTHING, ...more } })

/** What is seen; what it means; how sure; which cause. */
const CASES: readonly [string, Evidence, string][] = [
  ['the portal answers', evidence(PORTAL), 'healthy certain'],
  ['it may not read the account', evidence({ kind: 'account_shut' }), 'healthy certain'],
  ['HubSpot does not tell the scopes', evidence(PORTAL, { scopesNow: null }), 'healthy certain'],
  ['401 expired', evidence({ kind: 'expired' }), 'expired certain'],
  ['401', evidence(REFUSED), 'revoked certain removed_unseen'],
  [
    '401 that says why',
    evidence({ kind: 'refused', saysSwitchedOff: true }),
    'revoked certain switched_off',
  ],
  ['401 after a rotation', evidence(REFUSED, { keyEvent: 'rotated' }), 'revoked likely rotated'],
  [
    '401 after HubSpot or a person switched the key off',
    evidence(REFUSED, { keyEvent: 'deactivated' }),
    'revoked likely deactivated',
  ],
  ['the refresh token is dead', evidence({ kind: 'grant_ended' }), 'revoked certain grant_ended'],
  ['a scope went', evidence(PORTAL, { scopesNow: ['oauth'] }), 'scope_removed certain'],
  [
    'its maker was removed and it goes on',
    evidence(PORTAL, { keyEvent: 'creator_removed' }),
    'creator_deactivated likely creator_left',
  ],
  [
    'its maker was removed and it ended',
    evidence(REFUSED, { keyEvent: 'creator_removed' }),
    'revoked likely creator_left',
  ],
  [
    'live calls are refused for its maker',
    evidence(PORTAL, { creatorRefused: true }),
    'creator_deactivated certain creator_refused',
  ],
  [
    'refused, the one before not answered about',
    evidence({ kind: 'in_doubt' }),
    'in_doubt certain',
  ],
  ['477', evidence({ kind: 'migrating', retryAfterMs: 60_000 }), 'portal_migrating certain'],
  ['488', evidence({ kind: 'wrong_hublet', hublet: 'eu1' }), 'wrong_hublet certain'],
  [
    '429',
    evidence({ kind: 'rate_limited', bucket: 'daily', retryAfterMs: null }),
    'rate_exhausted certain',
  ],
  ['503', evidence({ kind: 'server_error', status: 503 }), 'hubspot_down certain errors'],
  [
    '503 while another portal is answered',
    evidence({ kind: 'server_error', status: 503 }, beside({ sameHostAnswered: 1 })),
    'hubspot_down likely portal_alone',
  ],
  ['silence', evidence(unreached('silent')), 'hubspot_down likely silent'],
  ['refused', evidence(unreached('refused')), 'network_here likely refused'],
  [
    'refused, and nothing else is reached either',
    evidence(unreached('refused'), beside({ referenceReached: false })),
    'network_here certain no_network',
  ],
  [
    'no name is resolved',
    evidence(unreached('name'), beside({ referenceReached: false, referenceResolved: false })),
    'network_here certain dns',
  ],
  [
    'HubSpot’s name alone is not resolved',
    evidence(unreached('name'), beside({ referenceReached: true })),
    'network_here likely dns_of_host',
  ],
  [
    'HubSpot alone is dropped',
    evidence(unreached('timed_out'), beside({ referenceReached: true })),
    'network_here likely blocked',
  ],
  ['a strange certificate', evidence(unreached('tls')), 'network_here likely tls'],
  [
    'one region cannot be reached, another can',
    evidence(unreached('timed_out'), beside({ otherHostAnswered: 1 })),
    'hubspot_down likely region',
  ],
  ['407', evidence({ kind: 'not_hubspot', status: 407 }), 'network_here certain proxy'],
  [
    'a page of somebody else',
    evidence({ kind: 'not_hubspot', status: 200 }),
    'network_here likely proxy',
  ],
  ['a gateway’s 502', evidence({ kind: 'not_hubspot', status: 502 }), 'hubspot_down guess errors'],
  [
    'another portal’s key',
    evidence({ kind: 'portal', portalId: 8 }),
    'unknown certain other_portal',
  ],
  ['a teapot', evidence({ kind: 'strange', status: 418 }), 'unknown guess strange_answer'],
  [
    'refused here while the same host answered others',
    evidence(unreached('refused'), beside({ sameHostAnswered: 2 })),
    'unknown guess not_told',
  ],
]

test.each(CASES)('%s', (_, seen, expected) => {
  const { condition, confidence, facts } = diagnose(seen)
  expect([condition, confidence, facts.cause].filter(Boolean).join(' ')).toBe(expected)
})

test('every condition is reached by a case', () => {
  const reached = new Set(CASES.map(([, seen]) => diagnose(seen).condition))
  expect(CONDITIONS.filter((one) => !reached.has(one))).toEqual([])
})

test('a removed scope is named, with what it takes from groups', () => {
  const { facts } = diagnose(
    evidence(PORTAL, { scopesNow: ['oauth'], affects: () => ['tickets:read'] }),
  )
  expect(facts).toEqual({ scopes: ['tickets'], affects: ['tickets:read'] })
})

test('the day’s end and HubSpot’s own word say until when', () => {
  const daily = diagnose(evidence({ kind: 'rate_limited', bucket: 'daily', retryAfterMs: null }))
  expect(daily.facts.until).toBe('2026-11-29T23:00Z')
  const moving = diagnose(evidence({ kind: 'migrating', retryAfterMs: 3_600_000 }))
  expect(moving.facts.until).toBe('2026-11-29T21:00Z')
})

group('for any evidence', () => {
  const asked = fc.oneof(
    fc.record({ kind: fc.constant('portal' as const), portalId: fc.constantFrom(7, 8) }),
    fc.constantFrom<Asked>(
      { kind: 'account_shut' },
      { kind: 'expired' },
      { kind: 'grant_ended' },
      { kind: 'in_doubt' },
      { kind: 'wrong_hublet', hublet: null },
      { kind: 'migrating', retryAfterMs: null },
      { kind: 'rate_limited', bucket: 'unknown', retryAfterMs: null },
    ),
    fc.record({ kind: fc.constant('refused' as const), saysSwitchedOff: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom('server_error' as const, 'not_hubspot' as const, 'strange' as const),
      status: fc.integer({ min: 200, max: 599 }),
    }),
    fc.record({
      kind: fc.constant('unreached' as const),
      failure: fc.constantFrom('name', 'refused', 'timed_out', 'tls', 'silent'),
      host: fc.constant('api.hubapi.com'),
    }),
  ) as fc.Arbitrary<Asked>
  const maybe = fc.constantFrom(true, false, null)
  const any = fc.record({
    asked,
    elsewhere: fc.record({
      referenceReached: maybe,
      referenceResolved: maybe,
      sameHostAnswered: fc.nat(2),
      otherHostAnswered: fc.nat(2),
      othersInError: fc.nat(2),
    }),
    keyEvent: fc.constantFrom(null, ...KEY_EVENT_MEANINGS),
    creatorRefused: fc.boolean(),
    scopesNow: fc.constantFrom(null, ['oauth'], ['oauth', 'tickets']),
  })

  test('there is one diagnosis, with words and a remedy', () => {
    fc.assert(
      fc.property(any, ({ asked: what, ...more }) => {
        const diagnosis = diagnose(evidence(what, more))
        expect(CONDITIONS).toContain(diagnosis.condition)
        expect(describe(diagnosis)).toMatch(/^[A-Z].*[.)]$/s)
        expect(remedyFor(diagnosis, { name: 'main', kind: 'oauth' }).length).toBeGreaterThan(5)
        if (diagnosis.facts.cause) expect(CAUSES).toHaveProperty(diagnosis.facts.cause)
      }),
    )
  })

  test('a credential that HubSpot refuses is always called dead, whatever else happened', () => {
    fc.assert(
      fc.property(any, fc.boolean(), (more, saysSwitchedOff) => {
        const refusal: Asked = { kind: 'refused', saysSwitchedOff }
        const { condition } = diagnose({ ...evidence(refusal), ...more, asked: refusal })
        expect(TABLE[condition].stops).toBe(true)
      }),
    )
  })

  test('a credential that HubSpot did not judge is never called dead', () => {
    fc.assert(
      fc.property(any, ({ asked: what, ...more }) => {
        const judged = ['expired', 'refused', 'grant_ended'].includes(what.kind)
        const { condition } = diagnose(evidence(what, more))
        expect(TABLE[condition].stops && !judged).toBe(false)
      }),
    )
  })
})
