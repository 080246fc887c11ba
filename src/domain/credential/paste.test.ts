import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redacted } from '../redacted.ts'
import type { CredentialKind } from './kind.ts'
import { readPastedCredential, readPastedPair, type SecretField } from './paste.ts'

const TOKEN = 'pat-eu1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const UUID = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const REFRESH = 'na1-5e1f-44c0-9d2a-7b8c9d0e1f2a'
const ACCESS = `C${'KSWq7v2LhIQ'.repeat(8)}`

const read = (text: string, kind?: CredentialKind | 'hapikey', field?: SecretField) => {
  const result = readPastedCredential(redacted(text), kind, field)
  return result.ok
    ? {
        value: result.value.secret.reveal(),
        repairs: result.value.repairs,
        kinds: result.value.kinds,
      }
    : { mistake: result.error.mistake }
}

describe('a token that was pasted well', () => {
  it('is taken as it is, whatever its region', () => {
    for (const token of [TOKEN, TOKEN.replace('eu1', 'na2'), TOKEN.replace('eu1', 'ap10')])
      expect(read(token)).toEqual({
        value: token,
        repairs: [],
        kinds: ['service_key', 'private_app', 'static_app'],
      })
  })

  it('keeps the kind that was said', () => {
    expect(read(TOKEN, 'private_app')).toMatchObject({ kinds: ['private_app'] })
  })
})

describe('slips that leave no doubt', () => {
  it.each([
    [`  ${TOKEN}\n`, 'spaces'],
    [`\u00a0${TOKEN}`, 'spaces'],
    [`"${TOKEN}"`, 'quotes'],
    [`“${TOKEN}”`, 'quotes'],
    [`'${TOKEN}',`, 'quotes'],
    [`\u200b${TOKEN}\ufeff`, 'hidden_edges'],
    [`Bearer ${TOKEN}`, 'bearer'],
    [`bearer:${TOKEN}`, 'bearer'],
    [`Authorization: Bearer ${TOKEN}`, 'authorization'],
    [`"Authorization": "Bearer ${TOKEN}"`, 'authorization'],
    [`Key: Authorization\nValue: Bearer ${TOKEN}`, 'authorization'],
    [`HUBSPOT_TOKEN=${TOKEN}`, 'assignment'],
    [`export HUBSPOT_TOKEN="${TOKEN}"`, 'assignment'],
  ])('are repaired and named: %j', (text, repair) => {
    expect(read(text)).toMatchObject({ value: TOKEN, repairs: expect.arrayContaining([repair]) })
  })

  it("takes Klera's pair of Authorization and Bearer as a token", () => {
    const pair = readPastedPair('Authorization', redacted(`Bearer ${TOKEN}`))
    expect(pair.ok && pair.value.secret.reveal()).toBe(TOKEN)
  })
})

describe('mistakes are named before any network call', () => {
  it.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['""', 'empty'],
    ['pat-na1-0a1b2c3d-…', 'masked'],
    ['pat-na1-****************************************', 'masked'],
    ['pat-na1-0a1b2c3d...', 'masked'],
    ['••••••••••••', 'masked'],
    ['pat-na1-0a1b2c3d-4e5f', 'truncated'],
    ['pat-', 'truncated'],
    ['na1-5e1f', 'truncated'],
    ['abc123', 'too_short'],
    ['password123', 'too_short'],
    [TOKEN.replace(/.$/, 'X'), 'misspelt'],
    [`hw_${'7c3v9q2m5x'.repeat(2)}_${'4kd8n'.repeat(11)}wxyz`, 'hubward_key'],
    ['hw_abc', 'hubward_key'],
    ['sk-abcdef1234567890', 'other_service'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'other_service'],
    [`${TOKEN}${TOKEN}`, 'overlong'],
    ['27000123', 'key_id'],
    [UUID, 'bare_uuid'],
    [REFRESH, 'refresh_token'],
    [ACCESS, 'access_token'],
    [`${TOKEN}\n${TOKEN}`, 'several_values'],
    ['my HubSpot token', 'several_values'],
    [`{"token":"${TOKEN}"}`, 'json'],
    ['https://app.hubspot.com/private-apps/123', 'address'],
    [TOKEN.replace('a4b5', 'a4\u200bb5'), 'hidden_characters'],
    [TOKEN.replace('a4b5', 'a4\u202eb5'), 'hidden_characters'],
    ['päss-wörd-that-is-long-enough-to-be-one', 'foreign_characters'],
  ])('%j is %s', (text, mistake) => {
    expect(read(text)).toEqual({ mistake })
  })

  it.each([
    ['clientId', 'my-app', 'not_a_uuid'],
    ['clientSecret', 'my-secret', 'not_a_uuid'],
    ['refreshToken', 'my-token', 'not_a_refresh_token'],
  ] as const)('of %s %j is told by what that field takes: %s', (field, text, mistake) => {
    const told = readPastedCredential(redacted(text), 'oauth', field)
    expect(told.ok ? 'taken' : told.error.mistake).toBe(mistake)
  })

  it('refuses a whole document without looking far into it', () => {
    expect(read('word'.repeat(9000))).toEqual({ mistake: 'too_long' })
    expect(read('a1'.repeat(600))).toEqual({ mistake: 'too_long' })
  })

  it('recognises the ended hapikey in every dress, and tells the way out', () => {
    const dresses = [
      readPastedCredential(redacted(UUID), 'hapikey'),
      readPastedCredential(redacted(`hapikey=${UUID}`)),
      readPastedCredential(redacted(`Key: hapikey\nValue: ${UUID}`)),
      readPastedCredential(
        redacted(`https://api.hubapi.com/crm/v3/objects/contacts?hapikey=${UUID}`),
      ),
      readPastedPair('hapikey', redacted(UUID)),
      readPastedPair(' "Hapikey": ', redacted(TOKEN)),
      readPastedCredential(redacted(UUID)),
    ]
    for (const dress of dresses) {
      expect(dress.ok).toBe(false)
      if (!dress.ok) {
        expect(dress.error.message).toContain('30 November 2022')
        expect(dress.error.message).toContain('Service keys')
      }
    }
  })

  it('tells the fields of an OAuth app apart', () => {
    expect(read(UUID, 'oauth', 'clientId')).toMatchObject({ value: UUID })
    expect(read(UUID, 'oauth', 'clientSecret')).toMatchObject({ value: UUID })
    expect(read(REFRESH, 'oauth', 'refreshToken')).toMatchObject({ value: REFRESH })
    expect(read(TOKEN, 'oauth', 'refreshToken')).toEqual({ mistake: 'private_token' })
    expect(read(UUID, 'oauth', 'refreshToken')).toEqual({ mistake: 'not_a_refresh_token' })
    expect(read(ACCESS, 'oauth', 'refreshToken')).toEqual({ mistake: 'access_token' })
    expect(read(REFRESH, 'oauth', 'clientSecret')).toEqual({ mistake: 'refresh_token' })
  })

  it('lets a developer key be what it is', () => {
    expect(read(UUID, 'developer_key')).toMatchObject({ value: UUID, kinds: ['developer_key'] })
    expect(read(TOKEN, 'developer_key')).toEqual({ mistake: 'private_token' })
  })

  it('lets a form that nobody knows yet through, and says so', () => {
    const future = 'hsk_live_2027_Q8mZ4vT1nB6xW3kD9rL5'
    expect(read(future)).toMatchObject({ value: future, repairs: ['unfamiliar'] })
  })
})

describe('whatever is pasted', () => {
  const kinds = fc.constantFrom<(CredentialKind | 'hapikey' | undefined)[]>(
    undefined,
    'service_key',
    'private_app',
    'static_app',
    'oauth',
    'developer_key',
    'hapikey',
  )
  const fields = fc.constantFrom<SecretField[]>('token', 'clientId', 'clientSecret', 'refreshToken')
  const pieces = fc.constantFrom(
    TOKEN,
    UUID,
    REFRESH,
    ACCESS,
    'Bearer ',
    'Authorization: ',
    '"',
    "'",
    ' ',
    '\n',
    '\u200b',
    '\u202e',
    '…',
    '***',
    'hapikey',
    'hapikey=',
    '{',
    '=',
    'pat-',
    'na1-',
    '\ud800',
    '\u0000',
    ',',
  )
  const pasted = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 8 })
      .map((all) => all.join('')),
  )

  it('never throws, and takes only what can stand in a header', () =>
    fc.assert(
      fc.property(pasted, kinds, fields, (text, kind, field) => {
        const result = readPastedCredential(redacted(text), kind, field)
        if (result.ok) expect(result.value.secret.reveal()).toMatch(/^[\x21-\x7e]{4,1024}$/)
      }),
      { numRuns: 2000 },
    ))

  it('never repeats anything of it, not even a piece', () =>
    fc.assert(
      fc.property(fc.uuid(), pieces, kinds, fields, (uuid, piece, kind, field) => {
        for (const text of [
          uuid,
          `pat-na1-${uuid}x`,
          `${piece}${uuid}`,
          `na1-${uuid.slice(0, 20)}`,
        ]) {
          const said = JSON.stringify(readPastedCredential(redacted(text), kind, field))
          for (let at = 0; at + 8 <= uuid.length; at++) {
            const part = uuid.slice(at, at + 8)
            // The one sentence that shows a form shows it in zeros.
            if (!/^[0-]+$/.test(part)) expect(said).not.toContain(part)
          }
        }
      }),
    ))
})
