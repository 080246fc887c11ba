/**
 * The fields of people, groups, grants and keys as outsiders may write them. Every door uses
 * these, so that a name that one accepts is accepted by all.
 */
import { z } from 'zod'
import { ROLES, type Role } from '../../../domain/access/entities.ts'
import { CONTROL, EMAIL_FORM, isPlainLine, LONGEST_EMAIL } from '../../../domain/email-address.ts'
import { isSlug } from '../../../domain/ids.ts'

const ID_LIKE = /^(mem|svc)_/
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

/**
 * One line: no line breaks, no other controls. PostgreSQL stores no NUL and no half of a surrogate
 * pair, and no person types one. A name that turns the text around it can pass for another.
 */
export const line = z
  .string()
  .trim()
  .refine(isPlainLine, 'This is one line of plain text, without control characters.')

/** A friendly name. */
export const displayName = line.min(1).max(100)

/** Without `@` and unlike an id, so that a reference by name can mean only one thing. */
export const serviceAccountName = displayName.refine(
  (text) => !text.includes('@') && !ID_LIKE.test(text),
  'The name of a service account holds no @ and does not look like an id.',
)

/** In lower case, since that is how it is compared. */
export const email = line
  .toLowerCase()
  .min(1, { abort: true })
  .max(LONGEST_EMAIL)
  .regex(EMAIL_FORM, 'This is not an e-mail address.')

export const slug = z
  .string()
  .refine(
    isSlug,
    'This must be a short name of a–z, 0–9 and inner hyphens, at most 63 long, like "sales-emea".',
  )

export const role = z.enum(Object.keys(ROLES) as [Role, ...Role[]])

/** Several lines, and tabs; nothing else that is not to be seen. */
const prose = z
  .string()
  .refine(
    (text) => !CONTROL.test(text.replaceAll(/[\n\r\t]/g, '')) && text.isWellFormed(),
    'There is a control character in this text.',
  )

export const description = prose.max(1_000)

/** The text that a group gives its members' AI. */
export const groupContext = prose.max(20_000)

/**
 * A moment: ISO 8601 with an offset, or a bare date, which means its first instant in UTC (so a
 * grant that expires on a day no longer holds on that day).
 */
export const moment = z
  .string()
  .trim()
  .regex(MOMENT, 'Write a date (2027-01-31) or a moment with its offset (2027-01-31T18:00:00Z).')
  .transform((text, ctx) => {
    const date = new Date(text)
    if (!Number.isNaN(date.getTime()) && isRealDay(text)) return date
    ctx.addIssue({ code: 'custom', message: `There is no such moment as ${text}.` })
    return z.NEVER
  })

/** An id, an address or a name: whatever people call the thing. */
export const reference = line.min(1).max(254)

export const scopeText = line.min(1).max(200)

/** `new Date('2027-02-31')` is a day in March; that is no answer to give. */
function isRealDay(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
}
