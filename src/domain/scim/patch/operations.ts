/**
 * A PATCH as it comes in, taken apart into operations that each have one path. Here end the
 * dialects: `Replace` and `replace`, a resource's parts without a path, dotted and URN-prefixed
 * names as keys.
 *
 * @see RFC 7644 §3.5.2
 */
import { HubwardError } from '../../errors.ts'
import { isObject, type JsonObject } from '../json.ts'
import { demandSchema } from '../read-resource.ts'
import { quoted, refuse } from '../refuse.ts'
import type { ResourceType } from '../resource-type.ts'
import { PATCH_OP } from '../schemas/urns.ts'

export interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  /** `undefined` where none was sent, which is not the same as `null`. */
  readonly value: unknown
  /**
   * Named as a part of the resource, not by a path: what is unknown or read-only is passed over, as
   * in a whole resource.
   */
  readonly asPart: boolean
}

/** Many more than any identity provider puts in one request. */
export const MOST_OPERATIONS = 1_000

/** @throws HubwardError `scim.invalid_syntax`, `scim.no_target`, `request.too_large` */
export function readOperations(type: ResourceType, body: unknown): Operation[] {
  if (!isObject(body)) throw refuse('scim.invalid_syntax', 'The body is a JSON object.')
  demandSchema(body, PATCH_OP)
  const listed = memberOf(body, 'Operations')
  if (!Array.isArray(listed))
    throw refuse('scim.invalid_syntax', '"Operations" is a list of operations.')
  const operations = listed.flatMap((one) => readOperation(type, one))
  if (operations.length > MOST_OPERATIONS)
    throw new HubwardError(
      'request.too_large',
      `A PATCH has ${MOST_OPERATIONS} operations at most; several values go in one of them.`,
    )
  return operations
}

const memberOf = (object: JsonObject, name: string): unknown =>
  Object.entries(object).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]

function readOperation(type: ResourceType, sent: unknown): Operation[] {
  if (!isObject(sent)) throw refuse('scim.invalid_syntax', 'An operation is a JSON object.')
  const op = opOf(memberOf(sent, 'op'))
  const path = memberOf(sent, 'path') ?? ''
  const value = memberOf(sent, 'value')
  if (typeof path !== 'string') throw refuse('scim.invalid_path', 'A path is text.')
  if (op !== 'remove' && value === undefined)
    throw refuse('scim.invalid_value', `"${op}" has a "value"; null unassigns.`)
  if (path.trim() !== '') return withPath(type, { op, path: path.trim(), value, asPart: false })
  if (op === 'remove')
    throw refuse('scim.no_target', '"remove" has a "path" that says what to remove.')
  if (!isObject(value))
    throw refuse('scim.invalid_value', `Without a "path", the value of "${op}" is an object.`)
  return Object.entries(value).flatMap(([key, part]) =>
    withPath(type, { op, path: key, value: part, asPart: true }),
  )
}

const OPS = ['add', 'replace', 'remove'] as const

/** Entra writes `Add`, `Replace` and `Remove`. */
function opOf(sent: unknown): Operation['op'] {
  const op = OPS.find((one) => typeof sent === 'string' && one === sent.toLowerCase())
  if (op) return op
  throw refuse(
    'scim.invalid_syntax',
    `"op" is add, replace or remove, not ${quoted(String(sent))}.`,
  )
}

/** An extension as a whole is each of the attributes that are sent, or all that it has. */
function withPath(type: ResourceType, operation: Operation): Operation[] {
  const { path, value } = operation
  const extension = type.extensions.find(({ id }) => id.toLowerCase() === path.toLowerCase())
  if (!extension) return [operation]
  if (operation.op === 'remove' || value === null)
    return extension.attributes.flatMap(({ name, mutability }) =>
      mutability === 'readOnly'
        ? []
        : [{ op: 'remove', path: `${extension.id}:${name}`, value: undefined, asPart: true }],
    )
  if (!isObject(value)) throw refuse('scim.invalid_value', `${extension.id} is an object.`)
  return Object.entries(value).map(([name, part]) => ({
    ...operation,
    path: `${extension.id}:${name}`,
    value: part,
    asPart: true,
  }))
}
