/** Records that somebody who was known was not let in: the audit shows what a key lacks. */
import type { Caller } from '../../domain/access/decide.ts'
import type { Scope } from '../../domain/access/scope.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'
import { newId, type Services } from '../context.ts'
import type { CallRefusal } from '../gateway/refusal.ts'

export interface Refused {
  readonly caller: Caller
  readonly connectionName: string
  readonly method: string
  readonly path: string
  readonly needed: Scope
  readonly why: CallRefusal
}

/** @throws HubwardError `audit.unavailable` */
export async function recordRefusal(
  { world, callLog, pictures }: Pick<Services, 'world' | 'callLog' | 'pictures'>,
  { caller, connectionName, method, path, needed, why }: Refused,
): Promise<void> {
  const connection = (await pictures.current()).connectionByName(connectionName)
  await callLog.record({
    type: 'call',
    version: 1,
    id: newId(world, 'call'),
    at: world.now().toISOString(),
    door: 'scim',
    principalId: caller.principal.id,
    principalName: caller.principal.name,
    authenticatedBy: caller.means.id,
    groupId: null,
    groupName: null,
    connectionId: connection?.id ?? null,
    connectionName: maskSecrets(connectionName),
    portalId: null,
    operation: null,
    method: method.slice(0, 20),
    path: maskSecrets(path.slice(0, 500)),
    tool: null,
    scopes: [needed],
    decision: 'refused',
    reason: why.code,
    status: why.status,
    upstreamStatus: null,
    correlationId: null,
    attempts: 0,
    durationMs: 0,
    waitedMs: 0,
    bytesIn: 0,
    bytesOut: 0,
  })
}
