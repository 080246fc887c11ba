/** Gathers what the audit wants to know of a call while it runs, and makes the event of it. */
import type { Permit } from '../../domain/access/decide.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import type { Answer } from '../../domain/hubspot/errors.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'
import type { World } from '../ports.ts'
import { newId } from '../context.ts'
import type { NamedCall } from './admit.ts'
import type { CallRequest } from './call.ts'

export class CallRecord {
  readonly #request: CallRequest
  readonly #world: World
  readonly #begunAt: Date
  readonly #begunMs: number
  named: NamedCall | null = null
  permit: Permit | null = null
  /** Known before the permit, and where none is given. */
  connection: Connection | null = null
  missing: readonly string[] = []
  attempts = 0
  waitedMs = 0
  bytesIn = 0
  bytesOut = 0
  upstreamStatus: number | null = null
  correlationId: string | null = null
  /** What HubSpot's own answer tells beyond its status, where nothing was refused by us. */
  remark: ErrorCode | null = null

  constructor(request: CallRequest, world: World) {
    this.#request = request
    this.#world = world
    this.#begunAt = world.now()
    this.#begunMs = world.monotonicMs()
  }

  get elapsedMs(): number {
    return this.#world.monotonicMs() - this.#begunMs
  }

  /** The event for a call that ended with this status; `reason` is the code of a refusal or failure. */
  event(status: number, reason: string | null): CallEvent {
    const { caller, door, method, target, tool } = this.#request
    const { permit } = this
    return {
      type: 'call',
      version: 1,
      id: newId(this.#world, 'call'),
      at: isoOf(this.#begunAt),
      door,
      principalId: caller.principal.id,
      principalName: caller.principal.name,
      authenticatedBy: caller.means.id,
      groupId: permit?.group.id ?? null,
      groupName: permit?.group.name ?? null,
      connectionId: this.connection?.id ?? null,
      connectionName: maskSecrets(this.#request.connectionName),
      portalId: this.connection?.portalId ?? null,
      operation: this.named?.operation.name ?? null,
      method,
      path: maskSecrets((this.named?.target.path ?? pathOnly(target)).slice(0, PATH_LIMIT)),
      tool,
      scopes: permit?.scopes ?? this.missing,
      decision: permit ? 'permitted' : 'refused',
      reason: reason ?? this.remark,
      status,
      upstreamStatus: this.upstreamStatus,
      correlationId: this.correlationId,
      attempts: this.attempts,
      durationMs: Math.round(this.elapsedMs * 1000) / 1000,
      waitedMs: Math.round(this.waitedMs),
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
    }
  }
}

/** An answer that goes to the caller as it is, and yet says something of the connection. */
export const remarkOn = ({ kind }: Answer): ErrorCode | null =>
  kind === 'creator_without_permission' ? 'connection.maker_refused' : null

/** Characters of a path that are recorded: HubSpot's are shorter, and events wait in memory. */
const PATH_LIMIT = 2_000

/** A refused target is recorded as it came, without its query. */
const pathOnly = (target: string): string => target.split('?', 1)[0] ?? ''

/** Writing a time costs more than comparing one, and busy milliseconds begin many calls. */
let lastMs = Number.NaN
let lastIso = ''
function isoOf(at: Date): string {
  if (at.getTime() !== lastMs) {
    lastMs = at.getTime()
    lastIso = at.toISOString()
  }
  return lastIso
}
