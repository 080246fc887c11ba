import { failureError } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { authorise, type Context } from '../context.ts'
import type { PendingAuthorisation } from './ports.ts'
import { whoIs, type OAuthRequest } from './begin-oauth.ts'
import { connectChecked, type Connected, type FirstCheckTime } from './connect-portal.ts'
import { storeReplacement } from './replace-credential.ts'
import { validateTokens } from './validate-credential.ts'

/** HubSpot's redirect as it came back: a code, or why there is none. */
export interface CompleteOAuth {
  readonly state: string
  readonly code?: string | undefined
  /** RFC 6749 §4.1.2.1: `access_denied` and the like. */
  readonly error?: string | undefined
  /** Of a new connection: as in `connectPortal`. */
  readonly check?: FirstCheckTime | undefined
}

/**
 * Ends what `beginOAuth` began, for the same admin, once: exchanges the code, has HubSpot confirm
 * the tokens, and stores the connection or the new grant.
 *
 * @throws HubwardError `connection.oauth_state_unknown`, `connection.oauth_denied`, and what
 *   `connectPortal` and `replaceCredential` throw
 */
export async function completeOAuth(ctx: Context, input: CompleteOAuth): Promise<Connected> {
  authorise(ctx, 'secure', 'connection.complete_oauth')
  const pending = await take(ctx, input.state)
  if (input.error !== undefined || !input.code) throw denied(input.error)
  // Written by `beginOAuth` and read back as it was.
  const { baseUrl, redirectUri, purpose } = pending.request as OAuthRequest
  const open = (field: string) => openPending(ctx, pending, field)
  const app = { clientId: await open('clientId'), clientSecret: await open('clientSecret') }
  const codeVerifier = await open('codeVerifier')
  const sentAt = ctx.world.now()
  const grant = { code: input.code, redirectUri, codeVerifier }
  const tokens = await ctx.oauth.exchange(baseUrl, app, grant)
  if (!tokens.ok) throw failureError(tokens.error)
  const { refreshToken } = tokens.value
  if (!refreshToken) throw failureError({ reason: 'unexpected_answer', status: 200 })
  const valid = await validateTokens(ctx, baseUrl, app, { ...tokens.value, refreshToken }, sentAt)
  return purpose.kind === 'connect'
    ? connectChecked(ctx, { ...purpose, valid, check: input.check ?? 'now' })
    : storeReplacement(ctx, purpose.connectionId, valid)
}

/** Spent before HubSpot is asked: whatever happens then, this `state` never works again. */
async function take(ctx: Context, state: string): Promise<PendingAuthorisation> {
  const pending = await ctx.store.transaction((tx) =>
    tx.oauth.takePending(ctx.hashKey(state), whoIs(ctx.actor)),
  )
  if (pending && pending.expiresAt > ctx.world.now()) return pending
  throw new HubwardError(
    'connection.oauth_state_unknown',
    'No authorisation of yours is waiting for this answer: it was used already, is older than ten minutes, or was begun by somebody else. Begin again.',
  )
}

async function openPending(
  ctx: Context,
  { id, secrets }: PendingAuthorisation,
  field: string,
): Promise<Redacted<string>> {
  const sealed = secrets[field]
  if (sealed) return ctx.vault.unwrap(ctx.store.read, { rowId: id, field }, sealed)
  throw new HubwardError('vault.sealed_row', `The pending authorisation has no "${field}".`)
}

const denied = (error: string | undefined) =>
  new HubwardError(
    'connection.oauth_denied',
    error === 'access_denied'
      ? 'The authorisation was declined at HubSpot. Whoever agrees must be a super admin of the portal, or may install apps there.'
      : 'HubSpot sent no authorisation code. Compare the app’s scopes and redirect address with what was asked for, and begin again.',
  )
