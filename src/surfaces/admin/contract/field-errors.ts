/** Says what zod found wrong in plain sentences, one per field, with what may have been meant. */
import { z } from 'zod'
import { HubwardError, type FieldError } from '../../../domain/errors.ts'
import { nearest } from '../../../domain/hubspot/nearest.ts'

/** The error for a list of mistakes; its message names the first and counts the rest. */
export function invalidInput(what: string, fields: readonly FieldError[]): HubwardError {
  const [first] = fields
  const where = first?.path ? `${first.path}: ` : ''
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : ''
  return new HubwardError('request.invalid', `${what}: ${where}${first?.message ?? ''}${more}`, {
    fields: theFirst(fields),
  })
}

/** More nobody reads, and a body of a megabyte can hold a hundred thousand mistakes. */
const MOST = 100

export const theFirst = (fields: readonly FieldError[]): readonly FieldError[] =>
  fields.length <= MOST
    ? fields
    : [...fields.slice(0, MOST), { path: '', message: `And ${fields.length - MOST} more.` }]

/** One entry per mistake, with its dotted path; the input was parsed with `reportInput`. */
export const fieldErrors = (schema: z.ZodType, error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return { path: issue.path.join('.'), message: sentence(issue) }
    const known = keysAt(schema, issue.path)
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: `There is no field "${key}" here.${meant(key, known)}`,
    }))
  })

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This field is missing.'
        : `This must be ${NAMES[issue.expected] ?? issue.expected}, not ${nameOf(issue.input)}.`
    case 'invalid_value': {
      const values = issue.values.map(String)
      const near = typeof issue.input === 'string' ? meant(issue.input, values) : ''
      return issue.input === undefined
        ? 'This field is missing.'
        : `This must be ${values.length > 1 ? `one of ${values.join(', ')}` : values[0]}.${near}`
    }
    case 'too_small': {
      const unit = UNITS[issue.origin]
      // What a form sends for a field that nobody filled in.
      if (unit && Number(issue.minimum) === 1) return 'This is empty.'
      return unit
        ? `This must have at least ${issue.minimum} ${unit}.`
        : `This must be at least ${issue.minimum}.`
    }
    case 'too_big': {
      const unit = UNITS[issue.origin]
      return unit
        ? `This must have at most ${issue.maximum} ${unit}.`
        : `This must be at most ${issue.maximum}.`
    }
    default:
      return issue.message
  }
}

/** What is counted, where it is not the number itself. */
const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' }

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
}

function nameOf(input: unknown): string {
  if (input === null) return 'empty'
  if (Array.isArray(input)) return 'a list'
  return NAMES[typeof input] ?? typeof input
}

function meant(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return near.length > 0 ? ` Did you mean ${near.map((one) => `"${one}"`).join(' or ')}?` : ''
}

/** The fields that the schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  )
    return keysAt(schema.unwrap(), path)
  const [step, ...rest] = path
  if (schema instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(schema.shape)
    const next: unknown = schema.shape[String(step)]
    return next instanceof z.ZodType ? keysAt(next, rest) : []
  }
  return schema instanceof z.ZodArray && step !== undefined ? keysAt(schema.element, rest) : []
}
