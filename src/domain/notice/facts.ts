/**
 * What a notice may say beside our own sentences: ids, counts, times and words of ours. Nothing that
 * somebody typed has a form here, so no label and no secret can get into an e-mail or a webhook.
 */

const FORMS = {
  /** Of one of our things: `con_…`. */
  id: /^[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{20}$/,
  /** A whole number: days, calls, a portal's id. */
  count: /^\d{1,15}$/,
  /** ISO 8601 in UTC. */
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  /** A code, a kind, a state, a scope: `service_key`, `crm.objects.contacts.read`. */
  word: /^[a-z][a-z0-9_.:-]{0,79}$/,
  /** Several of those, joined by a comma and a space. */
  words: /^[a-z][a-z0-9_.:-]{0,79}(, [a-z][a-z0-9_.:-]{0,79}){0,49}$/,
} as const

export type FactForm = keyof typeof FORMS

/** What the code hands over, by form. */
interface Given {
  readonly id: string
  readonly count: number
  readonly time: Date
  readonly word: string
  readonly words: readonly string[]
}

export type FactForms = Readonly<Record<string, FactForm>>
export type GivenFacts<F extends FactForms> = { readonly [Name in keyof F]: Given[F[Name]] }
/** As they are stored, sent and shown. */
export type WrittenFacts<F extends FactForms = FactForms> = {
  readonly [Name in keyof F]: string
}

/**
 * Writes facts down.
 *
 * @throws RangeError where one has not its form: that is a mistake of ours, never of a person, and
 *   the sentence does not repeat the value
 */
export function writeFacts(
  forms: FactForms,
  given: Readonly<Record<string, Given[FactForm]>>,
): WrittenFacts {
  return Object.fromEntries(
    Object.entries(forms).map(([name, form]) => {
      const text = written(given[name])
      if (!FORMS[form].test(text)) throw new RangeError(`The fact "${name}" is no ${form}`)
      return [name, text]
    }),
  )
}

function written(value: Given[FactForm] | undefined): string {
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** Paths of the web app: `/connections/con_…?tab=health`. */
export const isAppPath = (path: string): boolean =>
  /^\/[a-z-]{0,40}(\/[a-z]{3}_[a-z0-9]{1,40})?(\?[a-z0-9_=&-]{1,80})?$/.test(path)
