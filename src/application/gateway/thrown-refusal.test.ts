/** Promise: what passes by itself says so to programs, whichever port threw it. */
import { expect, test } from 'vitest'
import { HubwardError, type ErrorCode } from '../../domain/errors.ts'
import { thrownRefusal } from './refusal.ts'

test.each<[ErrorCode, Record<string, unknown>, number | null, boolean | undefined]>([
  ['connection.in_doubt', {}, 1, false],
  ['connection.unexpected_answer', { status: 502 }, 1, false],
  ['connection.portal_migrating', { retryAfterSeconds: 3_600 }, 3_600, false],
  ['connection.rate_limited', { retryAfterSeconds: null }, 1, false],
  ['connection.needs_reauth', {}, null, false],
  ['database.unreachable', {}, 1, undefined],
])('%s of %j is worth another try after %s s; sent: %s', (code, facts, seconds, sent) => {
  const why = thrownRefusal(new HubwardError(code, 'why', { facts }))
  expect(why.retryAfterSeconds).toBe(seconds)
  expect(why.facts['sent']).toBe(sent)
})

test('what nobody foresaw is told without detail', () => {
  expect(thrownRefusal(new Error('a secret'))).toMatchObject({ code: 'internal', facts: {} })
})
