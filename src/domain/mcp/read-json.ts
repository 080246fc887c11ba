/** Reads HubSpot's answers, whose every field may be absent (facts §2), without ever throwing. */

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectAt = (value: unknown, ...path: readonly string[]): Json => {
  const found = at(value, path)
  return isObject(found) ? found : {}
}

export const listAt = (value: unknown, ...path: readonly string[]): readonly Json[] => {
  const found = at(value, path)
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** Numbers come as texts too: HubSpot's ids are both. */
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, path)
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, path)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)
