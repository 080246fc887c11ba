/**
 * Every refusal and error of Hubward: one row per code. Each code has a page in `docs/errors/`
 * (a test keeps the two in step) and one HTTP status; surfaces map rows, they make none.
 */
import { INTAKE_ERRORS } from './intake/error-rows.ts'
import { PEOPLE_ERRORS } from './people/error-rows.ts'
import { SCIM_ERRORS } from './scim/errors.ts'
import { SIGN_IN_ERRORS } from './sign-in/error-rows.ts'
import { PROVISIONING_ERRORS } from './people/plan/error-rows.ts'
import { REVIEW_ERRORS } from './review/error-rows.ts'
import { ROTATION_ERRORS, VAULT_KEY_ERRORS } from './rotation/errors.ts'

export interface ErrorSpec {
  /** HTTP status of the doors that speak HTTP. */
  readonly status: number
  /** One line that says what happened; details are the thrower's. */
  readonly title: string
  /** Whether the very same request may work later: `no`, `later` (wait), or `after_change`. */
  readonly retry: 'no' | 'later' | 'after_change'
}

export const ERRORS = {
  'request.invalid': { status: 400, title: 'The request is not of the expected form', retry: 'no' },
  'request.malformed_json': { status: 400, title: 'The body is not valid JSON', retry: 'no' },
  'request.content_type': {
    status: 415,
    title: 'The body is not of a type that this door reads',
    retry: 'no',
  },
  'request.too_large': {
    status: 413,
    title: 'The body is larger than this door accepts',
    retry: 'no',
  },
  'request.unknown_path': { status: 404, title: 'There is nothing at this path', retry: 'no' },
  'request.ambiguous_path': {
    status: 400,
    title: 'The path can be read in more than one way, so it was refused',
    retry: 'no',
  },
  'request.origin_refused': {
    status: 403,
    title: 'The request comes from a page or to a host name that is not allowed',
    retry: 'after_change',
  },
  'request.method_not_allowed': {
    status: 405,
    title: 'This door does not take that HTTP method',
    retry: 'no',
  },
  'auth.missing': { status: 401, title: 'No client key was sent', retry: 'after_change' },
  'auth.invalid': { status: 401, title: 'The client key is not valid', retry: 'after_change' },
  'auth.forbidden': { status: 403, title: 'Your role does not allow this', retry: 'after_change' },
  'auth.read_only': {
    status: 403,
    title: 'This client was let in to read only',
    retry: 'after_change',
  },
  'auth.token_in_query': {
    status: 400,
    title: 'A token stands in the address, where others can read it',
    retry: 'no',
  },
  'consent.not_found': {
    status: 404,
    title: 'This question is answered, too old, or never was',
    retry: 'no',
  },
  'consent.other_browser': {
    status: 403,
    title: 'This question was asked in another browser',
    retry: 'no',
  },
  ...SIGN_IN_ERRORS,
  'access.connection_not_found': {
    status: 404,
    title: 'There is no such connection for you',
    retry: 'after_change',
  },
  'access.scope_missing': {
    status: 403,
    title: 'Your groups do not grant the scope that this call needs',
    retry: 'after_change',
  },
  'access.operation_refused': {
    status: 403,
    title: 'Hubward never forwards this operation',
    retry: 'no',
  },
  'access.operation_unknown': {
    status: 404,
    title: 'Hubward does not know this HubSpot operation',
    retry: 'no',
  },
  'access.body_refused': {
    status: 403,
    title: 'The body asks for something that cannot be checked against your grants',
    retry: 'after_change',
  },
  'access.edit_conflict': {
    status: 409,
    title: 'Somebody else has changed it since you read it',
    retry: 'after_change',
  },
  'access.picture_stale': {
    status: 503,
    title: 'Grants cannot be confirmed at this moment, so nothing is permitted',
    retry: 'later',
  },
  'budget.spent': {
    status: 429,
    title: "HubSpot's allowance for this portal is used up for now",
    retry: 'later',
  },
  'access.too_many_calls': {
    status: 429,
    title: 'You have too many calls under way at once',
    retry: 'later',
  },
  'link.unreadable': {
    status: 422,
    title: 'This is no link to a thing in a HubSpot portal',
    retry: 'after_change',
  },
  'connection.not_found': { status: 404, title: 'There is no such connection', retry: 'no' },
  'connection.not_checked': {
    status: 409,
    title: 'The connection has not passed a check yet',
    retry: 'after_change',
  },
  'check.running': {
    status: 409,
    title: 'A check of this connection is running already',
    retry: 'later',
  },
  'connection.suspended': { status: 409, title: 'The connection is paused', retry: 'after_change' },
  'connection.needs_reauth': {
    status: 409,
    title: 'The portal must be reconnected',
    retry: 'after_change',
  },
  'connection.credential_misread': {
    status: 400,
    title: 'What was pasted is not the credential it should be',
    retry: 'no',
  },
  'connection.hapikey_ended': {
    status: 400,
    title: 'HubSpot ended account API keys on 30 November 2022',
    retry: 'no',
  },
  'connection.address_refused': {
    status: 400,
    title: "This is not an address of HubSpot's API",
    retry: 'no',
  },
  'connection.wrong_hublet': {
    status: 422,
    title: 'The portal lives in another region of HubSpot',
    retry: 'after_change',
  },
  'connection.portal_migrating': {
    status: 503,
    title: 'HubSpot is moving the portal to another data centre',
    retry: 'later',
  },
  'connection.credential_invalid': {
    status: 422,
    title: 'HubSpot does not accept the credential',
    retry: 'after_change',
  },
  'connection.credential_expired': {
    status: 422,
    title: 'The credential has expired',
    retry: 'after_change',
  },
  'connection.credential_disabled': {
    status: 422,
    title: 'The credential is switched off in HubSpot',
    retry: 'after_change',
  },
  'connection.permission_missing': {
    status: 422,
    title: 'HubSpot does not let the credential read the account',
    retry: 'after_change',
  },
  'connection.rate_limited': {
    status: 503,
    title: "HubSpot's allowance for this portal is used up for now",
    retry: 'later',
  },
  'connection.name_not_found': {
    status: 502,
    title: "HubSpot's host name could not be resolved",
    retry: 'later',
  },
  'connection.unreachable': {
    status: 502,
    title: 'No connection to HubSpot could be made',
    retry: 'later',
  },
  'connection.tls_failed': {
    status: 502,
    title: "HubSpot's certificate was not accepted",
    retry: 'after_change',
  },
  'connection.timed_out': { status: 504, title: 'HubSpot did not answer in time', retry: 'later' },
  'connection.unexpected_answer': {
    status: 502,
    title: 'HubSpot answered in an unexpected way',
    retry: 'later',
  },
  'connection.grant_revoked': {
    status: 422,
    title: 'HubSpot no longer accepts the refresh token',
    retry: 'after_change',
  },
  'connection.oauth_app_refused': {
    status: 422,
    title: 'HubSpot does not accept the OAuth app',
    retry: 'after_change',
  },
  'connection.oauth_code_refused': {
    status: 422,
    title: 'HubSpot does not accept the authorisation code',
    retry: 'no',
  },
  'connection.oauth_state_unknown': {
    status: 400,
    title: 'No authorisation of this admin is waiting for this answer',
    retry: 'no',
  },
  'connection.oauth_denied': {
    status: 422,
    title: 'The authorisation was declined at HubSpot',
    retry: 'after_change',
  },
  'connection.portal_mismatch': {
    status: 409,
    title: 'The credential belongs to another portal',
    retry: 'no',
  },
  'connection.token_renewed': {
    status: 503,
    title: 'The access token had ended; the next call goes with a new one',
    retry: 'later',
  },
  'connection.in_doubt': {
    status: 503,
    title: 'HubSpot refuses the credential, and did not answer about the one before',
    retry: 'later',
  },
  'connection.maker_refused': {
    status: 400,
    title: 'HubSpot refuses this because the key’s maker lacks the right',
    retry: 'after_change',
  },
  ...INTAKE_ERRORS,
  ...PEOPLE_ERRORS,
  ...PROVISIONING_ERRORS,
  ...REVIEW_ERRORS,
  ...ROTATION_ERRORS,
  'upstream.unreachable': { status: 502, title: 'HubSpot could not be reached', retry: 'later' },
  'upstream.timeout': { status: 504, title: 'HubSpot did not answer in time', retry: 'later' },
  'upstream.broken': { status: 502, title: "HubSpot's answer broke off", retry: 'later' },
  'audit.unavailable': {
    status: 503,
    title: 'The call cannot be recorded, so it was not made',
    retry: 'later',
  },
  'audit.answer_withheld': {
    status: 424,
    title: 'HubSpot answered, but the call could not be recorded',
    retry: 'no',
  },
  'resource.not_found': { status: 404, title: 'There is nothing of that name or id', retry: 'no' },
  'resource.conflict': {
    status: 409,
    title: 'It conflicts with something that exists',
    retry: 'no',
  },
  'config.invalid': { status: 500, title: 'The configuration has mistakes', retry: 'after_change' },
  'vault.key_missing': { status: 500, title: 'The master key is missing', retry: 'after_change' },
  'vault.key_wrong': {
    status: 500,
    title: 'The master key is not the one of this data',
    retry: 'after_change',
  },
  'vault.key_malformed': {
    status: 500,
    title: 'The master key is not 32 bytes of base64 or hex',
    retry: 'after_change',
  },
  'vault.key_exposed': {
    status: 500,
    title: 'The master key file can be read or changed by others',
    retry: 'after_change',
  },
  'vault.sealed_row': { status: 500, title: 'A stored secret could not be opened', retry: 'no' },
  ...VAULT_KEY_ERRORS,
  ...SCIM_ERRORS,
  'database.folder_in_use': {
    status: 503,
    title: 'Another process uses this data folder',
    retry: 'after_change',
  },
  'database.platform_unsupported': {
    status: 503,
    title: 'There is no embedded PostgreSQL for this platform',
    retry: 'after_change',
  },
  'database.start_failed': {
    status: 503,
    title: 'The database did not start',
    retry: 'after_change',
  },
  'database.version_mismatch': {
    status: 503,
    title: 'The data was written by another version',
    retry: 'after_change',
  },
  'database.migration_failed': {
    status: 503,
    title: 'The database could not be brought to this release',
    retry: 'after_change',
  },
  'database.unreachable': { status: 503, title: 'The database cannot be reached', retry: 'later' },
  internal: { status: 500, title: 'Something went wrong inside Hubward', retry: 'later' },
} as const satisfies Record<string, ErrorSpec>

export type ErrorCode = keyof typeof ERRORS

/** What was wrong with one field of an input; `path` is dotted (`members.0.email`). */
export interface FieldError {
  readonly path: string
  readonly message: string
}

/**
 * An error with a code of the table. `message` is written for the person who meets it: what
 * happened, what they sent, what to do next. It never holds a secret.
 */
export class HubwardError extends Error {
  readonly code: ErrorCode
  /** Per-field mistakes, for forms and for `apply`. */
  readonly fields: readonly FieldError[]
  /** Facts for programs (ids, scopes, milliseconds), free of secrets. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message?: string,
    more: {
      fields?: readonly FieldError[]
      facts?: Readonly<Record<string, unknown>>
      cause?: unknown
    } = {},
  ) {
    super(
      message ?? ERRORS[code].title,
      more.cause === undefined ? undefined : { cause: more.cause },
    )
    this.name = 'HubwardError'
    this.code = code
    this.fields = more.fields ?? []
    this.facts = more.facts ?? {}
  }
}
