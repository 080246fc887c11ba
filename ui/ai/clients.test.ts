import { describe, expect, test } from 'vitest'
import { placeFor, type Access } from './own-access.tsx'
import { SDKS } from './programs.ts'
import { CLIENTS, firstFor } from './clients.ts'
import type { Way } from './guide.ts'
import { reachOf } from './reach.ts'

const place = { url: 'https://hubward.example', connection: 'emea', object: 'deals' }

describe('steps to connect a client', () => {
  test.each(CLIENTS)(
    '$label: each way there is has steps with this Hubward’s own address',
    (client) => {
      for (const way of ['sign-in', 'key'] as const satisfies readonly Way[]) {
        const steps = client.ways[way]?.(place).steps
        if (steps) expect(JSON.stringify(steps)).toContain(place.url)
        else expect(client.without?.[way], 'why there is no such way').toBeDefined()
      }
    },
  )

  test('code reads what the person may read', () => {
    const told = JSON.stringify(SDKS.ways.key?.(place))
    expect(told.match(/objects\/deals|crm\.deals/g)).toHaveLength(3)
    expect(told).not.toContain('contacts')
  })

  test('is a connection and records of it that the person can read, and contacts where there are none', () => {
    const scopes = (...names: string[]) =>
      names.map((scope) => ({ scope, covered: scope !== 'contacts:read' }))
    const access = (...connections: object[]) => ({ connections }) as unknown as Access
    expect(
      placeFor(
        access(
          { name: 'one', scopes: scopes('contacts:read', 'contacts:write', 'engagements:read') },
          { name: 'two', scopes: scopes('companies:read', 'deals:read') },
        ),
      ),
    ).toEqual({ connection: 'two', object: 'companies' })
    expect(placeFor(access({ name: 'one', scopes: [] }))).toEqual({
      connection: 'one',
      object: 'contacts',
    })
  })

  test.each(CLIENTS)('$label: what is called JSON can be read as JSON', ({ ways }) => {
    const codes = (['sign-in', 'key'] as const).flatMap(
      (way) => ways[way]?.(place).steps.flatMap(({ code }) => code ?? []) ?? [],
    )
    for (const { label, text } of codes.filter((code) => code.label.endsWith('.json')))
      expect(() => JSON.parse(text) as unknown, label).not.toThrow()
  })

  test('an address that only this computer knows is told apart from one that the internet reaches', () => {
    expect(reachOf('http://localhost:4110')).toBe('local')
    expect(reachOf('http://127.0.0.1:4110')).toBe('local')
    expect(reachOf('http://hubward.lan')).toBe('plain')
    expect(reachOf('https://hubward.example')).toBe('public')
  })

  test('the page begins with a client that can reach this Hubward', () => {
    expect(firstFor('http://localhost:4110').cloud).toBeUndefined()
    expect(firstFor('http://hubward.lan').cloud).toBeUndefined()
    expect(firstFor('https://hubward.example')).toBe(CLIENTS[0])
  })
})
