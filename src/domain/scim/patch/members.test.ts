/** Members of a group, against a model of a set, in every dialect that providers are known to speak. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFilter } from '../../../adapters/scim/filter-grammar.ts'
import { applySteps } from '../../../adapters/scim/patch-engine.ts'
import type { JsonObject } from '../json.ts'
import { RESOURCE_TYPES } from '../resource-type.ts'
import { PATCH_OP } from '../schemas/urns.ts'
import { patched } from './patch.ts'

const parts = { parse: parseFilter, apply: applySteps }
const patch = (content: JsonObject, operations: unknown[]): JsonObject =>
  patched(RESOURCE_TYPES.Group, content, { schemas: [PATCH_OP], Operations: operations }, parts)

const member = fc.constantFrom('u1', 'u2', 'u3', 'u4')
const members = fc.array(member, { maxLength: 4 })
/** Each way of saying it that a provider is known to use, with what it does to a set. */
const SAYINGS: Record<
  string,
  (ids: string[]) => { operations: unknown[]; on: (set: Set<string>) => Set<string> }
> = {
  'add a list': (ids) => ({
    operations: [{ op: 'add', path: 'members', value: ids.map((id) => ({ value: id })) }],
    on: (set) => new Set([...set, ...ids]),
  }),
  'Add one after another, as Entra': (ids) => ({
    operations: ids.map((id) => ({ op: 'Add', path: 'members', value: { value: id } })),
    on: (set) => new Set([...set, ...ids]),
  }),
  'add without a path': (ids) => ({
    operations: [{ op: 'add', value: { members: ids.map((id) => ({ value: id, display: 'x' })) } }],
    on: (set) => new Set([...set, ...ids]),
  }),
  'remove by filter, as Okta': (ids) => ({
    operations: ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
    on: (set) => new Set([...set].filter((id) => !ids.includes(id))),
  }),
  'Remove with a list, as Entra’s older dialect': (ids) => ({
    operations: [{ op: 'Remove', path: 'members', value: ids.map((id) => ({ value: id })) }],
    on: (set) => new Set([...set].filter((id) => !ids.includes(id))),
  }),
  replace: (ids) => ({
    operations: [{ op: 'replace', path: 'members', value: ids.map((id) => ({ value: id })) }],
    on: () => new Set(ids),
  }),
  'remove all': () => ({ operations: [{ op: 'remove', path: 'members' }], on: () => new Set() }),
}

it('members are a set, in every dialect', () => {
  const said = fc.tuple(fc.constantFrom(...Object.keys(SAYINGS)), members)
  fc.assert(
    fc.property(fc.array(said, { maxLength: 8 }), (all) => {
      let content: JsonObject = { displayName: 'Sales' }
      let model = new Set<string>()
      for (const [saying, ids] of all) {
        const { operations, on } = SAYINGS[saying]!(ids)
        content = patch(content, operations)
        model = on(model)
        const kept = (content['members'] ?? []) as { value: string }[]
        expect(kept.map((one) => one.value).toSorted()).toEqual([...model].toSorted())
      }
    }),
    { numRuns: 1_000 },
  )
})

it('a member cannot become somebody else in place (RFC 7643 §8.7.1, immutable)', () => {
  const group = { displayName: 'Sales', members: [{ value: 'u1' }] }
  const operation = { op: 'replace', path: 'members[value eq "u1"].value', value: 'u2' }
  expect(() => patch(group, [operation])).toThrow(
    expect.objectContaining({ code: 'scim.mutability' }) as Error,
  )
})
