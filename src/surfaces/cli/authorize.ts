/**
 * OAuth by the browser: the admin agrees on HubSpot's page, which sends the browser back to this
 * machine. For a new connection and for a new grant of one that is there.
 */
import { connectionEndpoints as endpoints } from '../admin/contract/connections.ts'
import { askOAuth, type CredentialOptions } from './ask-credential.ts'
import { CliFailure, EXIT } from './failure.ts'
import { listenForRedirect } from './oauth-redirect.ts'
import type { Session } from './session.ts'

export interface AuthorizeOptions extends CredentialOptions {
  readonly authorize?: boolean
  readonly redirect: string
  readonly scopes?: string[]
  readonly hublet?: string
}

/** What the grant is for. */
type Purpose = { title: string; name?: string } | { connection: string }

/** As long as the server waits for the same answer. */
const PATIENCE_MS = 10 * 60_000

/** @throws CliFailure */
export async function authorize(
  { io, call, out }: Session,
  purpose: Purpose,
  options: AuthorizeOptions,
  check: 'now' | 'later' = 'now',
) {
  const { redirect, scopes, baseUrl, hublet } = options
  if (options.kind !== 'oauth' || !scopes)
    throw new CliFailure(
      EXIT.usage,
      "--authorize needs --kind oauth and --scopes with the app's HubSpot scopes.",
    )
  const { clientId = '', clientSecret = '' } = await askOAuth(io, options, [
    'clientId',
    'clientSecret',
  ])
  const listener = await listenForRedirect(redirect, PATIENCE_MS)
  try {
    const begun = await call(endpoints.beginOAuth, {
      body: { ...purpose, clientId, clientSecret, redirectUri: redirect, scopes, baseUrl, hublet },
    })
    out.note(
      `Open this in your browser and agree there (until ${begun.expiresAt}):\n\n  ${begun.authorizeUrl}\n`,
    )
    const state = new URL(begun.authorizeUrl).searchParams.get('state') ?? ''
    return await call(endpoints.completeOAuth, {
      body: { ...(await listener.answerTo(state)), check },
    })
  } finally {
    listener.close()
  }
}
