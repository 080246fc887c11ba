/**
 * Gives the records of a leaver another owner, a hundred at a time, whatever property names them.
 * The ids of each hundred are in the journal before they are written, so that an undoing knows them.
 */
import type { MovedRecords, RecordMove } from '../plan/plan.ts'
import { ended, type History, type Steps } from './outcome.ts'

/** HubSpot's search shows a change some seconds later. */
const WAITS = 8
const TRIES = 3

export function* moveRecords(move: RecordMove, { moved }: History): Steps {
  const sent = new Set(moved.flatMap(keysOf))
  let waits = 0
  let failures = 0
  for (;;) {
    const answer = yield { do: 'ask', call: { ask: 'owned', move } }
    if (answer.heard === 'stop') return { stopped: answer.why }
    if (answer.heard !== 'records') {
      failures += 1
      if (failures >= TRIES) return { stopped: 'unreachable' }
      yield { do: 'wait' }
      continue
    }
    const { records } = answer
    if (!records || records.ids.length === 0) return ended(sent.size > 0 ? 'done' : 'already')
    const seenBefore = keysOf(records).every((key) => sent.has(key))
    if (seenBefore) {
      waits += 1
      if (waits > WAITS) return ended('not_shown', { detail: `${records.ids.length} records` })
      yield { do: 'wait' }
      // Sent long ago and still there: an answer that was lost may not have been carried out.
      if (waits % 3 !== 0) continue
    }
    const written = yield { do: 'write', call: { ask: 'move', records, toOwnerId: move.toOwnerId } }
    if (written.heard === 'stop') return { stopped: written.why }
    if (written.heard === 'refused') return ended('refused', { detail: `HTTP ${written.status}` })
    for (const key of keysOf(records)) sent.add(key)
  }
}

const keysOf = ({ objectType, property, ids }: MovedRecords): readonly string[] =>
  ids.map((id) => `${objectType} ${property} ${id}`)
