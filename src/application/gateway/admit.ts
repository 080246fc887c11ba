/**
 * Decides on a call before anything is sent: reads the target, names the operation, derives the
 * scopes it needs, and asks the grants. Where only the body can tell, it says so and is asked
 * again with the body.
 */
import { decide, type Permit } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { matchOperation, type PathRefusal } from '../../domain/hubspot/match-operation.ts'
import { scopesNeeded } from '../../domain/hubspot/needs.ts'
import type { Operation } from '../../domain/hubspot/operations/operation.ts'
import {
  OVERRIDE_HEADERS,
  parseRequestTarget,
  TARGET_REFUSALS,
  type RequestTarget,
} from '../../domain/hubspot/request-target.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { CallRequest } from './call.ts'
import { accessRefusal, refusal, type CallRefusal } from './refusal.ts'

/** A target that names an operation we know. */
export interface NamedCall {
  readonly target: RequestTarget
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
}

export function nameCall(
  request: Pick<CallRequest, 'method' | 'target'> & Partial<Pick<CallRequest, 'header'>>,
): Result<NamedCall, CallRefusal> {
  for (const name of OVERRIDE_HEADERS)
    if (request.header?.(name) !== undefined)
      return err(
        refusal(
          'request.ambiguous_path',
          `The header ${name} asks for another request than the request line; leave it out.`,
        ),
      )
  const target = parseRequestTarget(request.target)
  if (!target.ok)
    return err(
      refusal('request.ambiguous_path', TARGET_REFUSALS[target.error], {
        facts: { reason: target.error },
      }),
    )
  const matched = matchOperation(request.method, target.value.segments)
  if (!matched.ok) return err(pathRefusal(matched.error))
  return ok({ target: target.value, ...matched.value })
}

/** Who the caller is in words, for refusals. */
const inWords = (picture: AccessPicture, principalId: string) => ({
  groups: picture.groupsOf(principalId).map((group) => group.name),
  admins: adminsOf(picture),
})

/**
 * Whether the connection exists for this caller at all, before any scope is asked. An unknown
 * connection and one without a grant get the same words.
 */
export function reach(
  picture: AccessPicture,
  request: Pick<CallRequest, 'caller' | 'connectionName'>,
  now: Date,
): Result<Permit, CallRefusal> {
  const { caller, connectionName } = request
  const reachable = decide(picture, caller, connectionName, [], now)
  if (reachable.ok) return reachable
  return err(accessRefusal(reachable.error, connectionName, inWords(picture, caller.principal.id)))
}

/** Grants for a named call. `body` is the parsed JSON where `operation.body` asks for it. */
export function admit(
  picture: AccessPicture,
  request: Pick<CallRequest, 'caller' | 'connectionName'>,
  named: NamedCall,
  body: unknown,
  now: Date,
): Result<Permit, CallRefusal> {
  const reachable = reach(picture, request, now)
  if (!reachable.ok) return reachable
  const needed = scopesNeeded(
    { operation: named.operation, params: named.params, query: named.target.query },
    body,
    reachable.value.connection.customObjectTypes,
  )
  if (!needed.ok)
    return err(
      refusal('access.body_refused', needed.error.message, {
        facts: { reason: needed.error.reason },
      }),
    )
  const { caller, connectionName } = request
  const decided = decide(picture, caller, connectionName, needed.value, now)
  if (decided.ok) return decided
  return err(accessRefusal(decided.error, connectionName, inWords(picture, caller.principal.id)))
}

/** Addresses of the people who can change grants; at most three, so that messages stay short. */
export const adminsOf = (picture: AccessPicture): string[] =>
  picture
    .principals()
    .filter((one) => one.role === 'admin' && one.state === 'active')
    .map((one) => one.email ?? one.name)
    .slice(0, 3)

function pathRefusal(why: PathRefusal): CallRefusal {
  if (why.reason === 'operation_refused')
    return refusal('access.operation_refused', why.message, {
      facts: { operation: why.operation.name, kind: why.operation.kind },
    })
  return refusal('access.operation_unknown', why.message, { facts: { reason: why.reason } })
}
