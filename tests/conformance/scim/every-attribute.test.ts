/**
 * Every attribute that discovery announces as writable can be set, replaced and taken away, by POST,
 * PUT and PATCH, and is what it was said to be: read from /Schemas, as a stranger's suite would.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attribute } from '../../../src/domain/scim/attribute.ts'
import { SCHEMAS } from '../../../src/domain/scim/resource-type.ts'
import { patch, person, scimWorld, USER, type ScimWorld } from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
beforeAll(async () => {
  world = await scimWorld()
  ask = (...asked) => world.provider.ask(...asked)
})
afterAll(() => world.close())

const isWritable = ({ mutability, returned }: Attribute): boolean =>
  mutability === 'readWrite' && returned !== 'never'

/** A value as the schema describes it; another one for each `n`. */
function sample(attribute: Attribute, n: number): unknown {
  const one = (): unknown => {
    switch (attribute.type) {
      case 'complex':
        return Object.fromEntries(
          (attribute.subAttributes ?? [])
            .filter(isWritable)
            .map((sub) => [sub.name, sub.name === 'primary' ? true : sample(sub, n)]),
        )
      case 'boolean':
        return n % 2 === 0
      case 'reference':
        return `https://harbour-tea.example/${attribute.name}/${n}`
      case 'binary':
        return btoa(`${attribute.name} ${n}`)
      case 'decimal':
      case 'integer':
        return n
      case 'dateTime':
        return '2026-11-20T09:00:00Z'
      case 'string':
        return `${attribute.name} ${n}`
    }
  }
  return attribute.multiValued ? [one()] : one()
}

const places = SCHEMAS.filter(({ id }) => id.endsWith(':User')).flatMap(({ id, attributes }) =>
  attributes
    .filter((attribute) => isWritable(attribute) && !attribute.required)
    .map((attribute) => ({ path: `${id}:${attribute.name}`, schema: id, attribute })),
)

it('discovery announces what these tests go through', async () => {
  const { body } = await ask('GET', '/Schemas')
  const announced = (body['Resources'] as unknown as { id: string; attributes: object[] }[])
    .filter(({ id }) => id.endsWith(':User'))
    .reduce((sum, { attributes }) => sum + attributes.length, 0)
  expect(announced).toBeGreaterThan(places.length)
  expect(places.length).toBeGreaterThan(20)
})

describe.each(places)('$path', ({ path, schema, attribute }) => {
  const userName = `${path.replaceAll(/\W/g, '-')}@harbour-tea.example`.slice(-60)
  const valueOf = (body: Record<string, unknown>): unknown =>
    schema === USER
      ? body[attribute.name]
      : (body[schema] as Record<string, unknown> | undefined)?.[attribute.name]
  const withValue = (n: number): object =>
    schema === USER
      ? { [attribute.name]: sample(attribute, n) }
      : { [schema]: { [attribute.name]: sample(attribute, n) } }

  it('is kept by POST and PUT, and set, replaced and taken away by PATCH', async () => {
    const made = await ask('POST', '/Users', person(userName, withValue(1)))
    expect([made.status, valueOf(made.body)]).toEqual([201, sample(attribute, 1)])
    const at = `/Users/${String(made.body['id'])}`
    const put = await ask('PUT', at, person(userName, withValue(2)))
    expect([put.status, valueOf(put.body)]).toEqual([200, sample(attribute, 2)])
    const gone = await ask('PATCH', at, patch({ op: 'remove', path }))
    expect([gone.status, valueOf(gone.body)]).toEqual([200, undefined])
    const added = await ask('PATCH', at, patch({ op: 'add', path, value: sample(attribute, 3) }))
    expect(valueOf(added.body)).toEqual(sample(attribute, 3))
    const replaced = await ask(
      'PATCH',
      at,
      patch({ op: 'replace', path, value: sample(attribute, 4) }),
    )
    expect(valueOf(replaced.body)).toEqual(sample(attribute, 4))
    expect(valueOf((await ask('GET', at)).body)).toEqual(sample(attribute, 4))
    const found = await ask(
      'GET',
      `/Users?filter=${encodeURIComponent(`userName eq "${userName}" and ${path} pr`)}`,
    )
    expect(found.body['totalResults']).toBe(1)
  })
})
