/** Asks for the secrets that a kind of credential needs, by whichever way the options name. */
import { CREDENTIAL_KINDS } from '../../domain/credential/kind.ts'
import { nearest } from '../../domain/hubspot/nearest.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Io } from './io.ts'
import { readSecret, type SecretOptions } from './read-secret.ts'

export interface CredentialOptions extends SecretOptions {
  readonly kind: string
  readonly baseUrl?: string
  readonly portal?: string
  readonly app?: string
}

/** What the admin API takes of a credential. */
export interface AskedCredential {
  readonly kind: string
  readonly token?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly refreshToken?: string
  readonly baseUrl?: string
  readonly developer?: { readonly portalId: number; readonly appId: number | null }
}

/** @throws CliFailure */
export async function askCredential(io: Io, options: CredentialOptions): Promise<AskedCredential> {
  const { kind, baseUrl } = options
  const base = { kind, ...(baseUrl !== undefined && { baseUrl }) }
  // Refused by the server too; a secret that is of no use need not be typed.
  if (kind === 'hapikey') return base
  if (!Object.hasOwn(CREDENTIAL_KINDS, kind)) throw unknownKind(kind)
  if (kind === 'oauth') return { ...base, ...(await askOAuth(io, options)) }
  const developer = kind === 'developer_key' ? { developer: developerOf(options) } : {}
  return { ...base, ...developer, token: await readSecret(io, 'HubSpot token', options) }
}

const OAUTH_FIELDS = {
  clientId: 'client id',
  clientSecret: 'client secret',
  refreshToken: 'refresh token',
} as const

type OAuthField = keyof typeof OAUTH_FIELDS

/** One by one from a person; from stdin or a file all together, as JSON. */
export async function askOAuth(
  io: Io,
  options: SecretOptions,
  fields: readonly OAuthField[] = ['clientId', 'clientSecret', 'refreshToken'],
): Promise<Partial<Record<OAuthField, string>>> {
  const secrets: Partial<Record<OAuthField, string>> = {}
  if (options.tokenStdin || options.tokenFile !== undefined) {
    const given = parseObject(await readSecret(io, 'OAuth app', options), fields)
    for (const field of fields) {
      const value = given[field]
      if (typeof value === 'string') secrets[field] = value
    }
    return secrets
  }
  for (const field of fields) secrets[field] = await readSecret(io, OAUTH_FIELDS[field], options)
  return secrets
}

function parseObject(text: string, fields: readonly string[]): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // What is wrong with it is said below, without a piece of it.
  }
  throw new CliFailure(
    EXIT.usage,
    `For an OAuth app give a JSON object: {${fields.map((field) => `"${field}": "…"`).join(', ')}}.`,
  )
}

function developerOf({ portal, app }: CredentialOptions) {
  if (
    portal === undefined ||
    !/^\d{1,15}$/.test(portal) ||
    (app !== undefined && !/^\d{1,15}$/.test(app))
  )
    throw new CliFailure(
      EXIT.usage,
      'HubSpot does not tell whose a developer key is. Add --portal <id of the developer account> and, so that the key can be tried, --app <id of one of its apps>.',
    )
  return { portalId: Number(portal), appId: app === undefined ? null : Number(app) }
}

function unknownKind(kind: string): CliFailure {
  const kinds = Object.keys(CREDENTIAL_KINDS)
  const [near] = nearest(kind, kinds)
  return new CliFailure(
    EXIT.usage,
    `There is no kind "${kind}".${near ? ` Did you mean ${near}?` : ''} There are ${kinds.join(', ')}.`,
  )
}
