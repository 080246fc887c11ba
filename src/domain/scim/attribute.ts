/**
 * Attributes as RFC 7643 §2 describes them, as data: discovery is written from them, and whatever
 * comes in or is asked for is read by them. Also how two strings are the same.
 */

export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex'

/** RFC 7643 §2.2; the words are the wire's. */
export interface Attribute {
  readonly name: string
  readonly type: AttributeType
  readonly description: string
  readonly multiValued: boolean
  readonly required: boolean
  readonly caseExact: boolean
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  readonly returned: 'always' | 'never' | 'default' | 'request'
  readonly uniqueness: 'none' | 'server' | 'global'
  /** Suggestions, as we use them: another value is kept as it came. */
  readonly canonicalValues?: readonly string[]
  readonly referenceTypes?: readonly string[]
  /** Of `complex` ones. */
  readonly subAttributes?: readonly Attribute[]
}

export interface Schema {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly Attribute[]
}

/** What most attributes are, and only they need to say that differ. */
const USUAL = {
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
} as const

type More = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>

const of =
  (type: AttributeType, usual: More = {}) =>
  (name: string, description: string, more: More = {}): Attribute => ({
    name,
    type,
    description,
    ...USUAL,
    ...usual,
    ...more,
  })

export const text = of('string')
export const flag = of('boolean')
export const moment = of('dateTime', { caseExact: true })
/** RFC 7643 §2.3.7: references are case-exact. */
export const reference = of('reference', { caseExact: true, referenceTypes: ['external'] })
/** Base64, so case-exact (RFC 7643 §2.3.6). */
export const binary = of('binary', { caseExact: true })

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  more: More = {},
): Attribute => of('complex')(name, description, { subAttributes, ...more })

/** Several values with the sub-attributes that RFC 7643 §2.4 gives all of them. */
export const plural = (
  name: string,
  description: string,
  value: Attribute,
  canonicalTypes?: readonly string[],
): Attribute =>
  complex(
    name,
    description,
    [
      value,
      text('display', 'A name for people to read.'),
      text('type', 'What this value is used for.', {
        ...(canonicalTypes && { canonicalValues: canonicalTypes }),
      }),
      flag('primary', 'Whether it is the preferred one; one value at most is.'),
    ],
    { multiValued: true },
  )

/** RFC 7643 §3.1: what every resource has, and no schema lists. */
export const COMMON: readonly Attribute[] = [
  of('string', { caseExact: true, returned: 'always', mutability: 'readOnly' })(
    'schemas',
    'The schemas that this resource follows.',
    { multiValued: true },
  ),
  text('id', 'Our own identifier, which stays.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', "The identity provider's identifier.", { caseExact: true }),
  complex(
    'meta',
    'What we know of the resource itself.',
    [
      text('resourceType', 'Its kind.', { caseExact: true, mutability: 'readOnly' }),
      moment('created', 'When it came to be.', { mutability: 'readOnly' }),
      moment('lastModified', 'When it was changed last.', { mutability: 'readOnly' }),
      reference('location', 'Its address.', { mutability: 'readOnly', referenceTypes: ['uri'] }),
      text('version', 'Its entity tag.', { caseExact: true, mutability: 'readOnly' }),
    ],
    { mutability: 'readOnly' },
  ),
]

/** RFC 7643 §2.1: names are compared without case. */
export const attributeNamed = (
  attributes: readonly Attribute[],
  name: string,
): Attribute | undefined => {
  const lower = name.toLowerCase()
  return attributes.find((one) => one.name.toLowerCase() === lower)
}

/** The form in which strings are compared that are not `caseExact`: composed, in lower case. */
export const fold = (value: string): string => value.normalize('NFC').toLowerCase()
