/** Turns whatever was thrown into SCIM's shape of errors (RFC 7644 §3.12). Only our own words leave. */
import { ERRORS, HubwardError, type ErrorCode } from '../../domain/errors.ts'
import type { ScimErrorCode } from '../../domain/scim/errors.ts'
import { SCIM_ERROR } from '../../domain/scim/schemas/urns.ts'

/** RFC 7644 table 9, and RFC 9865 table 3. */
type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'

/** `null`: the status alone says it. */
const SCIM_TYPES: Readonly<Record<ScimErrorCode, ScimType | null>> = {
  'scim.invalid_syntax': 'invalidSyntax',
  'scim.invalid_filter': 'invalidFilter',
  'scim.invalid_path': 'invalidPath',
  'scim.invalid_value': 'invalidValue',
  'scim.no_target': 'noTarget',
  'scim.mutability': 'mutability',
  'scim.uniqueness': 'uniqueness',
  'scim.version_mismatch': null,
  'scim.invalid_cursor': 'invalidCursor',
  'scim.expired_cursor': 'expiredCursor',
  'scim.invalid_count': 'invalidCount',
  'scim.discovery_unfiltered': null,
  'scim.not_implemented': null,
}

/** Of the house's other codes, those that have a word in SCIM. */
const OTHER_TYPES: Partial<Readonly<Record<ErrorCode, ScimType>>> = {
  'request.malformed_json': 'invalidSyntax',
}

/**
 * A paused connection is 409 elsewhere. To a provider 409 means that somebody exists already, and it
 * would link or give up; told 503, it comes back later.
 */
const STATUSES: Partial<Readonly<Record<ErrorCode, number>>> = { 'connection.suspended': 503 }

export interface ErrorAnswer {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly body: object
  readonly retryAfter: boolean
}

export function errorAnswer(thrown: unknown, correlationId: string): ErrorAnswer {
  const error = thrown instanceof HubwardError ? thrown : unforeseen(correlationId)
  const { code, message } = error
  const status = STATUSES[code] ?? ERRORS[code].status
  const scimType = { ...OTHER_TYPES, ...SCIM_TYPES }[code as ScimErrorCode] ?? null
  return {
    status,
    code,
    message,
    body: {
      schemas: [SCIM_ERROR],
      // A text, as the RFC has it.
      status: String(status),
      ...(scimType !== null && { scimType }),
      detail: message,
    },
    retryAfter: status === 503 || status === 429,
  }
}

const unforeseen = (correlationId: string): HubwardError =>
  new HubwardError(
    'internal',
    `Something went wrong inside Hubward. The log says what, under ${correlationId}.`,
  )
