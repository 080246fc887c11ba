/** Turns whatever was thrown into the one shape of errors. Only our own words leave. */
import { ERRORS, HubwardError } from '../../domain/errors.ts'
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
    retryAfter: retry === 'later' && status >= 429 ? '1' : undefined,
    body: {
      error: {
        code: error.code,
        message: error.message,
        fields: error.fields.map(({ path, message }) => ({ path, message })),
        docs: `docs/errors/${error.code}.md`,
        correlationId,
      },
    },
  }
}

const UNFORESEEN = (correlationId: string): HubwardError =>
  new HubwardError(
    'internal',
    `Something went wrong inside Hubward. The log says what, under ${correlationId}.`,
  )
