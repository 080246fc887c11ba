// Search over the records of one type.
import { recordScopes } from '../auth/scopes.ts'
import { search } from '../portal/search.ts'
import { readSearch } from '../portal/search-request.ts'
import { viewRecord } from '../portal/view.ts'
import { createRandom } from '../random.ts'
import { mount, ok, type Answer, type Call, type Route } from '../server/route.ts'
import { OBJECT_BASES } from './objects.ts'
import { typeOf } from './params.ts'
import { idsAssociatedWith } from './record-links.ts'

export const searchRoutes: readonly Route[] = mount(OBJECT_BASES, [
  {
    method: 'POST',
    path: '/search',
    needs: (call) => recordScopes(typeOf(call), 'read'),
    allowance: 'search',
    handle: run,
  },
])

function run(call: Call): Answer {
  const type = typeOf(call)
  const { world, effects, now } = call
  const request = readSearch(call.body)
  const lag = Math.max(
    0,
    ...effects.map((effect) => (effect.kind === 'search-lag' ? effect.ms : 0)),
  )
  const indexedUntil = lag > 0 ? now - lag : Number.POSITIVE_INFINITY
  const outcome = search(
    {
      portal: world.portal,
      type,
      reading: { negationMatchesEmpty: world.switches.negationMatchesEmpty },
      associatedIds: (filter) => idsAssociatedWith(call, type, filter),
      indexedUntil,
    },
    request,
  )
  const missort = effects.find((effect) => effect.kind === 'mis-sort')
  const ids = missort ? missorted(outcome.ids, missort.chance ?? 0.3, now) : outcome.ids
  const store = world.portal.store(type)
  const results = ids.flatMap((id) => {
    const record = lag > 0 ? store.indexedRecord(id, indexedUntil) : store.get(id)
    if (!record) return []
    return [viewRecord(world.portal, type, record, { properties: request.properties, history: [] })]
  })
  const next = request.after + request.limit
  return ok({
    total: outcome.total,
    results,
    ...(next < outcome.total ? { paging: { next: { after: String(next) } } } : {}),
  })
}

/** Exchanges neighbours, each pair with the given chance. */
function missorted(ids: readonly number[], chance: number, seed: number): number[] {
  const random = createRandom(seed)
  const moved = [...ids]
  for (let at = 0; at + 1 < moved.length; at += 1) {
    if (random() < chance) [moved[at], moved[at + 1]] = [moved[at + 1]!, moved[at]!]
  }
  return moved
}
