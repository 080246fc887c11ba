/** What a change did to a thing, field by field; of lists which members came and went. */

export interface FieldChange {
  readonly field: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: string | null
  readonly after: string | null
}

/** `before` or `after` is `null` where the thing did not exist. */
export function changesBetween(before: unknown, after: unknown): readonly FieldChange[] {
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field): FieldChange[] => {
    const [was, is] = [old.get(field), now.get(field)]
    if (Array.isArray(was) || Array.isArray(is)) return members(field, list(was), list(is))
    const [a, b] = [textOf(was), textOf(is)]
    if (a === b) return []
    const kind = a === null ? 'added' : b === null ? 'removed' : 'changed'
    return [{ field, kind, before: a, after: b }]
  })
}

function members(field: string, was: readonly string[], is: readonly string[]): FieldChange[] {
  return [
    ...is
      .filter((one) => !was.includes(one))
      .map((one): FieldChange => ({ field, kind: 'added', before: null, after: one })),
    ...was
      .filter((one) => !is.includes(one))
      .map((one): FieldChange => ({ field, kind: 'removed', before: one, after: null })),
  ]
}

/** `{ a: { b: 1 } }` has the one field `a.b`. */
function flat(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (isRecord(value))
    for (const [name, member] of Object.entries(value))
      flat(member, path === '' ? name : `${path}.${name}`, into)
  else if (path !== '' || (value !== null && value !== undefined)) into.set(path, value)
  return into
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((one) => textOf(one) ?? 'nothing') : []

/** Nothing, an empty text and what is not there are the same to a reader. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isRecord(value) && typeof value['name'] === 'string') return value['name']
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
