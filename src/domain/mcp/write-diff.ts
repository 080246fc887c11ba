/** The difference that a write makes, and whether two values are the same to HubSpot. */

export interface Change {
  readonly property: string
  readonly before: string | null
  readonly after: string | null
}

type Values = Readonly<Record<string, string | null>>

/** Only what would be another value afterwards. `null` and the empty text both mean: nothing. */
export function changesOf(before: Values, after: Values): readonly Change[] {
  return Object.entries(after).flatMap(([property, value]) => {
    const was = before[property] || null
    const will = value || null
    return was === will || (was !== null && will !== null && sameValue(was, will))
      ? []
      : [{ property, before: was, after: will }]
  })
}

/**
 * Whether HubSpot would store one as the other: `5` and `5.0`, a date in two spellings. Texts
 * must be equal.
 */
export function sameValue(a: string, b: string): boolean {
  if (a === b) return true
  if (NUMBER.test(a) && NUMBER.test(b)) return Number(a) === Number(b)
  const [x, y] = [instant(a), instant(b)]
  return x !== undefined && x === y
}

/**
 * Whether a stored value may come from a sent one, given that HubSpot tidies texts: case of
 * e-mail addresses, markup and spaces of rich text, the form of phone numbers.
 */
export const likelyFrom = (stored: string, sent: string): boolean =>
  sameValue(stored, sent) || tidied(stored) === tidied(sent)

const tidied = (text: string): string => {
  const plain = text
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/\s+/g, '')
    .toLowerCase()
  return /^[+()\d./-]{5,}$/.test(plain) ? plain.replaceAll(/[^\d]/g, '') : plain
}

const NUMBER = /^[+-]?\d+(\.\d+)?$/
const DATE = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/

function instant(text: string): number | undefined {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
