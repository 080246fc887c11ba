/** `/healthz`, `/readyz` and `/metrics`: for the people and programs that run Hubward. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { identify } from '../application/gateway/identify.ts'
import type { Services } from '../application/context.ts'
import type { Metrics } from '../adapters/telemetry/metrics.ts'
import type { Door, Route } from './http-server.ts'

export interface HealthState {
  /** False once shutting down has begun: load balancers look elsewhere. */
  accepting: boolean
}

export function healthRoutes(services: Services, metrics: Metrics, state: HealthState): Route[] {
  return [
    { prefix: '/healthz', door: (_request, response) => send(response, 200, { status: 'ok' }) },
    { prefix: '/readyz', door: guarded(readyDoor(services, state)) },
    { prefix: '/metrics', door: guarded(metricsDoor(services, metrics)) },
  ]
}

type AsyncDoor = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const guarded =
  (door: AsyncDoor): Door =>
  (request, response) => {
    door(request, response).catch(() => send(response, 503, { status: 'unavailable' }))
  }

/** Ready means: grants can be confirmed, so calls would be answered. */
const readyDoor =
  (services: Services, state: HealthState): AsyncDoor =>
  async (_request, response) => {
    if (!state.accepting) return send(response, 503, { status: 'stopping' })
    const picture = await services.pictures.current()
    send(response, 200, { status: 'ready', connections: picture.connections().length })
  }

/** Names of connections are in the labels, so metrics want the key of an admin or auditor. */
const metricsDoor =
  (services: Services, metrics: Metrics): AsyncDoor =>
  async (request, response) => {
    const caller = await identify(services, request.headers.authorization)
    if (!caller.ok) return send(response, 401, { status: caller.error.message })
    if (caller.value.principal.role === 'member')
      return send(response, 403, { status: 'Metrics want the key of an admin or auditor.' })
    response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.text())
  }

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (response.headersSent) return
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="hubward"'
  response.writeHead(status, headers).end(`${JSON.stringify(body)}\n`)
}
