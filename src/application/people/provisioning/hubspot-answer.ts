/** A call of an application to HubSpot's API, and what its answer means to the machines. */
import type { PortalAnswer, StopReason } from '../../../domain/people/apply/portal-call.ts'

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly target: string
  readonly body?: unknown
}

/** As HubSpot answered; or that nobody knows (`lost`), or that nothing was sent and why. */
export type HttpAnswer =
  | { readonly status: number; readonly body: unknown }
  | { readonly lost: true }
  | { readonly stop: StopReason }

/** Resolves always. */
export type AskHubSpot = (call: HttpCall) => Promise<HttpAnswer>

/** `undefined`: a 2xx, whose body says the rest. */
export function meaningOf(answer: HttpAnswer): PortalAnswer | undefined {
  if ('lost' in answer) return { heard: 'nothing' }
  if ('stop' in answer) return { heard: 'stop', why: answer.stop }
  const { status, body } = answer
  if (status >= 200 && status < 300) return undefined
  if (status >= 500) return { heard: 'nothing' }
  const why = STOPS[status]
  if (why) return { heard: 'stop', why }
  if (status === 404) return { heard: 'absent' }
  return { heard: 'refused', status, names: namesTooSoon(body) }
}

const STOPS: Readonly<Record<number, StopReason>> = {
  401: 'unauthorised',
  403: 'forbidden',
  423: 'unreachable',
  429: 'limited',
  477: 'unreachable',
  488: 'unreachable',
}

/** The names of somebody who has not accepted the invitation (facts §4, `USER_NOT_ON_ANY_HUBS`). */
const namesTooSoon = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && JSON.stringify(body).includes('USER_NOT_ON_ANY_HUBS')
