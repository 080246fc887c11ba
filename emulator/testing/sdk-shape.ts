// Compares JSON with the official SDK's generated models: the oracle for the shape of answers. The
// SDK does not say which fields are required, so this finds wrong types and unknown fields only.

type Attribute = { name: string; baseName: string; type: string; format: string }
type Model = { getAttributeTypeMap?: () => Attribute[] }

/** A module of models, as `@hubspot/api-client/lib/codegen/crm/contacts` exports them. */
export type Models = Record<string, unknown>

/** Fields that the wire has though the SDK's model of them is older. */
const NEWER = new Set(['url', 'status', 'dataSensitivity', 'seatNames'])

/** What does not fit, as `path: complaint`; an empty list when all does. */
export function misfits(json: unknown, type: string, models: Models, path = '$'): string[] {
  if (json === null || json === undefined) return []
  const list = /^(?:Array|Set)<(.+)>$/.exec(type)
  if (list) {
    if (!Array.isArray(json)) return [`${path}: not a list`]
    return json.flatMap((item, at) => misfits(item, list[1]!, models, `${path}[${at}]`))
  }
  const map = /^\{ \[key: string\]: (.+?);? ?\}$/.exec(type)
  if (map) {
    if (typeof json !== 'object') return [`${path}: not an object`]
    return Object.entries(json).flatMap(([key, item]) =>
      misfits(item, map[1]!, models, `${path}.${key}`),
    )
  }
  const plain = type.replace(/ \| null$/, '')
  if (plain === 'Date')
    return Number.isNaN(Date.parse(String(json))) ? [`${path}: not an instant`] : []
  if (['string', 'number', 'boolean'].includes(plain)) {
    return typeof json === plain ? [] : [`${path}: ${typeof json} instead of ${plain}`]
  }
  const model = models[plain] as Model | undefined
  if (!model?.getAttributeTypeMap) return []
  if (typeof json !== 'object') return [`${path}: not an object`]
  const attributes = new Map(model.getAttributeTypeMap().map((one) => [one.baseName, one]))
  return Object.entries(json).flatMap(([key, value]) => {
    const attribute = attributes.get(key)
    if (attribute) return misfits(value, attribute.type, models, `${path}.${key}`)
    return NEWER.has(key) ? [] : [`${path}.${key}: not in ${plain}`]
  })
}
