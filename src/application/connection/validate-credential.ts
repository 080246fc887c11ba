/**
 * Takes a credential that was read to HubSpot and tells what it is. Nothing is stored, and what
 * it gives back is ready to be sealed. For an OAuth app this uses the refresh token once, and the
 * one that came back is the one to keep.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import type { CredentialKind } from '../../domain/credential/kind.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Context } from '../context.ts'
import type { AccountReading, OAuthApp, OAuthTokens, PresentedCredential } from './ports.ts'
import type { ReadCredential } from './read-credential.ts'

export interface ValidCredential {
  readonly kind: CredentialKind
  readonly reading: AccountReading
  /** By field of the vault. */
  readonly secrets: Readonly<Record<string, Redacted<string>>>
  /** Of an OAuth access token, else `null`. */
  readonly life: { readonly issuedAt: Date; readonly expiresAt: Date } | null
  readonly notices: readonly string[]
}

/**
 * @param connection that it is meant for, where there is one: its allowance serves the questions
 * @throws HubwardError `connection.*` as `hubspot-failure.ts` has it
 */
export async function validateCredential(
  ctx: Context,
  read: ReadCredential,
  connection?: Connection,
): Promise<ValidCredential> {
  const { kind, secrets, baseUrl, notices, developer } = read
  if (kind === 'oauth') {
    const { clientId, clientSecret, refreshToken } = secrets
    if (!clientId || !clientSecret || !refreshToken) throw incomplete()
    const app = { clientId, clientSecret }
    const sentAt = ctx.world.now()
    const tokens = await ctx.oauth.refresh(baseUrl, app, refreshToken)
    if (!tokens.ok) throw failureError(tokens.error)
    const kept = { ...tokens.value, refreshToken: tokens.value.refreshToken ?? refreshToken }
    return { ...(await validateTokens(ctx, baseUrl, app, kept, sentAt, connection)), notices }
  }
  const { token } = secrets
  if (!token) throw incomplete()
  const presented = kind === 'developer_key' ? withDeveloper(kind) : { kind, baseUrl, token }
  const reading = await ctx.accounts.read(presented, connection)
  if (!reading.ok) throw failureError(reading.error)
  return { kind, reading: reading.value, secrets: { token }, life: null, notices }

  function withDeveloper(developerKind: 'developer_key'): PresentedCredential {
    if (!token || !developer) throw incomplete()
    return { kind: developerKind, baseUrl, token, developer }
  }
}

/** Tokens that were just issued to an app; `sentAt` is when they were asked for. */
export async function validateTokens(
  ctx: Context,
  baseUrl: string,
  app: OAuthApp,
  tokens: OAuthTokens & { readonly refreshToken: Redacted<string> },
  sentAt: Date,
  connection?: Connection,
): Promise<ValidCredential> {
  const { accessToken, refreshToken, lifetimeSeconds } = tokens
  const reading = await ctx.accounts.read(
    { kind: 'oauth', baseUrl, token: accessToken, app },
    connection,
  )
  if (!reading.ok) throw failureError(reading.error)
  return {
    kind: 'oauth',
    reading: reading.value,
    secrets: { ...app, refreshToken, accessToken },
    life: { issuedAt: sentAt, expiresAt: new Date(sentAt.getTime() + lifetimeSeconds * 1000) },
    notices: [],
  }
}

const incomplete = () =>
  new HubwardError('request.invalid', 'The credential has fewer fields than its kind needs.')
