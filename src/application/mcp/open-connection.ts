/** Which connection a tool call means. With one it need not be named; with several it must be. */
import type { Caller } from '../../domain/access/decide.ts'
import { reachOf } from '../../domain/mcp/reach.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { callOnce } from '../gateway/call-once.ts'
import { refusalInWords } from './ask-hubspot.ts'
import { misasked, type ToolContext, type ToolRefusal, type ToolServices } from './tool-context.ts'

export interface ToolCall {
  readonly caller: Caller
  readonly tool: string
  readonly patienceMs: number
  readonly signal?: AbortSignal | undefined
}

export async function openConnection(
  services: ToolServices,
  call: ToolCall,
  name: string | undefined,
): Promise<Result<ToolContext, ToolRefusal>> {
  const picture = await services.pictures.current()
  const reaches = reachOf(picture, call.caller.principal.id, services.world.now())
  const names = reaches.map(({ connection }) => connection.name).join(', ')
  if (name === undefined && reaches.length > 1)
    return misasked(`You have several connections: say which one as "connection" (${names}).`)
  const reach =
    name === undefined ? reaches[0] : reaches.find(({ connection }) => connection.name === name)
  if (reach) return ok({ ...call, ...reach, services, signal: call.signal })
  if (name === undefined)
    return err({
      code: 'access.connection_not_found',
      message:
        'No group of yours has a grant on any HubSpot connection. get_my_access says whom to ask.',
      retryAfterSeconds: null,
      uncertain: false,
    })
  return err(await refusedAndRecorded(services, call, name))
}

/** The pipeline refuses it like any other call that is not granted, so that the audit has it. */
async function refusedAndRecorded(
  services: ToolServices,
  call: ToolCall,
  connectionName: string,
): Promise<ToolRefusal> {
  const { signal, ...rest } = call
  const refused = await callOnce(services, {
    ...rest,
    ...(signal && { signal }),
    connectionName,
    method: 'GET',
    target: '/account-info/2026-09/details',
  })
  return refused.ok
    ? misasked('Your access has changed just now; try again.').error
    : refusalInWords(refused.error)
}
