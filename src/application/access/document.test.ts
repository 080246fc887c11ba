import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentGroup, OrganisationDocument } from '../../domain/access/document.ts'
import { documentSchema } from '../../surfaces/admin/contract/document.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { applyOrganisation } from './apply-organisation.ts'
import { createMember } from './create-member.ts'
import { exportOrganisation } from './export-organisation.ts'
import { planOrganisation } from './plan-organisation.ts'
import { listPrincipals } from './list-principals.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
  await org.connect('north')
  await org.connect('south')
  await createMember(org.operator, { name: 'Root', email: 'root@example.com', role: 'admin' })
})
afterAll(() => org.close())

async function apply(document: OrganisationDocument, prune = false) {
  const { hash } = await planOrganisation(org.operator, { document, prune })
  return applyOrganisation(org.operator, { document, prune, planHash: hash })
}
const told = ({ changes }: { changes: readonly { act: string; kind: string; name: string }[] }) =>
  changes.map(({ act, kind, name }) => `${act} ${kind} ${name}`)

const ROOT = { email: 'root@example.com', name: 'Root', role: 'admin' } as const

describe('a document', () => {
  test('is applied once: the second time nothing changes and nothing is recorded', async () => {
    const document: OrganisationDocument = {
      version: 1,
      members: [{ email: 'ada@example.com', name: 'Ada' }],
      serviceAccounts: [{ name: 'Nightly' }],
      groups: [
        {
          name: 'once',
          members: ['ada@example.com', 'NIGHTLY'],
          grants: [{ connection: 'north', scopes: ['contacts:read', 'deals:read'] }],
        },
      ],
    }
    expect(told(await apply(document))).toEqual([
      'create member ada@example.com',
      'create service_account Nightly',
      'create group once',
      'create grant once on north',
    ])
    const events = (await org.events()).length
    expect(await apply(document)).toMatchObject({ changes: [] })
    expect(await org.events()).toHaveLength(events)
  })

  test('leaves alone what it does not mention, and empties what it says is empty', async () => {
    const only = (group: DocumentGroup): OrganisationDocument => ({ version: 1, groups: [group] })
    await apply(
      only({
        name: 'partial',
        title: 'Partial',
        context: 'Be brief.',
        members: ['root@example.com'],
        grants: [{ connection: 'north', scopes: ['contacts:read'] }],
      }),
    )
    expect(told(await apply(only({ name: 'partial', description: 'New' })))).toEqual([
      'update group partial',
    ])
    const { groups } = await exportOrganisation(org.operator)
    expect(groups?.find(({ name }) => name === 'partial')).toMatchObject({
      title: 'Partial',
      description: 'New',
      context: 'Be brief.',
      members: ['root@example.com'],
      grants: [{ connection: 'north' }],
    })
    expect(told(await apply(only({ name: 'partial', members: [], grants: [] })))).toEqual([
      'update group partial',
      'remove grant partial on north',
    ])
  })

  test('prunes only when told to, and only the lists that it gives', async () => {
    await apply({
      version: 1,
      serviceAccounts: [{ name: 'going' }],
      groups: [{ name: 'going' }, { name: 'staying' }],
    })
    const document: OrganisationDocument = { version: 1, groups: [{ name: 'staying' }] }
    expect(told(await planOrganisation(org.operator, { document, prune: false }))).toEqual([])
    const pruned = told(await apply(document, true))
    expect(pruned).toContain('remove group going')
    expect(pruned.every((line) => line.startsWith('remove group '))).toBe(true)
    expect(
      (await listPrincipals(org.operator, 'service_account')).map(({ name }) => name),
    ).toContain('going')
  })

  test('a plan that is no longer true is refused, and nothing of it is done', async () => {
    const document: OrganisationDocument = { version: 1, groups: [{ name: 'stale', title: 'A' }] }
    const { hash } = await planOrganisation(org.operator, { document, prune: false })
    await apply({ version: 1, groups: [{ name: 'stale', title: 'B' }] })
    const events = (await org.events()).length
    await expect(
      applyOrganisation(org.operator, { document, prune: false, planHash: hash }),
    ).rejects.toMatchObject({ code: 'resource.conflict' })
    expect(await org.events()).toHaveLength(events)
  })

  test('may swap the only admin, but not leave none', async () => {
    const swap: OrganisationDocument = {
      version: 1,
      members: [
        { ...ROOT, role: 'member' },
        { email: 'next@example.com', name: 'Next', role: 'admin' },
      ],
    }
    await apply(swap)
    await expect(
      planOrganisation(org.operator, {
        document: {
          version: 1,
          members: [{ email: 'next@example.com', name: 'Next', role: 'auditor' }],
        },
        prune: false,
      }),
    ).rejects.toMatchObject({
      fields: [{ path: 'members', message: expect.stringContaining('no admin') }],
    })
    await apply({
      version: 1,
      members: [ROOT, { email: 'next@example.com', name: 'Next', role: 'member' }],
    })
  })

  test('every contradiction is told at once, each at its place', async () => {
    const document: OrganisationDocument = {
      version: 1,
      members: [ROOT, { email: 'ROOT@example.com', name: 'Again' }],
      groups: [
        {
          name: 'wrong',
          members: ['rot@example.com', 'root@example.com', 'Root@example.com'],
          grants: [
            { connection: 'nort', scopes: ['contacts:read'] },
            { connection: 'north', scopes: ['contact:read'] },
            { connection: 'north', scopes: ['deals:read'] },
          ],
        },
        { name: 'wrong' },
      ],
    }
    const error: unknown = await planOrganisation(org.operator, { document, prune: false }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'request.invalid' })
    expect((error as { fields: { path: string }[] }).fields.map(({ path }) => path).sort()).toEqual(
      [
        'groups.0.grants.0.connection',
        'groups.0.grants.1.scopes.0',
        'groups.0.grants.2',
        'groups.0.members.0',
        'groups.0.members.2',
        'groups.1.name',
        'members.1.email',
      ],
    )
  })

  test('a grant that has ended is warned of, not refused: a file in version control stays good', async () => {
    const document: OrganisationDocument = {
      version: 1,
      groups: [
        {
          name: 'ended',
          grants: [
            { connection: 'north', scopes: ['deals:read'], expires: new Date('2020-01-01') },
          ],
        },
      ],
    }
    const plan = await apply(document)
    expect(told(plan)).toEqual(['create group ended'])
    expect(plan.warnings).toEqual([expect.stringContaining('ended at 2020-01-01')])
  })
})

const word = fc.stringMatching(/^[a-z]{1,6}$/)
const text = fc.string({ unit: 'grapheme', maxLength: 30 })
const grants = fc.uniqueArray(
  fc.record({
    connection: fc.constantFrom('north', 'south'),
    scopes: fc.subarray(['contacts:read', 'deals:write', 'objects.car:read', 'content:read'], {
      minLength: 1,
    }),
    expires: fc.option(fc.constantFrom(new Date('2031-01-01'), new Date('2032-06-01T10:30:00Z')), {
      nil: undefined,
    }),
  }),
  { selector: ({ connection, expires }) => `${connection} ${expires?.getTime()}`, maxLength: 4 },
)
const anyDocument = fc
  .record({
    emails: fc.uniqueArray(word, { maxLength: 4 }),
    accounts: fc.uniqueArray(word, { maxLength: 3 }),
    groups: fc.uniqueArray(fc.record({ name: word, description: text, context: text, grants }), {
      selector: ({ name }) => name,
      maxLength: 3,
    }),
    inGroup: fc.func(fc.boolean()),
  })
  .map(({ emails, accounts, groups, inGroup }): OrganisationDocument => {
    const members = emails.map((name) => ({
      email: `${name}@example.org`,
      name,
      role: 'member' as const,
    }))
    const references = [...members.map(({ email }) => email), ...accounts]
    return {
      version: 1,
      members: [ROOT, ...members],
      serviceAccounts: accounts.map((name) => ({ name })),
      groups: groups.map((group) => ({
        ...group,
        members: references.filter((reference) => inGroup(group.name, reference)),
      })),
    }
  })

test('export, then apply: no change, pruning or not; and the export is the document applied', async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      await apply(document, true)
      const exported = await exportOrganisation(org.operator)
      const asRead = documentSchema.parse(JSON.parse(JSON.stringify(exported)))
      for (const prune of [true, false])
        expect(await planOrganisation(org.operator, { document: asRead, prune })).toMatchObject({
          changes: [],
          warnings: [],
        })
      expect(await planOrganisation(org.operator, { document, prune: true })).toMatchObject({
        changes: [],
      })
      expect(exported.groups?.map(({ name }) => name)).toEqual(
        document.groups?.map(({ name }) => name).sort(),
      )
    }),
    { numRuns: 40 },
  )
}, 120_000)
