/**
 * Definitions of properties as the portal tells them, and whether a value fits one: what can be
 * known before HubSpot is asked to write. What only HubSpot knows (formats, conditional rules) is
 * left to HubSpot.
 */
import { cleanText } from './clean.ts'
import { listAt, objectAt, textAt, type Json } from './read-json.ts'
import { standardName } from './standard-name.ts'

export interface Definition {
  readonly name: string
  readonly label: string
  readonly description: string
  /** `string`, `number`, `date`, `datetime`, `enumeration`, `bool`, `phone_number`, … */
  readonly type: string
  readonly fieldType: string
  /** Empty where any value will do. */
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly writable: boolean
  /** Names one record: `id_property` of other tools. */
  readonly unique: boolean
  readonly hidden: boolean
}

/** HubSpot shows `email` of contacts as a plain property, but it is unique (facts §9). */
const UNIQUE_ANYWAY: Readonly<Record<string, string>> = { contacts: 'email' }

export function readDefinition(objectType: string, json: unknown): Definition | undefined {
  const name = textAt(json, 'name')
  if (name === undefined) return undefined
  const own = json as Json
  const text = (key: string) => cleanText(textAt(json, key) ?? '')
  return {
    name: cleanText(name),
    label: text('label'),
    description: text('description'),
    type: text('type'),
    fieldType: text('fieldType'),
    options: listAt(json, 'options')
      .filter((option) => option['hidden'] !== true)
      .map((option) => ({
        value: cleanText(textAt(option, 'value') ?? ''),
        label: cleanText(textAt(option, 'label') ?? ''),
      })),
    writable:
      own['calculated'] !== true &&
      objectAt(json, 'modificationMetadata')['readOnlyValue'] !== true,
    unique: own['hasUniqueValue'] === true || UNIQUE_ANYWAY[standardName(objectType)] === name,
    hidden: own['hidden'] === true,
  }
}

export type Definitions = ReadonlyMap<string, Definition>

/** Problems of one record's values, each a sentence; none where HubSpot may accept it. */
export function valueProblems(
  definitions: Definitions,
  properties: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const definition = definitions.get(name)
    if (!definition) return [`There is no property "${name}"; describe_object lists them.`]
    if (!definition.writable) return [`"${name}" is set by HubSpot and cannot be written.`]
    const problem = value === '' ? undefined : valueProblem(definition, value)
    return problem ? [`"${name}" ${problem}`] : []
  })
}

/** Names of required properties that a new record would lack. */
export const missingRequired = (
  required: readonly string[],
  properties: Readonly<Record<string, string>>,
): readonly string[] => required.filter((name) => !properties[name])

/** Why HubSpot would not take the value, as the end of a sentence about the property. */
export function valueProblem({ type, options }: Definition, value: string): string | undefined {
  switch (type) {
    case 'number':
      return Number.isFinite(Number(value)) && value.trim() !== ''
        ? undefined
        : `takes a number, not ${quoted(value)}.`
    case 'bool':
      return /^(true|false)$/i.test(value) ? undefined : 'takes true or false.'
    case 'date':
    case 'datetime':
      return /^\d{10,}$/.test(value) || !Number.isNaN(Date.parse(value))
        ? undefined
        : 'takes a date as 2026-01-31 or ISO 8601, or milliseconds since 1970.'
    case 'enumeration':
      return optionProblem(options, value)
    default:
      return undefined
  }
}

/** Several values are joined by semicolons. Owners and the like come without options of their own. */
function optionProblem(options: Definition['options'], value: string): string | undefined {
  if (options.length === 0) return undefined
  const known = new Set(options.map((option) => option.value))
  const wrong = value.split(';').filter((one) => one !== '' && !known.has(one.trim()))
  if (wrong.length === 0 || known.has(value)) return undefined
  const shown = options.slice(0, 20).map((option) => option.value)
  const more = options.length > shown.length ? ` and ${options.length - shown.length} more` : ''
  return `has no option ${wrong.map(quoted).join(', ')}; it has ${shown.join(', ')}${more}.`
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100))
