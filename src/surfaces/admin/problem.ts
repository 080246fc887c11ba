/** Turns whatever was thrown into the one shape of errors. Only our own words leave. */
import { ERRORS, HubwardError, type ErrorCode } from '../../domain/errors.ts'
import type { Problem } from './contract/forms.ts'

/** Body, status and headers for what was thrown; `undefined` detail is for the log alone. */
export function problemOf(
  thrown: unknown,
  correlationId: string,
): { readonly status: number; readonly body: Problem; readonly retryAfter: string | undefined } {
  const error = thrown instanceof HubwardError ? thrown : UNFORESEEN(correlationId)
  const { status, retry } = ERRORS[error.code]
  return {
    status,
    retryAfter:
      retry === 'later' && status >= 429 ? secondsOf(error.facts['retryAfterMs']) : undefined,
    body: {
      error: {
        code: error.code,
        message: error.message,
        fields: error.fields.map(({ path, message }) => ({ path, message })),
        ...(DETAILED.has(error.code) && { details: { ...error.facts } }),
        docs: `docs/errors/${error.code}.md`,
        correlationId,
      },
    },
  }
}

/** Whole seconds, rounded up: an attempt a moment too early would only be refused again. */
const secondsOf = (milliseconds: unknown): string =>
  typeof milliseconds === 'number' ? String(Math.ceil(milliseconds / 1_000)) : '1'

/** Codes whose facts are made for the caller; those of others may be about our inside. */
const DETAILED: ReadonlySet<ErrorCode> = new Set([
  'access.edit_conflict',
  'link.unreadable',
  'review.no_reviewer',
  'review.not_covered',
  'review.not_proven',
])

const UNFORESEEN = (correlationId: string): HubwardError =>
  new HubwardError(
    'internal',
    `Something went wrong inside Hubward. The log says what, under ${correlationId}.`,
  )
