/**
 * What a body makes a call touch beyond its path. Each reader lists the object types that the
 * body names, with the verb needed on each; a body that it cannot understand is refused, for what
 * cannot be read cannot be checked.
 */
import type { Scope } from '../access/scope.ts'
import { err, ok, type Result } from '../result.ts'
import { endsOfAssociation } from './association-types.ts'
import type { Access, BodyNeed } from './operations/operation.ts'

export interface BodyNeeds {
  readonly types: readonly NamedType[]
  readonly scopes: readonly Scope[]
}

/** An object type as the body has it, in whatever alias. */
export interface NamedType {
  readonly text: string
  readonly access: Access
}

export type BodyRefusal =
  | { readonly reason: 'body_unreadable'; readonly message: string }
  | {
      readonly reason: 'association_type_unknown'
      readonly category: string
      readonly typeId: string
      readonly message: string
    }

export function needsOfBody(need: BodyNeed, body: unknown): Result<BodyNeeds, BodyRefusal> {
  if (!isObject(body)) return unreadable('The body must be a JSON object.')
  const miscased = miscasedKey(body)
  return miscased === undefined
    ? READERS[need](body)
    : unreadable(`Write “${miscased}” as HubSpot has it: its case decides whether it is read.`)
}

type Json = Readonly<Record<string, unknown>>
type Reader = (body: Json) => Result<BodyNeeds, BodyRefusal>

const READERS: Readonly<Record<BodyNeed, Reader>> = {
  search: (body) => read(associationFilters(body)),
  create: (body) => ofAssociations([body]),
  'batch-create': (body) =>
    isArrayOfObjects(body['inputs'])
      ? ofAssociations(body['inputs'])
      : unreadable('“inputs” must be an array of objects.'),
  export: (body) => {
    const { objectType, associatedObjectType = [] } = body
    const associated = [associatedObjectType].flat()
    if (typeof objectType !== 'string' || !associated.every((each) => typeof each === 'string'))
      return unreadable('“objectType” must be a text, “associatedObjectType” a text or texts.')
    return read([objectType, ...associated, ...associationFilters(body)])
  },
  import: (body) => {
    const operations = isObject(body['importOperations']) ? body['importOperations'] : {}
    const types = [...Object.keys(operations), ...objectTypesIn(body)]
    return types.length > 0
      ? ok({ types: types.map((text) => ({ text, access: 'write' })), scopes: [] })
      : unreadable('“importRequest” must name the object type of every column it maps.')
  },
  list: (body) =>
    typeof body['objectTypeId'] === 'string' && [...objectsIn(body)].every(namesItsType)
      ? read(objectTypesIn(body))
      : unreadable('“objectTypeId” must be a text, in the list and in each branch by association.'),
  'list-records': (body) => {
    const inputs = isArrayOfObjects(body['inputs']) ? body['inputs'] : []
    const types = inputs.map((input) => input['objectTypeId'])
    return types.length > 0 && types.every((type) => typeof type === 'string')
      ? read(types)
      : unreadable('“inputs” must hold objects with an “objectTypeId”.')
  },
  'engagement-v1': ofEngagement,
  'schema-association': (body) => {
    const types = objectTypesIn(body)
    return types.length >= 2
      ? ok({ types: types.map((text) => ({ text, access: 'write' })), scopes: [] })
      : unreadable('“fromObjectTypeId” and “toObjectTypeId” must be texts.')
  },
}

/** Keys that decide over scopes, by their lower case. */
const DECIDING_KEYS: ReadonlyMap<string, string> = new Map(
  [
    'associatedObjectType',
    'associationCategory',
    'associations',
    'associationTypeId',
    'attachments',
    'inputs',
    'objectType',
    'objectTypeId',
    'types',
  ].map((key) => [key.toLowerCase(), key]),
)

/** A deciding key in another case: a reader that takes no notice of case would take it for the key. */
function miscasedKey(body: Json): string | undefined {
  for (const each of objectsIn(body))
    for (const key of Object.keys(each)) {
      const known = DECIDING_KEYS.get(key.toLowerCase())
      if (known !== undefined && known !== key) return key
    }
  return undefined
}

const read = (types: readonly string[]): Result<BodyNeeds, BodyRefusal> =>
  ok({ types: types.map((text) => ({ text, access: 'read' })), scopes: [] })

const unreadable = (message: string) => err({ reason: 'body_unreadable', message } as const)

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isArrayOfObjects = (value: unknown): value is readonly Json[] =>
  Array.isArray(value) && value.every(isObject)

/** Every object of the body, but for `properties`: the keys in there are the portal's own names. */
function* objectsIn(body: Json): Generator<Json> {
  const open: unknown[] = [body]
  while (open.length > 0) {
    const next = open.pop()
    if (Array.isArray(next)) for (const each of next) open.push(each)
    if (!isObject(next)) continue
    yield next
    for (const [key, value] of Object.entries(next)) if (key !== 'properties') open.push(value)
  }
}

/** A branch of a list that leads over an association says to which object type. */
const namesItsType = (object: Json): boolean =>
  object['associationTypeId'] === undefined || typeof object['objectTypeId'] === 'string'

/** Every `[key, text]` of the body, however deep: iterative, so that no body can exhaust the stack. */
function* textsIn(body: unknown): Generator<readonly [key: string, text: string]> {
  const open: (readonly [string, unknown])[] = [['', body]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [key, value] = next
    if (typeof value === 'string') yield [key, value]
    else if (Array.isArray(value)) for (const each of value) open.push([key, each])
    else if (isObject(value)) for (const entry of Object.entries(value)) open.push(entry)
  }
}

/** What a search compares with is data, not a name. */
const DATA_KEYS: ReadonlySet<string> = new Set(['value', 'values', 'highValue', 'query'])
const ASSOCIATION_PREFIX = /^[\s-]*associations\./i

/** `associations.contact` as a property name: in filters, in sorts, among the properties. */
function associationFilters(body: Json): readonly string[] {
  return [...textsIn(body)]
    .filter(([key, text]) => !DATA_KEYS.has(key) && ASSOCIATION_PREFIX.test(text))
    .map(([, text]) => text.replace(ASSOCIATION_PREFIX, '').trim())
}

/** The texts of every `…objectType` and `…objectTypeId`. */
const objectTypesIn = (body: Json): readonly string[] =>
  [...textsIn(body)].filter(([key]) => /objectType(Id)?$/i.test(key)).map(([, text]) => text)

/** Associations that new records bring along: writing is needed on the other end too. */
function ofAssociations(records: readonly Json[]): Result<BodyNeeds, BodyRefusal> {
  const types: NamedType[] = []
  for (const { associations } of records) {
    if (associations === undefined || associations === null) continue
    if (!isArrayOfObjects(associations)) return unreadable('“associations” must be an array.')
    for (const association of associations) {
      const specs = association['types']
      if (!isArrayOfObjects(specs) || specs.length === 0)
        return unreadable('Each of “associations” must have its “types”.')
      for (const spec of specs) {
        const ends = endsOf(spec)
        if (!ends.ok) return ends
        types.push(...ends.value.map((text) => ({ text, access: 'write' }) as const))
      }
    }
  }
  return ok({ types, scopes: [] })
}

const WHOLE_NUMBER = /^[1-9][0-9]{0,9}$/

function endsOf(spec: Json): Result<readonly [string, string], BodyRefusal> {
  const { associationCategory: category, associationTypeId: typeId } = spec
  const known = category === 'HUBSPOT_DEFINED' && WHOLE_NUMBER.test(String(typeId))
  const ends = known && !Array.isArray(typeId) ? endsOfAssociation(Number(typeId)) : undefined
  return ends
    ? ok(ends)
    : err({
        reason: 'association_type_unknown',
        category: String(category),
        typeId: String(typeId),
        message: `Association type ${String(typeId)} (${String(category)}) does not tell which object types it links. Create the record without it, then associate through /crm/v4/objects/{type}/{id}/associations/{otherType}/{otherId}, which names both.`,
      })
}

const V1_ASSOCIATIONS: Readonly<Record<string, readonly NamedType[]>> = {
  contactIds: [{ text: 'contacts', access: 'write' }],
  companyIds: [{ text: 'companies', access: 'write' }],
  dealIds: [{ text: 'deals', access: 'write' }],
  ticketIds: [{ text: 'tickets', access: 'write' }],
  quoteIds: [{ text: 'quotes', access: 'write' }],
  ownerIds: [],
}

function ofEngagement(body: Json): Result<BodyNeeds, BodyRefusal> {
  const { associations = {}, attachments = [] } = body
  if (!isObject(associations) || !Array.isArray(attachments))
    return unreadable('“associations” must be an object and “attachments” an array.')
  const types: NamedType[] = []
  for (const [key, ids] of Object.entries(associations)) {
    if (ids === null || (Array.isArray(ids) && ids.length === 0)) continue
    const needed = Object.hasOwn(V1_ASSOCIATIONS, key) ? V1_ASSOCIATIONS[key] : undefined
    if (!needed) return unreadable(`Hubward cannot check “associations.${key}” of an engagement.`)
    types.push(...needed)
  }
  return ok({ types, scopes: attachments.length > 0 ? ['files:read'] : [] })
}
