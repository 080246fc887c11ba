import { expect, test } from 'vitest'
import { redacted } from '../redacted.ts'
import { CREDENTIAL_GUIDES, type GuideField } from './guide.ts'
import { CREDENTIAL_KINDS } from './kind.ts'
import { readPastedCredential } from './paste.ts'

test('every kind has one guide, and the one to begin with is the service key', () => {
  expect(CREDENTIAL_GUIDES.map(({ kind }) => kind).sort()).toEqual(
    Object.keys(CREDENTIAL_KINDS).sort(),
  )
  expect(CREDENTIAL_GUIDES.filter(({ recommended }) => recommended)).toEqual([CREDENTIAL_GUIDES[0]])
  expect(CREDENTIAL_GUIDES[0]?.kind).toBe('service_key')
})

test('scopes are ticked in one step of each kind that has any', () => {
  for (const { kind, steps } of CREDENTIAL_GUIDES)
    expect(
      steps.filter(({ scopes }) => scopes),
      kind,
    ).toHaveLength(kind === 'developer_key' ? 0 : 1)
})

test('what the fields show as an example is what the checks take for one', () => {
  const pasted = ({ name }: GuideField) => (name === 'portalId' || name === 'appId' ? null : name)
  for (const { kind, fields } of CREDENTIAL_GUIDES)
    for (const field of fields) {
      const name = pasted(field)
      if (!name) continue
      const read = readPastedCredential(redacted(field.example), kind, name)
      expect(read.ok, `${kind} ${name}`).toBe(true)
    }
})

test('every secret that a kind stores has a field', () => {
  for (const { kind, fields } of CREDENTIAL_GUIDES)
    expect(fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...CREDENTIAL_KINDS[kind].secretFields]),
    )
})
