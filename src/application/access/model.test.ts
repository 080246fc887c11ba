/**
 * Whatever sequence of changes admins make, the access that this process acts on is what a plain
 * model of groups, members and grants says, and what a fresh reading of the database says.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { effectiveScopes, identifyCaller } from '../../domain/access/decide.ts'
import { buildPicture } from '../../domain/access/picture.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import { readPictureRows } from '../../adapters/database/picture-rows.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { addToGroup } from './add-to-group.ts'
import { createGroup } from './create-group.ts'
import { createKey } from './create-key.ts'
import { createServiceAccount } from './create-service-account.ts'
import { listGrants } from './list-grants.ts'
import { removeFromGroup } from './remove-from-group.ts'
import { removeGrant } from './remove-grant.ts'
import { removeGroup } from './remove-group.ts'
import { removeServiceAccount } from './remove-service-account.ts'
import { revokeKey } from './revoke-key.ts'
import { setGrant } from './set-grant.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
  for (const name of CONNECTIONS) await org.connect(name)
})
afterAll(() => org.close())

const CONNECTIONS = ['north', 'south'] as const
const PEOPLE = ['ann', 'ben', 'cat'] as const
const GROUPS = ['red', 'blue'] as const
const SCOPES: readonly Scope[] = [
  'contacts:read',
  'contacts:write',
  'deals:read',
  'objects.car:read',
]

const TEXTS = { title: 'A group', description: '', context: '' }

interface Model {
  readonly people: Map<string, Set<string>>
  readonly groups: Map<string, { members: Set<string>; grants: Map<string, readonly Scope[]> }>
}
interface Real {
  /** Names differ from run to run, so that runs share one database. */
  readonly run: string
  /** Text of a key → its id. */
  readonly keys: Map<string, string>
}
type Command = fc.AsyncCommand<Model, Real>

const named = (real: Real, name: string) => `${name}-${real.run}`

function command(
  label: string,
  check: (model: Model) => boolean,
  model: (model: Model) => void,
  run: (real: Real) => Promise<unknown>,
): Command {
  return {
    check: (state) => check(state),
    run: async (state, real) => {
      await run(real)
      model(state)
      await agree(state, real)
    },
    toString: () => label,
  }
}

const person = fc.constantFrom(...PEOPLE)
const group = fc.constantFrom(...GROUPS)
const connection = fc.constantFrom(...CONNECTIONS)
const scopes = fc.subarray([...SCOPES], { minLength: 1 })

const RARE: fc.Arbitrary<Command>[] = [
  person.map((who) =>
    command(
      `create ${who}`,
      ({ people }) => !people.has(who),
      ({ people }) => people.set(who, new Set()),
      (real) => createServiceAccount(org.operator, { name: named(real, who) }),
    ),
  ),
  person.map((who) =>
    command(
      `remove ${who}`,
      ({ people }) => people.has(who),
      ({ people, groups }) => {
        people.delete(who)
        for (const { members } of groups.values()) members.delete(who)
      },
      (real) => removeServiceAccount(org.operator, { serviceAccount: named(real, who) }),
    ),
  ),
  group.map((name) =>
    command(
      `create group ${name}`,
      ({ groups }) => !groups.has(name),
      ({ groups }) => groups.set(name, { members: new Set(), grants: new Map() }),
      (real) =>
        createGroup(org.operator, {
          name: named(real, name),
          ...TEXTS,
        }),
    ),
  ),
  group.map((name) =>
    command(
      `remove group ${name}`,
      ({ groups }) => groups.has(name),
      ({ groups }) => groups.delete(name),
      (real) => removeGroup(org.operator, { group: named(real, name) }),
    ),
  ),
]

const OFTEN: fc.Arbitrary<Command>[] = [
  fc.tuple(group, person, fc.boolean()).map(([name, who, joins]) =>
    command(
      `${who} ${joins ? 'joins' : 'leaves'} ${name}`,
      ({ groups, people }) => groups.has(name) && people.has(who),
      ({ groups }) => groups.get(name)?.members[joins ? 'add' : 'delete'](who),
      (real) =>
        (joins ? addToGroup : removeFromGroup)(org.operator, {
          group: named(real, name),
          principal: named(real, who),
        }),
    ),
  ),
  fc.tuple(group, connection, scopes).map(([name, on, granted]) =>
    command(
      `${name} may ${granted.join()} on ${on}`,
      ({ groups }) => groups.has(name),
      ({ groups }) => groups.get(name)?.grants.set(on, granted),
      (real) =>
        setGrant(org.operator, {
          group: named(real, name),
          connection: on,
          scopes: granted,
          expiresAt: null,
        }),
    ),
  ),
  fc.tuple(group, connection).map(([name, on]) =>
    command(
      `${name} may nothing on ${on}`,
      ({ groups }) => groups.get(name)?.grants.has(on) ?? false,
      ({ groups }) => groups.get(name)?.grants.delete(on),
      async (real) => {
        const [grant] = await listGrants(org.operator, { group: named(real, name), connection: on })
        await removeGrant(org.operator, { grant: grant?.id ?? '' })
      },
    ),
  ),
  person.map((who) => ({
    check: ({ people }: Model) => people.has(who),
    run: async (model: Model, real: Real) => {
      const principal = named(real, who)
      const { key, text } = await createKey(org.operator, { principal, name: 'k', expiresAt: null })
      real.keys.set(text.reveal(), key.id)
      model.people.get(who)?.add(text.reveal())
      await agree(model, real)
    },
    toString: () => `key for ${who}`,
  })),
  person.map((who) => ({
    check: ({ people }: Model) => (people.get(who)?.size ?? 0) > 0,
    run: async (model: Model, real: Real) => {
      const [text = ''] = model.people.get(who) ?? []
      await revokeKey(org.operator, { key: real.keys.get(text) ?? '' })
      model.people.get(who)?.delete(text)
      await agree(model, real)
    },
    toString: () => `revoke a key of ${who}`,
  })),
]

async function agree(model: Model, real: Real): Promise<void> {
  const inMemory = await org.services.pictures.current()
  const afresh = buildPicture(await readPictureRows(org.database.pool))
  const now = org.clock.now
  for (const picture of [inMemory, afresh]) {
    const actual = PEOPLE.flatMap((who) => {
      const id = picture
        .principals()
        .find(({ name, state }) => name === named(real, who) && state === 'active')?.id
      return CONNECTIONS.map((on) => {
        const connectionId = picture.connectionByName(on)?.id ?? ''
        return { who, on, scopes: id ? effectiveScopes(picture, id, connectionId, now) : [] }
      })
    })
    expect(actual).toEqual(
      PEOPLE.flatMap((who) =>
        CONNECTIONS.map((on) => ({ who, on, scopes: expected(model, who, on) })),
      ),
    )
    const alive = [...real.keys.keys()].filter(
      (text) => identifyCaller(picture, org.services.hashKey(text), now).ok,
    )
    expect(new Set(alive)).toEqual(new Set([...model.people.values()].flatMap((keys) => [...keys])))
  }
}

function expected(model: Model, who: string, on: string): Scope[] {
  const through = [...model.groups.values()].filter(({ members }) => members.has(who))
  const held = through.flatMap(({ grants }) => grants.get(on) ?? [])
  return [...new Set(held)].sort(compareScopes)
}

/** Everyone and every group is there to begin with, so that chance is spent on what they do. */
async function begin(run: string): Promise<{ model: Model; real: Real }> {
  const real: Real = { run, keys: new Map() }
  for (const who of PEOPLE) await createServiceAccount(org.operator, { name: named(real, who) })
  for (const name of GROUPS) await createGroup(org.operator, { name: named(real, name), ...TEXTS })
  return {
    real,
    model: {
      people: new Map(PEOPLE.map((who) => [who, new Set()])),
      groups: new Map(GROUPS.map((name) => [name, { members: new Set(), grants: new Map() }])),
    },
  }
}

test('effective access equals the model after any sequence of changes', async () => {
  let runs = 0
  const commands = fc.commands([...RARE, ...OFTEN, ...OFTEN, ...OFTEN], {
    maxCommands: 60,
    size: '+1',
  })
  await fc.assert(
    fc.asyncProperty(commands, (sequence) =>
      fc.asyncModelRun(() => begin(`run${runs++}`), sequence),
    ),
    { numRuns: 40 },
  )
}, 120_000)
