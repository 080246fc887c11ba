/**
 * What in a document contradicts itself or the organisation: things named twice, names of people
 * and connections that do not exist, scopes that are none. It reads the raw document, so that
 * these mistakes are told together with those of form, not after them.
 */
import type { FieldError } from '../errors.ts'
import { nearest } from '../hubspot/nearest.ts'
import { foldReference, referenceOf, scopeFor, type OrganisationState } from './state.ts'

export function checkDocument(
  raw: unknown,
  state: OrganisationState,
  options: { readonly prune: boolean },
): FieldError[] {
  const members = entries(raw, 'members')
  const accounts = entries(raw, 'serviceAccounts')
  const groups = entries(raw, 'groups')
  const references = knownReferences(raw, state, options.prune)
  return [
    ...twice(members, 'email'),
    ...twice(accounts, 'name'),
    ...twice(groups, 'name'),
    ...groups.flatMap((group) => [
      ...checkMembers(group, references),
      ...entries(group.value, 'grants', group.path).flatMap((grant) => checkGrant(grant, state)),
      ...grantsTwice(group),
    ]),
    ...checkAdmins(raw, members, state, options.prune),
  ]
}

interface Entry {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
}

/** The objects of a list; whatever else stands there is the form's mistake, not ours. */
function entries(raw: unknown, field: string, under = ''): Entry[] {
  const list = fieldOf(raw, field)
  if (!Array.isArray(list)) return []
  return list.flatMap((value: unknown, index) =>
    isObject(value) ? [{ path: `${under ? `${under}.` : ''}${field}.${index}`, value }] : [],
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldOf = (value: unknown, field: string): unknown =>
  isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined

const textOf = (value: unknown, field: string): string | undefined => {
  const found = fieldOf(value, field)
  return typeof found === 'string' ? found.trim() : undefined
}

function texts(value: unknown, field: string): { text: string; index: number }[] {
  const list = fieldOf(value, field)
  if (!Array.isArray(list)) return []
  return list.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ text, index }] : []))
}

function twice(list: readonly Entry[], field: string): FieldError[] {
  const seen = new Set<string>()
  return list.flatMap(({ path, value }) => {
    const text = textOf(value, field)
    if (text === undefined) return []
    const again = seen.has(foldReference(text))
    seen.add(foldReference(text))
    return again ? [{ path: `${path}.${field}`, message: `"${text}" stands here twice.` }] : []
  })
}

/** Whom a group may name: those in the document, and those there are, unless they are pruned. */
function knownReferences(raw: unknown, state: OrganisationState, prune: boolean): string[] {
  const isWhole = { member: 'members', service_account: 'serviceAccounts' } as const
  const staying = state.principals.filter(
    ({ kind }) => !prune || fieldOf(raw, isWhole[kind]) === undefined,
  )
  return [
    ...staying.map(referenceOf),
    ...entries(raw, 'members').flatMap(({ value }) => textOf(value, 'email') ?? []),
    ...entries(raw, 'serviceAccounts').flatMap(({ value }) => textOf(value, 'name') ?? []),
  ].map(foldReference)
}

function checkMembers(group: Entry, references: readonly string[]): FieldError[] {
  const seen = new Set<string>()
  return texts(group.value, 'members').flatMap(({ text, index }) => {
    const path = `${group.path}.members.${index}`
    const folded = foldReference(text)
    if (seen.has(folded)) return [{ path, message: `"${text}" stands here twice.` }]
    seen.add(folded)
    if (references.includes(folded)) return []
    return [
      {
        path,
        message: `There is no member or service account "${text}", here or in the organisation.${meant(folded, references)}`,
      },
    ]
  })
}

function checkGrant({ path, value }: Entry, state: OrganisationState): FieldError[] {
  const mistakes: FieldError[] = []
  const name = textOf(value, 'connection')
  const connection = state.connections.find((one) => one.name === name)
  if (name !== undefined && !connection) {
    const near = meant(
      name,
      state.connections.map((one) => one.name),
    )
    const message = `There is no connection "${name}".${near || ' Make it with `hubward connect`.'}`
    mistakes.push({ path: `${path}.connection`, message })
  }
  for (const { text, index } of texts(value, 'scopes')) {
    const parsed = scopeFor(text, connection)
    if (!parsed.ok)
      mistakes.push({ path: `${path}.scopes.${index}`, message: parsed.error.message })
  }
  return mistakes
}

function grantsTwice(group: Entry): FieldError[] {
  const seen = new Set<string>()
  return entries(group.value, 'grants', group.path).flatMap(({ path, value }) => {
    const key = `${textOf(value, 'connection')} ${momentOf(fieldOf(value, 'expires'))}`
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [
      {
        path,
        message: `There are two grants on "${textOf(value, 'connection')}" with the same end; write their scopes in one.`,
      },
    ]
  })
}

/** A moment as text in the raw document, as a date once it has been read. */
const momentOf = (value: unknown): number | null =>
  typeof value === 'string' || value instanceof Date ? new Date(value).getTime() : null

/** Nobody left to undo it is a mistake; nobody there to begin with is not the document's. */
function checkAdmins(
  raw: unknown,
  members: readonly Entry[],
  state: OrganisationState,
  prune: boolean,
): FieldError[] {
  const admins = state.principals.filter(({ role }) => role === 'admin')
  if (admins.length === 0) return []
  const roles = new Map<string, string | undefined>(
    members.map(({ value }) => [
      foldReference(textOf(value, 'email') ?? ''),
      textOf(value, 'role') ?? 'as it is',
    ]),
  )
  const stays = admins.some((admin) => {
    const role = roles.get(foldReference(referenceOf(admin)))
    if (role === undefined) return !prune || fieldOf(raw, 'members') === undefined
    return role === 'as it is' || role === 'admin'
  })
  if (stays || [...roles.values()].includes('admin')) return []
  return [
    { path: 'members', message: 'This would leave no admin. Give one member the role admin.' },
  ]
}

function meant(text: string, known: readonly string[]): string {
  const near = nearest(text, known)
  return near.length > 0 ? ` Did you mean "${near.join('" or "')}"?` : ''
}
