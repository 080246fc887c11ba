// HubSpot's error bodies, word for word where a capture exists. `fidelity.md` names the source of
// each. Handlers throw `HubSpotError`; the server writes it out and adds the correlation id.

export type ErrorBody = {
  status?: 'error'
  message: string
  correlationId?: string
  category?: string
  subCategory?: string
  context?: Record<string, readonly string[]>
  errors?: readonly unknown[]
  links?: Record<string, string>
  [extra: string]: unknown
}

export class HubSpotError extends Error {
  readonly status: number
  readonly body: ErrorBody | null
  readonly html: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** A body that is not of HubSpot's error shape (OAuth), sent as it is. */
  readonly json: unknown

  constructor(
    status: number,
    body: ErrorBody | null,
    extra: { html?: string; headers?: Readonly<Record<string, string>>; json?: unknown } = {},
  ) {
    super(body?.message ?? `HTTP ${status}`)
    this.status = status
    this.body = body
    this.html = extra.html
    this.headers = extra.headers ?? {}
    this.json = extra.json
  }
}

const error = (status: number, message: string, more: Partial<ErrorBody> = {}) =>
  new HubSpotError(status, { status: 'error', message, ...more })

export const AUTHENTICATION_MISSING =
  'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview'

export const unauthenticated = () =>
  error(401, AUTHENTICATION_MISSING, { category: 'INVALID_AUTHENTICATION' })

/** One reading of what a key that was switched off gets; its words are ours. */
export const deactivated = () =>
  error(401, 'The access token has been deactivated.', { category: 'INVALID_AUTHENTICATION' })

/** The unit is the largest that fits: seconds, minutes, hours or days. */
export function expired(expiredAt: number, now: number): HubSpotError {
  const seconds = Math.max(0, Math.floor((now - expiredAt) / 1000))
  const [count, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day']
  return error(401, `The OAuth token used to make this call expired ${count} ${unit}(s) ago.`, {
    category: 'EXPIRED_AUTHENTICATION',
    context: { 'expire time': [new Date(expiredAt).toISOString()] },
  })
}

export const hapikeyExpired = () =>
  error(
    401,
    'The API key used to make this call is expired. View or manage your API key here : https://app.hubspot.com/l/api-key/',
  )

export const hapikeyUnknown = () => error(401, "This hapikey doesn't exist.")

export const developerKeyOnly = () =>
  error(
    401,
    "This API can't be called using an OAuth access token. A valid developer API key must be provided in the `hapikey` query parameter, and a valid `appId`…",
    { category: 'INVALID_AUTHENTICATION' },
  )

const SCOPES_PAGE = 'https://developers.hubspot.com/scopes'

export function missingScopes(how: 'any' | 'all', scopes: readonly string[]): HubSpotError {
  return error(
    403,
    `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${SCOPES_PAGE}.`,
    {
      errors: [
        {
          message:
            how === 'any'
              ? 'One or more of the following scopes are required.'
              : 'All of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: SCOPES_PAGE },
      category: 'MISSING_SCOPES',
    },
  )
}

export const gated = (feature: string) =>
  error(403, `${feature} is gated for this portal`, { category: 'MISSING_PERMISSIONS' })

export const wrongHublet = (portalId: number, hublet: string) =>
  error(
    488,
    `Hub ${portalId} is unknown to this Hublet, but it appears to exist in Hublet ${hublet}`,
    { correctHublet: hublet },
  )

export const migrating = (portalId: number, retryAfter: number) =>
  new HubSpotError(
    477,
    { status: 'error', message: `Hub ${portalId} is currently being migrated` },
    { headers: { 'Retry-After': String(retryAfter) } },
  )

export const locked = () => error(423, 'This resource is locked. Please try again in 2 seconds.')

export const notFound = () => error(404, 'resource not found')

export const objectNotFound = (message: string) =>
  error(404, message, { category: 'OBJECT_NOT_FOUND' })

export const unknownObjectType = (name: string) =>
  error(400, `Unable to infer object type from: ${name}`)

export const invalid = (message: string, more: Partial<ErrorBody> = {}) =>
  error(400, message, { category: 'VALIDATION_ERROR', ...more })

export const badRequest = (message: string, more: Partial<ErrorBody> = {}) =>
  error(400, message, more)

export const conflict = (message: string, more: Partial<ErrorBody> = {}) =>
  error(409, message, { category: 'CONFLICT', ...more })

export const internal = () => error(500, 'internal error', { category: 'INTERNAL_ERROR' })

/** Jetty's page, sent when the caller does not accept JSON. */
export const jettyPage = (status: number, reason: string, detail: string) =>
  status === 405
    ? `<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n<title>Error 405 Method Not Allowed</title>\n</head>\n<body><h2>HTTP ERROR 405</h2>\n<p>Reason:<pre>    Method Not Allowed</pre></p>\n</body>\n</html>\n`
    : `<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n<title>Error ${status} ${reason}</title>\n</head>\n<body><h2>HTTP ERROR ${status}</h2><p>${detail}</p>\n</body>\n</html>\n`
