/** Promise: what leavers own is counted right, with few searches, and what is not told is not taken for none. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AskHubSpot, HttpCall } from './hubspot-answer.ts'
import { countOwned, type RecordPlace } from './owned-records.ts'

const PLACES: readonly RecordPlace[] = [
  { objectType: 'contacts', property: 'hubspot_owner_id' },
  { objectType: '2-7', property: 'second_owner' },
]

/** Records by place: each the id of its owner. */
function portal(
  records: readonly (readonly string[])[],
  breaks: (call: HttpCall) => boolean = () => false,
) {
  let asked = 0
  const ask: AskHubSpot = async (call) => {
    asked += 1
    if (breaks(call)) return { status: 502, body: null }
    const at = PLACES.findIndex(({ objectType }) => call.target.includes(`/${objectType}/`))
    const { filterGroups, limit } = call.body as {
      filterGroups: { filters: { operator: string; value?: string; values?: string[] }[] }[]
      limit: number
    }
    const { value, values = [value ?? ''] } = filterGroups[0]!.filters[0]!
    const named = (records[at] ?? []).filter((owner) => values.includes(owner))
    const { property } = PLACES[at]!
    return {
      status: 200,
      body: {
        total: named.length,
        results: named
          .slice(0, limit)
          .map((owner, id) => ({ id: String(id), properties: { [property]: owner } })),
      },
    }
  }
  return { ask, asked: () => asked }
}

test('as many as there are, whoever owns how many', async () => {
  const owner = fc.integer({ min: 1, max: 260 }).map(String)
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(
        fc.array(owner, { maxLength: 400 }),
        fc.array(fc.constantFrom('1', '2', '101', '250'), { maxLength: 400 }),
      ),
      async (records) => {
        const leavers = Array.from({ length: 250 }, (_, at) => String(at + 1))
        const counts = await countOwned(portal(records).ask, { read: PLACES }, leavers)
        for (const leaver of leavers)
          expect(counts.get(leaver)).toBe(records.flat().filter((one) => one === leaver).length)
      },
    ),
    { numRuns: 60 },
  )
})

test('a hundred who own nothing or little cost one search a place', async () => {
  const leavers = Array.from({ length: 100 }, (_, at) => String(at))
  const { ask, asked } = portal([['1', '2', '2'], []])
  const counts = await countOwned(ask, { read: PLACES }, leavers)
  expect([counts.get('2'), counts.get('9')]).toEqual([2, 0])
  expect(asked()).toBe(2)
})

test('whoever HubSpot does not tell of is not told to own nothing', async () => {
  const leavers = Array.from({ length: 150 }, (_, at) => String(at))
  const { ask } = portal([[], []], ({ target, body }) => {
    const said = JSON.stringify(body)
    return target.includes('2-7') && said.includes('"120"')
  })
  const counts = await countOwned(ask, { read: PLACES }, leavers)
  expect(counts.get('5')).toBe(0)
  expect(counts.has('120')).toBe(false)
  expect((await countOwned(ask, { unread: { heard: 'nothing' } }, leavers)).size).toBe(0)
})
