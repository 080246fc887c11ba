/**
 * Which scopes a call needs: all of them, whatever road the call takes to the data. The path names
 * object types, and so may the query and the body; reading a record's associations, filtering by
 * them, exporting them and listing by event all count as reading the other type.
 *
 * Answers of writes are not reads: HubSpot echoes what was written, with the record's id, dates
 * and a few of its own properties. A write that asks for named properties does need `read`.
 */
import { compareScopes, scopeOf, type Scope } from '../access/scope.ts'
import { err, ok, type Result } from '../result.ts'
import type { MatchedCall } from './match-operation.ts'
import { needsOfBody, type BodyRefusal, type NamedType } from './needs-of-body.ts'
import { resolveObjectType, type CustomType, type ObjectTypeRefusal } from './object-types.ts'
import type { Access, Operation } from './operations/operation.ts'

export interface Call extends MatchedCall {
  readonly query: readonly (readonly [name: string, value: string])[]
}

export type NeedsRefusal =
  | BodyRefusal
  | {
      readonly reason: 'object_type'
      readonly refusal: ObjectTypeRefusal
      readonly message: string
    }
  | {
      readonly reason: 'verb_not_offered'
      readonly resource: string
      readonly access: Access
      readonly message: string
    }
  | { readonly reason: 'query_missing'; readonly parameter: string; readonly message: string }

/** Whether the body decides over the scopes, so that it must be read whole before forwarding. */
export const needsBody = (operation: Operation): boolean => operation.body !== null

/**
 * The scopes that the call needs, each of them, in their stable order. `body` is the parsed JSON
 * (for imports, of the `importRequest` part) and is looked at only where `needsBody` says so.
 * An empty list means that any live grant on the connection will do (account details).
 */
export function scopesNeeded(
  call: Call,
  body: unknown,
  customTypes: readonly CustomType[],
): Result<readonly Scope[], NeedsRefusal> {
  const before = scopesBeforeBody(call, customTypes)
  if (!before.ok || call.operation.body === null) return before
  const more = needsOfBody(call.operation.body, body)
  if (!more.ok) return more
  return collect([...before.value, ...more.value.scopes], more.value.types, customTypes)
}

/** The part of `scopesNeeded` that is known before the body: enough to refuse without reading it. */
export function scopesBeforeBody(
  { operation, params, query }: Call,
  customTypes: readonly CustomType[],
): Result<readonly Scope[], NeedsRefusal> {
  const types: NamedType[] = operation.typesInPath.map((name) => ({
    text: params[name] ?? '',
    access: operation.access,
  }))
  for (const parameter of operation.typesInQuery) {
    const named = listed(query, parameter)
    if (named.length === 0) return err(missing(parameter))
    types.push(...named.map(asRead))
  }
  let scopes = operation.scopes
  if (query.length > 0) {
    const associated = listed(query, 'associations')
    if (associated.length > 0) types.push(...associated.map(asRead))
    if (operation.access !== 'read' && query.some(([name]) => READS_PROPERTIES.has(name)))
      types.push(...operation.typesInPath.map((name) => asRead(params[name] ?? '')))
    const { scopesInQuery } = operation
    if (scopesInQuery)
      for (const [name, value] of query)
        if (value !== 'false' && Object.hasOwn(scopesInQuery, name))
          scopes = scopes.concat(scopesInQuery[name] ?? [])
  }
  return collect(scopes, types, customTypes)
}

const READS_PROPERTIES: ReadonlySet<string> = new Set(['properties', 'propertiesWithHistory'])

const asRead = (text: string): NamedType => ({ text, access: 'read' })

/** `a=x&a=y` and `a=x,y` alike: HubSpot takes both. */
function listed(query: Call['query'], parameter: string): readonly string[] {
  if (!query.some(([name]) => name === parameter)) return NONE
  return query
    .filter(([name]) => name === parameter)
    .flatMap(([, value]) => value.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

const NONE: readonly string[] = []

function collect(
  fixed: readonly Scope[],
  types: readonly NamedType[],
  customTypes: readonly CustomType[],
): Result<readonly Scope[], NeedsRefusal> {
  // Most calls need one scope, and know it without a set.
  const [only] = types
  if (only && types.length === 1 && fixed.length === 0) {
    const scope = scopeOfType(only, customTypes)
    return scope.ok ? ok([scope.value]) : scope
  }
  if (types.length === 0 && fixed.length < 2) return ok(fixed)
  const scopes = new Set(fixed)
  for (const type of types) {
    const scope = scopeOfType(type, customTypes)
    if (!scope.ok) return scope
    scopes.add(scope.value)
  }
  return ok(scopes.size < 2 ? [...scopes] : [...scopes].sort(compareScopes))
}

function scopeOfType(
  { text, access }: NamedType,
  customTypes: readonly CustomType[],
): Result<Scope, NeedsRefusal> {
  const type = resolveObjectType(text, customTypes)
  if (!type.ok) return err(unresolved(type.error))
  const scope = scopeOf(type.value.resource, access)
  return scope ? ok(scope) : err(noSuchVerb(type.value.resource, access))
}

const missing = (parameter: string): NeedsRefusal => ({
  reason: 'query_missing',
  parameter,
  message: `Add “${parameter}” to the query (for example ${parameter}=contact), so that it can be told whose data the answer holds.`,
})

const noSuchVerb = (resource: string, access: Access): NeedsRefusal => ({
  reason: 'verb_not_offered',
  resource,
  access,
  message: `There is no scope ${resource}:${access}: HubSpot does not do this with these records.`,
})

function unresolved(refusal: ObjectTypeRefusal): NeedsRefusal {
  return { reason: 'object_type', refusal, message: explainObjectType(refusal) }
}

function explainObjectType(refusal: ObjectTypeRefusal): string {
  switch (refusal.reason) {
    case 'object_type_unknown': {
      const hint = refusal.near.length > 0 ? ` Did you mean ${refusal.near.join(' or ')}?` : ''
      return `“${refusal.text}” is not an object type that this connection knows.${hint} A custom object created lately is known after the connection is checked again.`
    }
    case 'custom_type_unknown':
      return `“${refusal.text}” is not among this connection's custom objects; name it as p{hub id}_{name}, or have an admin check the connection again.`
    case 'object_type_ambiguous':
      return `“${refusal.text}” is a custom object with the name of HubSpot's own ${refusal.standard}, so no scope can tell them apart.`
  }
}
