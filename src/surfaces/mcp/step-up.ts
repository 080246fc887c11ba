/**
 * Whether a client that was let in to read only now calls a tool that writes, so that it is to be
 * asked for more by HTTP's own means (MCP, "Scope challenge handling": 403 and the scopes). For
 * that to happen the tool must be seen, so it is listed for such clients, too.
 *
 * Only where the person's groups grant some write: else more scope would help nobody, and the
 * refusal stays a tool error, which a model can act on. Writes inside a batch are refused as such.
 */
import type { Caller } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { isWrite } from '../../domain/authorisation/oauth-scope.ts'
import { reachOf } from '../../domain/mcp/reach.ts'
import { toolByName } from './tools.ts'

export function wantsMore(
  picture: AccessPicture,
  { access, principal }: Caller,
  body: unknown,
  now: Date,
): boolean {
  if (access !== 'read' || !callsWriter(body)) return false
  return reachOf(picture, principal.id, now).some(({ scopes }) => scopes.some(isWrite))
}

function callsWriter(body: unknown): boolean {
  if (!isObject(body) || body['method'] !== 'tools/call' || !isObject(body['params'])) return false
  const tool = toolByName.get(String(body['params']['name']))
  return tool !== undefined && !tool.annotations.readOnlyHint
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
