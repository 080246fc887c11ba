import { describe, expect, test } from 'vitest'
import { aCall } from '../../../tests/support/events.ts'
import { ERRORS } from '../errors.ts'
import { callChain } from './call-chain.ts'

const brokenAt = (reason: string, but: Parameters<typeof aCall>[0] = {}) =>
  callChain(aCall({ reason, status: 403, upstreamStatus: null, ...but })).find(
    ({ state }) => state === 'broken',
  )?.link

describe('the chain of a recorded call', () => {
  test('holds from end to end for one that was answered', () => {
    const chain = callChain(aCall({}), 'laptop')
    expect(chain.every(({ state }) => state === 'holds')).toBe(true)
    expect(chain.map(({ detail }) => detail)).toEqual([
      'Someone',
      'key "laptop" (key_someone)',
      'crm.objects.list: GET /crm/v3/objects/contacts',
      'main (portal 1000)',
      'contacts:read, granted through sales',
      'room at once',
      'answered 200, 1 attempt, correlation id b3a1',
      '200 after 13 ms, 100 bytes',
    ])
  })

  test.each([
    ['auth.invalid', 'key'],
    ['access.operation_unknown', 'operation'],
    ['request.ambiguous_path', 'operation'],
    ['access.connection_not_found', 'connection'],
    ['connection.suspended', 'connection'],
    ['access.scope_missing', 'scopes'],
    ['budget.spent', 'budget'],
    ['access.too_many_calls', 'budget'],
    ['upstream.timeout', 'hubspot'],
    ['connection.credential_invalid', 'hubspot'],
    ['audit.unavailable', 'answer'],
  ])('%s broke at the link "%s"', (reason, link) => {
    expect(brokenAt(reason)).toBe(link)
  })

  test('nobody could be told: it broke before anything else', () => {
    expect(brokenAt('auth.missing', { principalId: null, principalName: null })).toBe('who')
  })

  test('HubSpot’s own refusal is HubSpot’s, and the budget was passed', () => {
    const chain = callChain(aCall({ status: 404, upstreamStatus: 404 }))
    expect(chain.filter(({ state }) => state === 'broken').map(({ link }) => link)).toEqual([
      'hubspot',
      'answer',
    ])
  })

  test('whatever the code, exactly one link before the answer broke, and none behind it was reached', () => {
    for (const reason of Object.keys(ERRORS)) {
      const states = callChain(aCall({ reason, status: 400 }))
        .slice(0, -1)
        .map(({ state }) => state)
      const at = states.indexOf('broken')
      if (at === -1) expect(states.every((state) => state === 'holds')).toBe(true)
      else
        expect([
          states.slice(0, at).every((state) => state === 'holds'),
          states.slice(at + 1).every((state) => state === 'unknown'),
        ]).toEqual([true, true])
    }
  })
})
