/** Operations on attributes that have several values: e-mail addresses, roles, members. */
import { attributeNamed, fold, type Attribute } from '../attribute.ts'
import { testWithin, valuesAt, type Filter } from '../filter.ts'
import { isObject, sameJson, type JsonObject } from '../json.ts'
import { identityOf, invalid, readOne, readValue } from '../read-value.ts'
import { refuse } from '../refuse.ts'
import type { Operation } from './operations.ts'
import type { Step } from './steps.ts'
import type { Target } from './target.ts'

/** @throws HubwardError `scim.mutability`, `scim.invalid_value`, `scim.no_target` */
export function severalSteps(content: JsonObject, target: Target, operation: Operation): Step[] {
  const { extension, attribute, filter, sub } = target
  const values = valuesAt({ extension, attribute, sub: null }, content)
  const work: Work = { values, target, operation, place: { extension, attribute: attribute.name } }
  if (sub?.mutability === 'immutable')
    throw refuse('scim.mutability', `${operation.path} is fixed: remove the value and add another.`)
  if (!filter && !sub) return wholeList(work)
  const test = filter ? testWithin(attribute, filter) : () => true
  const chosen = values.flatMap((one, at) => (isObject(one) && test(one) ? [at] : []))
  return sub ? partOfChosen(work, chosen, sub) : wholeChosen(work, chosen)
}

interface Work {
  readonly values: readonly unknown[]
  readonly target: Target
  readonly operation: Operation
  readonly place: Pick<Step, 'extension' | 'attribute'>
}

function wholeList({ values, target: { attribute }, operation, place }: Work): Step[] {
  const { op, path, value } = operation
  if (op === 'remove') {
    // As Entra's older dialect names members: only these go, and never the others.
    if (value !== undefined && value !== null) {
      const listed: readonly unknown[] = Array.isArray(value) ? value : [value]
      return keep(values, place, notAmong(attribute, listed, path))
    }
    return values.length === 0 ? [] : [{ op: 'remove', ...place }]
  }
  const read = readValue(attribute, value, { path, single: true }) as unknown[] | undefined
  if (op === 'add') return read ? added(attribute, values, read, place) : []
  if (read) return [{ op: 'replace', ...place, value: read }]
  return values.length === 0 ? [] : [{ op: 'remove', ...place }]
}

/** Keeps what passes, in one step however many go. */
function keep(
  values: readonly unknown[],
  place: Work['place'],
  stays: (value: unknown, at: number) => boolean,
): Step[] {
  const left = values.filter(stays)
  if (left.length === values.length) return []
  return left.length === 0
    ? [{ op: 'remove', ...place }]
    : [{ op: 'replace', ...place, value: left }]
}

/** Named by their `value`, or else by all that was sent of them. */
function notAmong(
  attribute: Attribute,
  listed: readonly unknown[],
  path: string,
): (value: unknown) => boolean {
  const sent = listed.flatMap((one) => readOne(attribute, one, { path }) ?? [])
  const byValue = new Set(sent.flatMap((one) => valueKey(attribute, one) ?? []))
  const others = sent.filter((one) => valueKey(attribute, one) === undefined)
  return (value) => {
    const key = valueKey(attribute, value)
    if (key !== undefined && byValue.has(key)) return false
    return !others.some((one) =>
      isObject(one) && isObject(value)
        ? Object.entries(one).every(([name, part]) => sameJson(value[name], part))
        : sameJson(one, value),
    )
  }
}

function valueKey({ subAttributes = [] }: Attribute, one: unknown): string | undefined {
  const value = attributeNamed(subAttributes, 'value')
  const key = isObject(one) && value ? one[value.name] : undefined
  if (typeof key !== 'string') return undefined
  return value?.caseExact ? key : fold(key)
}

/** What is there stays as it is; the same value of the same type takes on what is new of it. */
function added(
  attribute: Attribute,
  values: readonly unknown[],
  read: readonly unknown[],
  place: Work['place'],
): Step[] {
  const had = new Set(values.map((one) => identityOf(attribute, one)))
  const fresh = read.filter((one) => !had.has(identityOf(attribute, one)))
  const places = new Map(values.map((one, at) => [kindKey(attribute, one), at]))
  places.delete(undefined)
  const steps: Step[] = []
  const more: unknown[] = []
  for (const one of fresh) {
    const at = places.get(kindKey(attribute, one))
    if (at === undefined) more.push(one)
    else steps.push({ op: 'add', ...place, at, value: one })
  }
  if (more.length > 0) steps.push({ op: 'add', ...place, value: more })
  return steps
}

function kindKey(attribute: Attribute, one: unknown): string | undefined {
  const key = valueKey(attribute, one)
  if (key === undefined || !isObject(one)) return undefined
  const type = one['type']
  return JSON.stringify([key, typeof type === 'string' ? fold(type) : null])
}

function partOfChosen(work: Work, chosen: readonly number[], sub: Attribute): Step[] {
  const { values, target, operation, place } = work
  const { op, path, value } = operation
  const read = op === 'remove' ? undefined : readValue(sub, value, { path })
  if (read === undefined)
    return chosen.flatMap((at) => {
      const one = values[at]
      return isObject(one) && sub.name in one
        ? [{ op: 'remove' as const, ...place, at, sub: sub.name }]
        : []
    })
  if (chosen.length > 0)
    return chosen.map((at) => ({ op: 'replace', ...place, at, sub: sub.name, value: read }))
  // Entra means by both words: let there be a work address, and let it be this one.
  return [madeToMatch(target, path, place, { [sub.name]: read })]
}

function wholeChosen(work: Work, chosen: readonly number[]): Step[] {
  const { values, target, operation, place } = work
  const { op, path, value } = operation
  if (op === 'remove' || value === null) return keep(values, place, (_, at) => !chosen.includes(at))
  const read = readOne(target.attribute, value, { path })
  if (!isObject(read)) throw invalid(path, 'is an object')
  if (chosen.length === 0) {
    if (op === 'add') return [madeToMatch(target, path, place, read)]
    throw nothingThere(path)
  }
  return chosen.flatMap((at) => [
    ...(op === 'replace' ? leftOver(values[at], read, place, at) : []),
    { op, ...place, at, value: read },
  ])
}

/** A value that is replaced keeps none of its parts (§3.5.2.3). */
const leftOver = (had: unknown, read: JsonObject, place: Work['place'], at: number): Step[] =>
  Object.keys(isObject(had) ? had : {}).flatMap((sub) =>
    sub in read ? [] : [{ op: 'remove' as const, ...place, at, sub }],
  )

/** A new value of which the filter is so, where the filter says what that would be. */
function madeToMatch(
  { attribute, filter }: Target,
  path: string,
  place: Work['place'],
  parts: JsonObject,
): Step {
  const equal = filter ? equalities(filter) : {}
  if (!equal) throw nothingThere(path)
  return { op: 'add', ...place, value: [readOne(attribute, { ...equal, ...parts }, { path })] }
}

function equalities(filter: Filter): JsonObject | undefined {
  if (filter.op === 'eq') return { [filter.path]: filter.value }
  if (filter.op !== 'and') return undefined
  const all: JsonObject = {}
  for (const one of filter.filters) {
    const equal = equalities(one)
    if (!equal) return undefined
    Object.assign(all, equal)
  }
  return all
}

const nothingThere = (path: string) =>
  refuse('scim.no_target', `${path}: there is no value of which that is so.`)
