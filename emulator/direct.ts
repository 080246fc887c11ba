// The portal without a server: the same routes, faults and levers, called as a function. For tests
// that need a great many short runs.
import type { EmulatorOptions } from './options.ts'
import { createWorld, leversOf, type PortalLevers } from './portal-levers.ts'
import { ROUTES } from './routes/index.ts'
import { exchange, strike } from './server/exchange.ts'
import { targetOf, type Find } from './server/pipeline.ts'
import { createRouter } from './server/router.ts'
import type { World } from './world.ts'

/** A call in the process itself. */
export type DirectCall = {
  method: string
  /** With the query, as it would be on the wire. */
  path: string
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON, unless it is text already. */
  body?: unknown
}

export type DirectAnswer = {
  status: number
  headers: Readonly<Record<string, string>>
  text: string
}

export type DirectPortal = PortalLevers & {
  /** Answers at once; latencies are not waited for. @throws ConnectionCut where the wire would */
  ask(call: DirectCall): DirectAnswer
}

/** The connection ended before the answer, or in its midst. */
export class ConnectionCut extends Error {
  constructor() {
    super('The connection was cut.')
  }
}

let find: Find | undefined

/**
 * A portal without a server, for many short runs: it costs about a millisecond, opens nothing and
 * needs no closing. The answers are those of `startEmulator`, faults included.
 */
export function openPortal(options: EmulatorOptions = {}): DirectPortal {
  const world = createWorld(options)
  world.url = 'http://portal.invalid'
  find ??= createRouter(ROUTES)
  const router = find
  return { ...leversOf(world, options), ask: (call) => askDirectly(world, router, call) }
}

function askDirectly(world: World, router: Find, call: DirectCall): DirectAnswer {
  const { body } = call
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const headers: Record<string, string> = { accept: 'application/json' }
  for (const [name, value] of Object.entries(call.headers ?? {}))
    headers[name.toLowerCase()] = value
  const raw = { method: call.method, ...targetOf(call.path), headers, bytes: Buffer.from(text) }
  const started = performance.now()
  const { result, cut, torn } = exchange(world, router, raw, strike(world, raw), started, null)
  if (cut !== null || torn !== null) throw new ConnectionCut()
  return { status: result.status, headers: result.headers, text: result.body }
}
