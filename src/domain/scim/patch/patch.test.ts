/**
 * PATCH, against models: whatever comes in, what is kept fits the schema; sets stay sets in every
 * dialect; and nothing is thrown that is no answer.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../adapters/scim/filter-grammar.ts'
import { applySteps } from '../../../adapters/scim/patch-engine.ts'
import { HubwardError } from '../../errors.ts'
import type { JsonObject } from '../json.ts'
import { readResource } from '../read-resource.ts'
import { RESOURCE_TYPES } from '../resource-type.ts'
import { ENTERPRISE, PATCH_OP } from '../schemas/urns.ts'
import { patched } from './patch.ts'

const { User } = RESOURCE_TYPES
const parts = { parse: parseFilter, apply: applySteps }
const patch = (content: JsonObject, operations: unknown[]): JsonObject =>
  patched(User, content, { schemas: [PATCH_OP], Operations: operations }, parts)

const PATHS = [
  'userName',
  'USERNAME',
  'active',
  'title',
  'externalId',
  'id',
  'meta',
  'schemas',
  'password',
  'name',
  'name.givenName',
  'Name.FamilyName',
  'emails',
  'emails.value',
  'roles',
  'groups',
  'emails[type eq "work"]',
  'emails[type eq "WORK"].value',
  'emails[primary eq "True"].value',
  'emails[value co "x"]',
  'emails[type eq "home" and value eq "b"].primary',
  'emails[',
  'a.b.c',
  'roles[primary eq true].value',
  'addresses[type eq "work"].locality',
  'shoeSize',
  '',
  ENTERPRISE,
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager`,
  `${ENTERPRISE}:manager.value`,
  'urn:ietf:params:scim:schemas:core:2.0:User:userName',
  'urn:x:y',
  '__proto__',
  'constructor',
]
const text = fc.constantFrom('a', 'b', 'x', '', 'True', 'false', 'work', 'home')
const leaf = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer())
const mail = fc.record(
  { value: leaf, type: leaf, primary: fc.constantFrom(true, 'True', 'False', false, 3), at_: leaf },
  { requiredKeys: [] },
)
const value: fc.Arbitrary<unknown> = fc.oneof(
  leaf,
  mail,
  fc.array(fc.oneof(mail, leaf), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...PATHS), fc.oneof(leaf, mail, fc.array(mail, { maxLength: 2 })), {
    maxKeys: 3,
  }),
  fc.jsonValue(),
)
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'replace', 'remove', 'Add', 'REPLACE', 'Remove'),
    path: fc.constantFrom(...PATHS),
    value,
  },
  { requiredKeys: ['op'] },
)

const started: JsonObject = {
  userName: 'nora',
  active: true,
  emails: [
    { value: 'a', type: 'work', primary: true },
    { value: 'b', type: 'home' },
  ],
  [ENTERPRISE]: { department: 'Tea', manager: { value: 'm', $ref: 'r' } },
}

const outcome = (content: JsonObject, operations: unknown[]): JsonObject | string => {
  try {
    return patch(content, operations)
  } catch (thrown) {
    // Any other error fails the test as it is.
    if (!(thrown instanceof HubwardError)) throw thrown
    expect(thrown.code).toMatch(/^(scim\.|request\.too_large)/)
    return thrown.code
  }
}

it('leaves what a whole resource could be, refuses in its own words, and touches nothing else', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 5 }), (operations) => {
      const before = structuredClone(started)
      const after = outcome(started, operations)
      expect(started).toEqual(before)
      if (typeof after === 'string') return
      expect(readResource(User, { ...after, schemas: [User.core.id] })).toEqual(after)
    }),
    { numRuns: 4_000 },
  )
})

it('is answered, whatever JSON it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      try {
        patched(User, started, body, parts)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(HubwardError)
      }
    }),
  )
})

/** Whose value cannot change what its own path asks for. */
const steady = fc.record({
  op: fc.constantFrom('add', 'replace', 'remove', 'Add'),
  path: fc.constantFrom(
    ...PATHS.filter((path) => path !== '' && !path.includes('[')),
    'emails[type eq "WORK"].value',
    'phoneNumbers[type eq "work"].value',
  ),
  value,
})

it('one operation done twice leaves what it left when it was done once', () => {
  fc.assert(
    fc.property(steady, (one) => {
      const once = outcome(started, [one])
      if (typeof once === 'string') return
      expect(outcome(once, [one])).toEqual(once)
    }),
    { numRuns: 2_000 },
  )
})

describe('an operation', () => {
  it.each<[promise: string, operations: unknown[], after: object]>([
    [
      'switches off by a text, as Entra',
      [{ op: 'Replace', path: 'active', value: 'False' }],
      { active: false },
    ],
    [
      'switches off without a path, as Okta',
      [{ op: 'replace', value: { active: false } }],
      { active: false },
    ],
    [
      'changes the value that a filter finds in any case',
      [{ op: 'replace', path: 'emails[type eq "WORK"].value', value: 'z' }],
      {
        emails: [
          { value: 'z', type: 'work', primary: true },
          { value: 'b', type: 'home' },
        ],
      },
    ],
    [
      'makes the value that its filter describes',
      [{ op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: '1' }],
      { phoneNumbers: [{ type: 'work', value: '1' }] },
    ],
    [
      'reads True in a filter as true (Entra’s SingleAppRoleAssignment)',
      [{ op: 'Add', path: 'roles[primary eq "True"].value', value: 'r' }],
      { roles: [{ primary: true, value: 'r' }] },
    ],
    [
      'makes one value the primary one, and the other no longer (RFC 7644 §3.5.2)',
      [{ op: 'add', path: 'emails', value: [{ value: 'c', primary: true }] }],
      {
        emails: [
          { value: 'a', type: 'work', primary: false },
          { value: 'b', type: 'home' },
          { value: 'c', primary: true },
        ],
      },
    ],
    [
      'adds nothing that is there (§3.5.2.1)',
      [{ op: 'add', path: 'emails', value: [{ value: 'b', type: 'home' }] }],
      { emails: started['emails'] as object },
    ],
    [
      'unassigns by null',
      [{ op: 'replace', path: `${ENTERPRISE}:department`, value: null }],
      { [ENTERPRISE]: { manager: { value: 'm', $ref: 'r' } } },
    ],
    [
      'takes a manager as an id, and forgets where the one before was',
      [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: 'n' }],
      { [ENTERPRISE]: { department: 'Tea', manager: { value: 'n' } } },
    ],
    [
      'removes a manager, by path',
      [{ op: 'remove', path: `${ENTERPRISE}:manager` }],
      { [ENTERPRISE]: { department: 'Tea' } },
    ],
    [
      'removes a manager, by nothing',
      [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: '' }],
      { [ENTERPRISE]: { department: 'Tea' } },
    ],
    [
      'takes dotted names, names with their URN and whole extensions as keys',
      [
        {
          op: 'replace',
          value: {
            'name.givenName': 'Nora',
            [`${ENTERPRISE}:costCenter`]: '7',
            [ENTERPRISE]: { division: 'EMEA' },
            'emails[type eq "home"].value': 'h',
            unknown: 1,
            id: 'mine',
          },
        },
      ],
      {
        name: { givenName: 'Nora' },
        [ENTERPRISE]: { ...(started[ENTERPRISE] as object), costCenter: '7', division: 'EMEA' },
        emails: [
          { value: 'a', type: 'work', primary: true },
          { value: 'h', type: 'home' },
        ],
      },
    ],
    [
      'leaves the parts of a name that are not sent (§3.5.2.3)',
      [
        { op: 'add', path: 'name', value: { givenName: 'N' } },
        { op: 'replace', path: 'name', value: { familyName: 'Q' } },
      ],
      { name: { givenName: 'N', familyName: 'Q' } },
    ],
    [
      'replaces a chosen value whole (§3.5.2.3)',
      [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'w' } }],
      { emails: [{ value: 'w' }, { value: 'b', type: 'home' }] },
    ],
    [
      'misses nothing that is gone',
      [
        { op: 'remove', path: 'emails[value eq "gone"]' },
        { op: 'remove', path: 'title' },
      ],
      {},
    ],
    ['of no operations changes nothing, as Microsoft’s validator sends', [], {}],
    ['forgets a password at once', [{ op: 'replace', path: 'password', value: 's3cret' }], {}],
  ])('%s', (_, operations, after) => {
    expect(patch(started, operations)).toEqual({ ...started, ...after })
  })

  it.each<[refusal: string, code: string, operation: object]>([
    ['names no attribute', 'scim.invalid_path', { op: 'replace', path: 'shoeSize', value: '1' }],
    [
      'has a path that is none',
      'scim.invalid_path',
      { op: 'replace', path: 'emails[type eq "work"', value: '1' },
    ],
    [
      'chooses among what is one',
      'scim.invalid_path',
      { op: 'replace', path: 'name[givenName eq "N"].familyName', value: '1' },
    ],
    [
      'filters by what there is not',
      'scim.invalid_filter',
      { op: 'replace', path: 'emails[shoe eq "1"].value', value: '1' },
    ],
    [
      'finds nothing, and cannot make it',
      'scim.no_target',
      { op: 'replace', path: 'emails[value sw "q"].type', value: 'x' },
    ],
    [
      'finds nothing to replace whole',
      'scim.no_target',
      { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'x' } },
    ],
    ['removes nothing in particular (§3.5.2.2)', 'scim.no_target', { op: 'remove' }],
    ['changes what is ours', 'scim.mutability', { op: 'replace', path: 'id', value: 'x' }],
    [
      'changes groups at the person',
      'scim.mutability',
      { op: 'add', path: 'groups', value: [{ value: 'g' }] },
    ],
    [
      'unassigns what is required (§3.5.2.2)',
      'scim.mutability',
      { op: 'remove', path: 'userName' },
    ],
    [
      'gives a boolean that is none',
      'scim.invalid_value',
      { op: 'replace', path: 'active', value: 'maybe' },
    ],
    ['gives no value', 'scim.invalid_value', { op: 'add', path: 'title' }],
    [
      'gives two primary ones',
      'scim.invalid_value',
      {
        op: 'replace',
        path: 'emails',
        value: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
    ],
    [
      'says one part twice',
      'scim.invalid_value',
      { op: 'add', path: 'emails', value: [{ value: 'a', VALUE: 'b' }] },
    ],
    ['is none', 'scim.invalid_syntax', { op: 'move', path: 'title', value: 'x' }],
  ])('is refused that %s', (_, code, one) => {
    expect(outcome(started, [one])).toBe(code)
  })
})

it('is whole or not at all: one mistake, and nothing was done', () => {
  expect(
    outcome(started, [
      { op: 'replace', path: 'title', value: 'x' },
      { op: 'remove', path: 'userName' },
    ]),
  ).toBe('scim.mutability')
})
