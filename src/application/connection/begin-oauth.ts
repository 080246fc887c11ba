import { base64url, bytesOfHex } from '../../domain/base64url.ts'
import type { BudgetSettings } from '../../domain/connection/connection.ts'
import { HUBLETS } from '../../domain/connection/origin.ts'
import { HubwardError } from '../../domain/errors.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { findConnection } from '../access/find.ts'
import { authorise, newId, type Actor, type Context } from '../context.ts'
import type { SealedValue } from './ports.ts'
import { readBudget } from './connect-portal.ts'
import { demandFreeName, readNaming, type Naming } from './names.ts'
import { readCredential } from './read-credential.ts'

export interface BeginOAuth {
  readonly clientId: Redacted<string>
  readonly clientSecret: Redacted<string>
  /** Letter for letter as in the app's configuration at HubSpot. */
  readonly redirectUri: string
  /** HubSpot scopes; HubSpot blocks the installation unless they are exactly the app's. */
  readonly scopes: readonly string[]
  readonly optionalScopes?: readonly string[] | undefined
  readonly baseUrl?: string | undefined
  /** Accounts outside `na1` are authorised on their region's own page. */
  readonly hublet?: string | undefined
  /** A new connection … */
  readonly title?: string | undefined
  readonly name?: string | undefined
  readonly budget?: Partial<BudgetSettings> | undefined
  /** … or a new grant for the one of this id or name. */
  readonly connection?: string | undefined
}

export interface BegunOAuth {
  /** Where the admin's browser goes next. */
  readonly authorizeUrl: string
  readonly expiresAt: Date
}

/** What is remembered, without secrets, until HubSpot answers. */
export interface OAuthRequest {
  readonly baseUrl: string
  readonly redirectUri: string
  readonly purpose:
    | { readonly kind: 'connect'; readonly naming: Naming; readonly budget: BudgetSettings }
    | { readonly kind: 'replace'; readonly connectionId: string }
}

/** As long as the page at HubSpot may take. */
const PENDING_MS = 10 * 60_000

/**
 * Begins the authorization-code flow: RFC 6749 §4.1 with `state` (§10.12: single use, known to us
 * by its hash, answered only to whoever began) and PKCE S256 (RFC 7636).
 *
 * @throws HubwardError `request.invalid`, `connection.credential_misread`,
 *   `connection.address_refused`, `resource.conflict`, `connection.not_found`
 */
export async function beginOAuth(ctx: Context, input: BeginOAuth): Promise<BegunOAuth> {
  authorise(ctx, 'secure', 'connection.begin_oauth')
  demandForm(input)
  const purpose = await readPurpose(ctx, input)
  const { clientId, clientSecret, redirectUri } = input
  const secrets = { clientId, clientSecret }
  const read = readCredential(ctx, { kind: 'oauth', secrets, baseUrl: input.baseUrl }, [
    'clientId',
    'clientSecret',
  ])
  const state = base64url(ctx.world.randomBytes(32))
  const verifier = base64url(ctx.world.randomBytes(32))
  const now = ctx.world.now()
  const expiresAt = new Date(now.getTime() + PENDING_MS)
  const request: OAuthRequest = { baseUrl: read.baseUrl, redirectUri, purpose }
  const id = newId(ctx.world, 'authorisation')
  const sealed = await sealAll(ctx, id, { ...read.secrets, codeVerifier: redacted(verifier) })
  await ctx.store.transaction((tx) =>
    tx.oauth.insertPending({
      stateHash: ctx.hashKey(state),
      id,
      begunBy: whoIs(ctx.actor),
      request,
      secrets: sealed,
      createdAt: now,
      expiresAt,
    }),
  )
  const authorizeUrl = ctx.oauth.authorizeUrl(read.baseUrl, {
    clientId: read.secrets.clientId ?? clientId,
    redirectUri,
    scopes: input.scopes,
    optionalScopes: input.optionalScopes ?? [],
    state,
    codeChallenge: base64url(bytesOfHex(ctx.hashKey(verifier))),
    hublet: input.hublet ?? null,
  })
  return { authorizeUrl, expiresAt }
}

export const whoIs = (actor: Actor): string =>
  actor.kind === 'principal' ? actor.principalId : actor.kind

async function readPurpose(ctx: Context, input: BeginOAuth): Promise<OAuthRequest['purpose']> {
  if (input.connection !== undefined) {
    const { id } = await findConnection(ctx.store.read, input.connection)
    return { kind: 'replace', connectionId: id }
  }
  const naming = readNaming({ title: input.title ?? '', name: input.name })
  await demandFreeName(ctx.store.read, naming.name)
  return { kind: 'connect', naming, budget: readBudget(input.budget) }
}

async function sealAll(
  ctx: Context,
  rowId: string,
  secrets: Readonly<Record<string, Redacted<string>>>,
): Promise<Record<string, SealedValue>> {
  const sealed: Record<string, SealedValue> = {}
  for (const [field, secret] of Object.entries(secrets))
    sealed[field] = await ctx.vault.wrap(ctx.store.read, { rowId, field }, secret)
  return sealed
}

const SCOPE = /^[A-Za-z0-9._-]{1,100}$/

/** https, or a plain http address of this very machine, as HubSpot's own apps allow. */
const REDIRECT = /^(https:\/\/[^\s#@]+|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/[^\s#]*)?)$/

function demandForm({ redirectUri, scopes, optionalScopes = [], hublet }: BeginOAuth): void {
  const fields = [
    ...(REDIRECT.test(redirectUri)
      ? []
      : [{ path: 'redirectUri', message: 'It begins with https://, or is on localhost.' }]),
    ...(scopes.length > 0
      ? []
      : [{ path: 'scopes', message: 'Give the HubSpot scopes of the app, at least one.' }]),
    ...[...scopes, ...optionalScopes]
      .filter((scope) => !SCOPE.test(scope))
      .map(() => ({ path: 'scopes', message: 'A HubSpot scope is a word such as "tickets".' })),
    ...(hublet === undefined || (HUBLETS as readonly string[]).includes(hublet)
      ? []
      : [{ path: 'hublet', message: `The hublets are: ${HUBLETS.join(', ')}.` }]),
  ]
  if (fields.length === 0) return
  throw new HubwardError('request.invalid', fields.map(({ message }) => message).join(' '), {
    fields,
  })
}
