/**
 * Learns from live traffic: what a call met at HubSpot brings the next look at its connection
 * forward, so that a key that ended is noticed by the first call that is refused and not minutes
 * later. Costs a good call one comparison; tells at most once in a while, whatever the traffic.
 */
import type { CallEvent } from '../../domain/audit/event.ts'
import type { CallLog, Log, Store, World } from '../ports.ts'
import type { Witness } from './ports.ts'

/** Between two hints of one kind about one connection: HubSpot answers a look in less. */
const QUIET_MS = 10_000

export function watchCalls(
  callLog: CallLog,
  parts: { readonly store: Store; readonly world: World; readonly log: Log },
): CallLog {
  const hushed = new Map<string, number>()
  return {
    record(event) {
      const witness = witnessIn(event)
      if (witness !== undefined && event.connectionId !== null) hint(event.connectionId, witness)
      return callLog.record(event)
    },
  }

  function hint(connectionId: string, witness: Witness): void {
    const now = parts.world.monotonicMs()
    // By what was met, too: a refusal of another kind is news.
    const about = `${connectionId} ${witness}`
    if ((hushed.get(about) ?? -Infinity) > now) return
    hushed.set(about, now + QUIET_MS)
    const at = parts.world.now()
    parts.store
      .aside(async (tx) => {
        await tx.health.witness(connectionId, witness, at)
        await tx.jobs.send('health.look', {}, { singletonKey: 'now' })
      })
      .catch((err: unknown) =>
        parts.log.warn({ err, connectionId }, 'health: a hint of a live call was lost'),
      )
  }
}

function witnessIn({ upstreamStatus, reason }: CallEvent): Witness | undefined {
  if (reason === null && (upstreamStatus === null || upstreamStatus < 400)) return undefined
  if (reason !== null && Object.hasOwn(BY_REASON, reason)) return BY_REASON[reason]
  if (upstreamStatus === null) return undefined
  return BY_STATUS[upstreamStatus] ?? (upstreamStatus >= 500 ? 'server_error' : undefined)
}

const BY_STATUS: Readonly<Record<number, Witness>> = {
  401: 'unauthorised',
  429: 'rate_limited',
  477: 'migrating',
  488: 'wrong_hublet',
}

const BY_REASON: Readonly<Record<string, Witness>> = {
  'upstream.unreachable': 'unreached',
  'upstream.timeout': 'unreached',
  // Of an OAuth grant it is the token endpoint that refused: no answer of the API tells of it.
  'connection.in_doubt': 'unauthorised',
  'connection.maker_refused': 'creator_refused',
}
