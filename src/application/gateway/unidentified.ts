/**
 * Records calls whose caller could not be told. Anyone can send such calls, so at most a few a
 * second become events, or a stranger could fill the audit; the rest are only counted.
 */
import type { CallEvent } from '../../domain/audit/event.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'
import { newId, type Services } from '../context.ts'
import type { CallRefusal } from './refusal.ts'

/** Events per second and process. */
const AT_MOST = 20

export type UnidentifiedServices = Pick<Services, 'world' | 'callLog'>

export interface Unidentified {
  readonly door: CallEvent['door']
  readonly method: string
  readonly path: string
  readonly connectionName: string | null
  readonly why: CallRefusal
}

const seconds = new WeakMap<Services['callLog'], { second: number; events: number }>()

/** Resolves at once where the event is only counted. */
export async function recordUnidentified(
  services: UnidentifiedServices,
  call: Unidentified,
): Promise<void> {
  const { world, callLog } = services
  const second = Math.floor(world.monotonicMs() / 1000)
  const seen = seconds.get(callLog)
  const events = seen?.second === second ? seen.events + 1 : 1
  seconds.set(callLog, { second, events })
  if (events > AT_MOST) return
  await callLog.record({
    type: 'call',
    version: 1,
    id: newId(world, 'call'),
    at: world.now().toISOString(),
    door: call.door,
    principalId: call.why.holder?.principalId ?? null,
    principalName: call.why.holder?.principalName ?? null,
    authenticatedBy: call.why.holder?.meansId ?? null,
    groupId: null,
    groupName: null,
    connectionId: null,
    connectionName: call.connectionName === null ? null : maskSecrets(call.connectionName),
    portalId: null,
    operation: null,
    method: call.method.slice(0, 20),
    path: maskSecrets((call.path.split('?', 1)[0] ?? '').slice(0, 500)),
    tool: null,
    scopes: [],
    decision: 'refused',
    reason: call.why.code,
    status: call.why.status,
    upstreamStatus: null,
    correlationId: null,
    attempts: 0,
    durationMs: 0,
    waitedMs: 0,
    bytesIn: 0,
    bytesOut: 0,
  })
}
