/** The link "connection healthy" of an explanation: why calls on a connection fail whoever makes them. */
import type { Connection } from '../../domain/connection/connection.ts'
import { describe, remedyFor, TABLE } from '../../domain/health/condition.ts'
import type { Context } from '../context.ts'
import type { Mending } from './explain-chain.ts'
import * as fixes from './fixes.ts'
import * as remedies from './remedies.ts'

/** Nothing where calls go on. */
export async function whyUnwell(
  { store }: Context,
  connection: Connection,
): Promise<{ readonly detail: string; readonly mending: Mending } | undefined> {
  const { id, state, stateReason, title } = connection
  const page = `/connections/${connection.name}`
  if (state !== 'active') {
    const why = stateReason ? `: ${stateReason}` : ''
    const { is, advice } = STOPPED[state]
    const remedy = remedies.heal(connection)
    const words = `${title} ${is}${why}`
    return {
      detail: `${state}${why}`,
      mending: { words, remedy, advice, fixes: fixes.resume(connection), page },
    }
  }
  const vital = (await store.read.health.get(id))?.vital
  const newest = vital && (vital.suspicion?.diagnosis ?? vital.diagnosis)
  // Nothing stops a call here, and HubSpot refuses each: also where it is no doubt any more.
  const seen = newest?.condition === 'in_doubt' ? newest : vital?.diagnosis
  if (!seen || !(seen.condition === 'in_doubt' || TABLE[seen.condition].stops)) return undefined
  const detail = describe(seen)
  return {
    detail,
    mending: { words: `${title}: ${detail}`, remedy: remedyFor(seen, connection), page },
  }
}

/** In words for a page, and what to do there where no button does it. */
const STOPPED: Readonly<
  Record<Exclude<Connection['state'], 'active'>, { readonly is: string; readonly advice: string }>
> = {
  pending: { is: 'has not been checked yet', advice: 'Check it on its page.' },
  suspended: { is: 'is paused', advice: 'Resume it on its page.' },
  needs_reauth: { is: 'needs another credential', advice: 'Replace its credential on its page.' },
  disconnected: { is: 'is disconnected', advice: 'Connect the portal again.' },
}
