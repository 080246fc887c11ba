/**
 * The REST door: `/hubspot/<connection>/…` is HubSpot's own API. It reads the request line and
 * the key, and hands everything else to the one pipeline. No rules of its own.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { challengeFor, demandCleanAddress } from '../../application/gateway/challenge.ts'
import type { CallRequest } from '../../application/gateway/call.ts'
import { identify, type IdentifyServices } from '../../application/gateway/identify.ts'
import { refusal, thrownRefusal, type CallRefusal } from '../../application/gateway/refusal.ts'
import { runCall, type GatewayServices } from '../../application/gateway/run-call.ts'
import {
  recordUnidentified,
  type UnidentifiedServices,
} from '../../application/gateway/unidentified.ts'
import type { Site } from '../../application/sign-in/ports.ts'
import type { Caller } from '../../domain/access/decide.ts'
import type { Result } from '../../domain/result.ts'
import { isSlug } from '../../domain/ids.ts'
import { IncomingBody } from './incoming-body.ts'
import { ResponseSink, sendRefusal } from './response-sink.ts'

export const REST_PREFIX = '/hubspot/'

export interface RestDoorOptions {
  /** How long a call waits for the budget unless it says otherwise. */
  readonly patienceMs: number
  readonly site: Site
}

/** A caller's own patience, in milliseconds; `0` means: now or 429. */
export const PATIENCE_HEADER = 'x-hubward-patience-ms'
/** `interactive` (default) or `bulk`. */
export const LANE_HEADER = 'x-hubward-lane'

const MAX_PATIENCE_MS = 60_000

export type RestServices = GatewayServices & IdentifyServices & UnidentifiedServices

export function createRestDoor(
  services: RestServices,
  options: RestDoorOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const challenge = (why: CallRefusal): string | undefined =>
    challengeFor(options.site.publicUrl, 'hubspot', why)
  const withCaller = (
    request: IncomingMessage,
    response: ServerResponse,
    identified: Result<Caller, CallRefusal>,
  ): void => {
    const route = routeOf(request.url ?? '')
    if (!identified.ok) {
      const tell = (): void =>
        sendRefusal(request, response, identified.error, challenge(identified.error))
      recordUnidentified(services, {
        door: 'rest',
        method: request.method ?? '',
        path: request.url ?? '',
        connectionName: route?.connectionName ?? null,
        why: identified.error,
      }).then(tell, tell)
      return
    }
    if (!route)
      return sendRefusal(
        request,
        response,
        refusal('request.unknown_path', 'Paths here are /hubspot/<connection>/<path at HubSpot>.'),
      )
    const sink = new ResponseSink(request, response, challenge)
    const call = new IncomingCall(request, identified.value, route, options.patienceMs)
    sink.attach(runCall(services, call, sink))
  }
  return (request, response) => {
    const stumble = (thrown: unknown): void => {
      const why = thrownRefusal(thrown)
      if (why.code === 'internal') services.log.error({ err: thrown }, 'REST door: a call failed')
      sendRefusal(request, response, why)
    }
    try {
      const clean = demandCleanAddress(request.url ?? '')
      const identified = clean.ok
        ? identify(services, request.headers.authorization, 'hubspot')
        : clean
      if (identified instanceof Promise)
        identified.then((result) => withCaller(request, response, result)).catch(stumble)
      else withCaller(request, response, identified)
    } catch (thrown) {
      stumble(thrown)
    }
  }
}

/** An HTTP request as the pipeline asks for it. */
class IncomingCall implements CallRequest {
  readonly door = 'rest'
  readonly tool = null
  readonly caller: Caller
  readonly connectionName: string
  readonly method: string
  readonly target: string
  readonly body: IncomingBody
  readonly lane: CallRequest['lane']
  readonly patienceMs: number
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage, caller: Caller, route: Route, patienceMs: number) {
    this.#request = request
    this.caller = caller
    this.connectionName = route.connectionName
    this.method = request.method ?? ''
    this.target = route.target
    this.body = new IncomingBody(request)
    this.lane = headerOf(request, LANE_HEADER) === 'bulk' ? 'bulk' : 'interactive'
    this.patienceMs = patienceOf(request, patienceMs)
  }

  header(name: string): string | undefined {
    return headerOf(this.#request, name)
  }
}

interface Route {
  readonly connectionName: string
  readonly target: string
}

/** `/hubspot/<connection>/<rest>` cut in two, the rest untouched. */
function routeOf(url: string): Route | undefined {
  const end = url.indexOf('/', REST_PREFIX.length)
  if (!url.startsWith(REST_PREFIX) || end === -1) return undefined
  const connectionName = url.slice(REST_PREFIX.length, end)
  return isSlug(connectionName) ? { connectionName, target: url.slice(end) } : undefined
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function patienceOf(request: IncomingMessage, standard: number): number {
  const asked = headerOf(request, PATIENCE_HEADER)
  if (asked === undefined || !/^\d{1,9}$/.test(asked)) return standard
  return Math.min(Number(asked), MAX_PATIENCE_MS)
}
