// What a property definition is, and whether a value fits it. The messages and codes are HubSpot's.

export type PropertyType =
  'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool' | 'phone_number' | 'json'

export type PropertyOption = {
  label: string
  value: string
  displayOrder: number
  hidden: boolean
  description?: string
}

export type Property = {
  name: string
  label: string
  type: PropertyType
  fieldType: string
  groupName: string
  description: string
  options: PropertyOption[]
  hubspotDefined: boolean
  calculated: boolean
  readOnlyValue: boolean
  hasUniqueValue: boolean
  hidden: boolean
  formField: boolean
  displayOrder: number
  dataSensitivity: 'non_sensitive' | 'sensitive' | 'highly_sensitive'
  /** The values are ids of owners: HubSpot's property of users. Its options are not listed. */
  referencedObjectType?: 'OWNER'
  createdAt: number
  updatedAt: number
  archived: boolean
  archivedAt?: number
}

export type ValueProblem = { name: string; error: string; message: string }

/** True for types whose values compare as numbers in a search. */
export const isNumeric = (property: Property | undefined): boolean =>
  property !== undefined &&
  (property.type === 'number' || property.type === 'date' || property.type === 'datetime')

/** A value as a number: a number itself, or an instant in milliseconds. NaN where it is neither. */
export function toNumber(property: Property, value: string | null | undefined): number {
  if (value === null || value === undefined || value === '') return Number.NaN
  if (property.type === 'number' || /^-?\d+$/.test(value)) return Number(value)
  return Date.parse(value)
}

/**
 * Brings a written value into the form that HubSpot stores (a string; instants as ISO 8601), or
 * names what is wrong with it. `null` and `''` both clear a property.
 */
export function acceptValue(
  property: Property,
  raw: unknown,
): { value: string } | { problem: ValueProblem } {
  const text = raw === null || raw === undefined ? '' : String(raw)
  if (text === '') return { value: '' }
  const refuse = (error: string, message: string) => ({
    problem: { name: property.name, error, message },
  })
  if (property.readOnlyValue) {
    return refuse(
      'READ_ONLY_VALUE',
      `"${property.name}" is a read only property; its value cannot be set.`,
    )
  }
  switch (property.type) {
    case 'number':
      return Number.isFinite(Number(text))
        ? { value: text.trim() }
        : refuse('INVALID_INTEGER', `${text} was not a valid number.`)
    case 'bool':
      return /^(true|false)$/i.test(text)
        ? { value: text.toLowerCase() }
        : refuse('INVALID_BOOLEAN', `${text} was not one of the allowed options: [true, false]`)
    case 'date':
    case 'datetime': {
      const instant = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text)
      if (Number.isNaN(instant) || Math.abs(instant) > 8.64e15) {
        return refuse(
          property.type === 'date' ? 'INVALID_DATE' : 'INVALID_LONG',
          `${text} was not a valid ${property.type === 'date' ? 'date' : 'long'}.`,
        )
      }
      const iso = new Date(instant).toISOString()
      return { value: property.type === 'date' ? iso.slice(0, 10) : iso }
    }
    case 'enumeration': {
      const values = property.fieldType === 'checkbox' ? text.split(';').filter(Boolean) : [text]
      const allowed = property.options.map((option) => option.value)
      const wrong = values.find((value) => !allowed.includes(value))
      return wrong === undefined || allowed.length === 0
        ? { value: text }
        : refuse(
            'INVALID_OPTION',
            `${wrong} was not one of the allowed options: [${allowed.join(', ')}]`,
          )
    }
    default:
      return property.name === 'email' && !EMAIL.test(text)
        ? refuse('INVALID_EMAIL', `Email address ${text} is invalid`)
        : { value: property.name === 'email' ? text.toLowerCase() : text }
  }
}

const EMAIL = /^[^\s@"<>]+@[^\s@.]+(\.[^\s@.]+)+$/
