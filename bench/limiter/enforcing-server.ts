/**
 * Stands for HubSpot's limiter: counts every request at its arrival in a rolling window per portal,
 * answers 429 beyond the limit, and keeps the truth of what it accepted. Each request travels for a
 * while before it arrives, and its answer for a while after.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const LIMIT = 190
export const WINDOW_MS = 10_000
/** One way, in milliseconds; a round trip is 30 to 80. */
const TRAVEL_MS = { least: 15, most: 40 }

export interface Arrivals {
  /** When each accepted request arrived, and of which group; milliseconds of this process's clock. */
  readonly accepted: { at: number; group: string }[]
  refused: number
}

export interface EnforcingServer {
  readonly port: number
  arrivals(portal: string): Arrivals
  close(): void
}

export async function startEnforcingServer(): Promise<EnforcingServer> {
  const portals = new Map<string, Arrivals>()
  const arrivals = (portal: string): Arrivals => {
    const known = portals.get(portal) ?? { accepted: [], refused: 0 }
    portals.set(portal, known)
    return known
  }
  const server = createServer((request, response) => {
    travel(() => {
      const { status, remaining } = count(arrivals, request)
      travel(() => respond(response, status, remaining))
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return { port, arrivals, close }
}

const travel = (arrive: () => void): void => {
  setTimeout(arrive, TRAVEL_MS.least + Math.random() * (TRAVEL_MS.most - TRAVEL_MS.least))
}

function count(arrivals: (portal: string) => Arrivals, request: IncomingMessage) {
  const [, portal = '', group = ''] = (request.url ?? '').split('/')
  const { accepted } = arrivals(portal)
  const now = performance.now()
  let inWindow = 0
  for (let i = accepted.length - 1; i >= 0; i--) {
    if ((accepted[i]?.at ?? 0) <= now - WINDOW_MS) break
    inWindow += 1
  }
  if (inWindow >= LIMIT) {
    arrivals(portal).refused += 1
    return { status: 429, remaining: 0 }
  }
  accepted.push({ at: now, group })
  return { status: 200, remaining: LIMIT - inWindow - 1 }
}

function respond(response: ServerResponse, status: number, remaining: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-hubspot-ratelimit-max': LIMIT,
    'x-hubspot-ratelimit-remaining': remaining,
    'x-hubspot-ratelimit-interval-milliseconds': WINDOW_MS,
  })
  response.end('{}')
}
