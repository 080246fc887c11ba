/**
 * Two admins edit one group, in any order and mixed with other changes of it: an edit is saved only
 * if nothing happened since it was begun, and then exactly as it was meant; else nothing is, and
 * whoever was too late is shown the group as it stands.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { effectiveScopes } from '../../domain/access/decide.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { Context } from '../context.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { addToGroup } from './add-to-group.ts'
import { createGroup } from './create-group.ts'
import { createServiceAccount } from './create-service-account.ts'
import { getGroup } from './list-groups.ts'
import { listGrants } from './list-grants.ts'
import { previewGroupGrants } from './preview-group-grants.ts'
import { removeFromGroup } from './remove-from-group.ts'
import { setGrant } from './set-grant.ts'
import { setGroupGrants } from './set-group-grants.ts'
import { updateGroup } from './update-group.ts'
import type { WrittenGrant } from './wanted-grants.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
  for (const name of CONNECTIONS) await org.connect(name)
  for (const name of PEOPLE) await createServiceAccount(org.operator, { name })
})
afterAll(() => org.close())

const CONNECTIONS = ['north', 'south'] as const
const PEOPLE = ['ann', 'ben', 'cat'] as const
const SCOPES: readonly Scope[] = ['contacts:read', 'contacts:write', 'deals:read']
const LATER = new Date('2027-01-01T00:00:00Z')

const TEXTS = { title: 'A group', description: '', context: '' }

let number = 0
const newGroup = async (): Promise<string> =>
  (await createGroup(org.operator, { ...TEXTS, name: `group-${number++}` })).name

const anyScopes = fc.subarray([...SCOPES], { minLength: 1 })
/** At most one row per connection and end, as a form would send it. */
const anyMatrix: fc.Arbitrary<WrittenGrant[]> = fc
  .uniqueArray(
    fc.record({
      connection: fc.constantFrom(...CONNECTIONS),
      scopes: anyScopes,
      expiresAt: fc.constantFrom(null, LATER),
    }),
    { selector: ({ connection, expiresAt }) => `${connection} ${expiresAt?.getTime()}` },
  )
  .map((rows) => rows as WrittenGrant[])

const grantsOf = async (group: string): Promise<string[]> => {
  const grants = await listGrants(org.operator, { group })
  const picture = await org.services.pictures.current()
  return grants
    .map(
      ({ connectionId, scopes, expiresAt }) =>
        `${picture.connection(connectionId)?.name} ${scopes.join()} ${expiresAt?.getTime() ?? ''}`,
    )
    .sort()
}

const asText = (matrix: readonly WrittenGrant[]): string[] =>
  matrix
    .map(
      ({ connection, scopes, expiresAt }) =>
        `${connection} ${SCOPES.filter((one) => scopes.includes(one)).join()} ${expiresAt?.getTime() ?? ''}`,
    )
    .sort()

type Step =
  | { readonly do: 'read'; readonly who: 0 | 1 }
  | { readonly do: 'save'; readonly who: 0 | 1; readonly matrix: WrittenGrant[] }
  | { readonly do: 'rename'; readonly who: 0 | 1; readonly title: string }
  | { readonly do: 'join' | 'leave'; readonly person: string }

const who = fc.constantFrom(0 as const, 1 as const)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('save' as const), who, matrix: anyMatrix }),
  },
  fc.record({
    do: fc.constant('rename' as const),
    who,
    title: fc.constantFrom('One', 'Two', 'Three'),
  }),
  fc.record({
    do: fc.constantFrom('join' as const, 'leave' as const),
    person: fc.constantFrom(...PEOPLE),
  }),
)

test('an edit of what nobody else touched is saved as it was meant, any other not at all', async () => {
  const ctx = org.operator
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 14 }), async (steps) => {
      const group = await newGroup()
      const start = { title: TEXTS.title, grants: [] as string[], members: new Set<string>() }
      let state = start
      /** Raised by the model wherever something really changes. */
      let changes = 0
      const seen = [0, 0]
      const revisions = [1, 1]
      const change = (next: Partial<typeof start>): void => {
        const after = { ...state, ...next }
        const differs =
          after.title !== state.title ||
          after.grants.join('|') !== state.grants.join('|') ||
          [...after.members].sort().join() !== [...state.members].sort().join()
        if (differs) changes += 1
        state = after
      }
      const edit = async (by: 0 | 1, work: Promise<unknown>, next: Partial<typeof start>) => {
        const code = await work.then(
          () => null,
          (thrown: HubwardError) => thrown.code,
        )
        expect(code).toBe(seen[by] === changes ? null : 'access.edit_conflict')
        if (code === null) change(next)
      }
      for (const step of steps) {
        if (step.do === 'read') {
          revisions[step.who] = (await getGroup(ctx, group)).revision
          seen[step.who] = changes
        } else if (step.do === 'save') {
          const revision = revisions[step.who] ?? 0
          const saving = setGroupGrants(ctx, { group, revision, grants: step.matrix })
          await edit(step.who, saving, { grants: asText(step.matrix) })
        } else if (step.do === 'rename') {
          const revision = revisions[step.who]
          await edit(step.who, updateGroup(ctx, { group, title: step.title, revision }), {
            title: step.title,
          })
        } else {
          const input = { group, principal: step.person }
          await (step.do === 'join' ? addToGroup(ctx, input) : removeFromGroup(ctx, input))
          const members = new Set(state.members)
          if (step.do === 'join') members.add(step.person)
          else members.delete(step.person)
          change({ members })
        }
        expect(await grantsOf(group)).toEqual(state.grants)
        expect((await getGroup(ctx, group)).title).toBe(state.title)
      }
    }),
    { numRuns: 25 },
  )
})

test('two edits of one state at the same moment: one is saved, the other learns of it', async () => {
  const ctx = org.operator
  const group = await newGroup()
  const { revision } = await getGroup(ctx, group)
  const edits = SCOPES.map((scope) =>
    setGroupGrants(ctx, {
      group,
      revision,
      grants: [{ connection: 'north', scopes: [scope], expiresAt: null }],
    }),
  )
  const outcomes = await Promise.allSettled(edits)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'access.edit_conflict' })
  expect(await grantsOf(group)).toHaveLength(1)
})

describe('from a browser session', () => {
  /** An admin whose passkey was used long ago, or just now. */
  const admin = (steppedUp: boolean): Context => {
    const ctx = org.as('admin')
    if (ctx.actor.kind !== 'principal') throw new Error('an admin is somebody')
    const until = new Date(org.clock.now.getTime() + (steppedUp ? 60_000 : -60_000))
    const means = { ...ctx.actor.means, kind: 'session' as const, id: 'ses_1' }
    return { ...ctx, actor: { ...ctx.actor, means, steppedUpUntil: until } }
  }
  const code = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (thrown: HubwardError) => thrown.code,
    )

  test('a scope that changes data is added only with a fresh proof; reading and taking away need none', async () => {
    const group = await newGroup()
    const set = async (ctx: Context, ...scopes: string[]) => {
      const { revision } = await getGroup(ctx, group)
      const grants = scopes.length > 0 ? [{ connection: 'north', scopes, expiresAt: null }] : []
      return code(setGroupGrants(ctx, { group, revision, grants }))
    }
    const one = (ctx: Context, ...scopes: string[]) =>
      code(setGrant(ctx, { group, connection: 'north', scopes, expiresAt: null }))
    expect(await set(admin(false), 'contacts:read')).toBeNull()
    expect(await set(admin(false), 'contacts:read', 'contacts:write')).toBe('auth.step_up_required')
    expect(await one(admin(false), 'contacts:write')).toBe('auth.step_up_required')
    expect(await one(admin(false), 'contacts:merge')).toBe('auth.step_up_required')
    expect(await set(admin(true), 'contacts:read', 'contacts:write')).toBeNull()
    // What the group has already is not added.
    expect(await set(admin(false), 'contacts:write', 'deals:read')).toBeNull()
    expect(await one(admin(false), 'contacts:write')).toBeNull()
    expect(await set(admin(false))).toBeNull()
  })

  test('who joins a group that changes data is let in only with a fresh proof', async () => {
    const group = await newGroup()
    const [first, second] = PEOPLE
    const join = (ctx: Context, principal: string) => code(addToGroup(ctx, { group, principal }))
    await setGrant(org.operator, {
      group,
      connection: 'north',
      scopes: ['contacts:read'],
      expiresAt: null,
    })
    expect(await join(admin(false), first)).toBeNull()
    await setGrant(org.operator, {
      group,
      connection: 'north',
      scopes: ['contacts:read', 'contacts:write'],
      expiresAt: null,
    })
    expect(await join(admin(false), second)).toBe('auth.step_up_required')
    expect(await join(admin(true), second)).toBeNull()
    // Who is in it gains nothing.
    expect(await join(admin(false), first)).toBeNull()
  })
})

describe('the preview', () => {
  test('says for every person exactly what the edit then changes, other groups considered', async () => {
    const ctx = org.operator
    const everybody = org.services.store.read.principals
    await fc.assert(
      fc.asyncProperty(
        anyMatrix,
        anyMatrix,
        anyMatrix,
        fc.subarray([...PEOPLE]),
        fc.subarray([...PEOPLE]),
        async (before, elsewhere, after, members, others) => {
          const group = await newGroup()
          const beside = await newGroup()
          for (const principal of members) await addToGroup(ctx, { group, principal })
          for (const principal of others) await addToGroup(ctx, { group: beside, principal })
          for (const row of before) await setGrant(ctx, { group, ...row })
          for (const row of elsewhere) await setGrant(ctx, { group: beside, ...row })
          const held = async () => {
            const picture = await org.services.pictures.current()
            const all = new Map<string, Set<string>>()
            for (const { id } of await everybody.list())
              all.set(
                id,
                new Set(
                  picture
                    .connections()
                    .flatMap((one) =>
                      effectiveScopes(picture, id, one.id, org.clock.now).map(
                        (scope) => `${one.id} ${scope}`,
                      ),
                    ),
                ),
              )
            return all
          }
          const was = await held()
          const said = await previewGroupGrants(ctx, { group, grants: after })
          const events = (await org.events()).length
          await setGroupGrants(ctx, { group, revision: said.group.revision, grants: after })
          const is = await held()
          for (const [id, scopes] of is) {
            const had = was.get(id) ?? new Set()
            const diff = said.people.find(({ principalId }) => principalId === id)
            const text = (list: (typeof said.people)[number]['gains'] | undefined) =>
              (list ?? []).map(({ connectionId, scope }) => `${connectionId} ${scope}`).sort()
            expect(text(diff?.gains)).toEqual([...scopes].filter((one) => !had.has(one)).sort())
            expect(text(diff?.loses)).toEqual([...had].filter((one) => !scopes.has(one)).sort())
          }
          expect(said.connections.length === 0).toBe(
            asText(before).join() === asText(after).join() || sameScopes(before, after),
          )
          const changed = (await org.events()).length - events
          const rows = new Set([...asText(before), ...asText(after)])
          const untouched = asText(before).filter((one) => asText(after).includes(one)).length
          // One record per grant that changed: replaced ones stand twice among the rows.
          const replaced = before.filter((one) =>
            after.some(
              (other) =>
                other.connection === one.connection &&
                other.expiresAt?.getTime() === one.expiresAt?.getTime() &&
                asText([other])[0] !== asText([one])[0],
            ),
          ).length
          expect(changed).toBe(rows.size - untouched - replaced)
          // Runs share the people, so that groups of an earlier one must grant nothing any more.
          for (const each of [group, beside])
            await setGroupGrants(ctx, {
              group: each,
              revision: (await getGroup(ctx, each)).revision,
              grants: [],
            })
        },
      ),
      { numRuns: 25 },
    )
  })

  test('mistakes are told at their rows, all at once, and nothing is saved', async () => {
    const group = await newGroup()
    const grants = [
      { connection: 'nowhere', scopes: ['contacts:read'], expiresAt: null },
      { connection: 'north', scopes: ['contacts:reed'], expiresAt: new Date(0) },
      { connection: 'south', scopes: ['deals:read'], expiresAt: null },
      { connection: 'south', scopes: ['contacts:read'], expiresAt: null },
    ]
    const refused = await setGroupGrants(org.operator, { group, revision: 1, grants }).catch(
      (thrown: HubwardError) => thrown,
    )
    expect(refused).toMatchObject({
      code: 'request.invalid',
      fields: [
        { path: 'grants.0.connection' },
        { path: 'grants.1.expiresAt' },
        { path: 'grants.1.scopes.0' },
        { path: 'grants.3' },
      ],
    })
    expect(await grantsOf(group)).toEqual([])
  })
})

/** The same scopes with the same last end, in other rows: nothing changes for anybody. */
function sameScopes(before: readonly WrittenGrant[], after: readonly WrittenGrant[]): boolean {
  const ends = (rows: readonly WrittenGrant[]) =>
    rows
      .flatMap(({ connection, scopes, expiresAt }) =>
        scopes.map((scope) => ({
          at: `${connection} ${scope}`,
          end: expiresAt?.getTime() ?? Infinity,
        })),
      )
      .reduce(
        (map, { at, end }) => map.set(at, Math.max(map.get(at) ?? 0, end)),
        new Map<string, number>(),
      )
  const [a, b] = [ends(before), ends(after)]
  return a.size === b.size && [...a].every(([at, end]) => b.get(at) === end)
}
