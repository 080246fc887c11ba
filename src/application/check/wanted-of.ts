/**
 * What a connection's credential is to be good for: what groups hold on it; before anything is
 * granted, what was asked for by the request that it came by.
 */
import type { Granted } from '../../domain/check/judge-scopes.ts'
import type { Services } from '../context.ts'
import { grantedOn } from './granted-on.ts'

export interface Wanted {
  readonly granted: readonly Granted[]
  /** The title of the request, where it is the request's scopes. */
  readonly asked: string | null
}

export async function wantedOf(
  services: Pick<Services, 'pictures' | 'world' | 'store'>,
  connectionId: string,
): Promise<Wanted> {
  const granted = await grantedOn(services, connectionId)
  if (granted.length > 0) return { granted, asked: null }
  const request = await services.store.read.intakes.ofConnection(connectionId)
  if (!request) return { granted, asked: null }
  return {
    granted: request.scopes.map((scope) => ({ scope, groups: [] })),
    asked: request.title,
  }
}
