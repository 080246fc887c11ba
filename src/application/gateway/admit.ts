/**
 * Decides on a call before anything is sent: reads the target, names the operation, derives the
 * scopes it needs, and asks the grants. Where only the body can tell, it says so and is asked
 * again with the body.
 */
import { decide, type Caller, type Permit, type Refusal } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { CustomObjectType } from '../../domain/connection/connection.ts'
import { matchOperation, type PathRefusal } from '../../domain/hubspot/match-operation.ts'
import { scopesBeforeBody, scopesNeeded, type NeedsRefusal } from '../../domain/hubspot/needs.ts'
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
const inWords = (picture: AccessPicture, { principal, means }: Caller) => ({
  means: means.name,
  groups: picture.groupsOf(principal.id).map((group) => group.name),
  admins: adminsOf(picture),
})

type Asking = Pick<CallRequest, 'caller' | 'connectionName'>

/** What the path and the query alone need; the body may add to it. */
export function reach(
  picture: AccessPicture,
  request: Asking,
  named: NamedCall,
  now: Date,
): Result<Permit, CallRefusal> {
  return ask(picture, request, now, (customTypes) => needsBeforeBody(named, customTypes))
}

export const needsBeforeBody = (named: NamedCall, customTypes: readonly CustomObjectType[]) =>
  scopesBeforeBody(asCall(named), customTypes)

/** Grants for the whole call. `body` is the parsed JSON where `operation.body` asks for it. */
export function admit(
  picture: AccessPicture,
  request: Asking,
  named: NamedCall,
  body: unknown,
  now: Date,
): Result<Permit, CallRefusal> {
  return ask(picture, request, now, (customTypes) => scopesNeeded(asCall(named), body, customTypes))
}

const asCall = ({ operation, params, target }: NamedCall) => ({
  operation,
  params,
  query: target.query,
})

/**
 * First whether the connection exists for this caller at all, since what the path means (custom
 * objects) depends on it: an unknown connection and one without a grant get the same words.
 */
function ask(
  picture: AccessPicture,
  { caller, connectionName }: Asking,
  now: Date,
  needs: (customTypes: readonly CustomObjectType[]) => Result<readonly Scope[], NeedsRefusal>,
): Result<Permit, CallRefusal> {
  const refused = (why: Refusal) =>
    err(accessRefusal(why, connectionName, inWords(picture, caller)))
  const reachable = decide(picture, caller, connectionName, [], now)
  if (!reachable.ok) return refused(reachable.error)
  const needed = needs(reachable.value.connection.customObjectTypes)
  if (!needed.ok)
    return err(
      refusal('access.body_refused', needed.error.message, {
        facts: { reason: needed.error.reason },
      }),
    )
  if (needed.value.length === 0) return reachable
  const decided = decide(picture, caller, connectionName, needed.value, now)
  return decided.ok ? decided : refused(decided.error)
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
