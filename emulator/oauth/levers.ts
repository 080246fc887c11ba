// What the pages of HubSpot do to an OAuth app and its grants, as levers for tests.
import type { World } from '../world.ts'

export type OAuthLevers = {
  /** Installs an app, with all its scopes, and gives the refresh token. */
  makeRefreshToken(clientId: string): string
  /** Ends a grant, as an uninstallation does. */
  revoke(refreshToken: string): void
  isLive(refreshToken: string): boolean
  /** The refresh tokens that live. */
  live(): string[]
  /** The client secrets that an app may show from now on: two while one is being rotated. */
  setClientSecrets(clientId: string, secrets: readonly string[]): void
}

export function oauthLevers({ oauth }: World): OAuthLevers {
  return {
    makeRefreshToken(clientId) {
      const app = oauth.app(clientId)
      if (!app) throw new RangeError(`no app has the client id ${clientId}`)
      return oauth.makeRefreshToken(app, app.scopes).secret
    },
    revoke(refreshToken) {
      const held = oauth.refreshToken(refreshToken)
      if (held) held.revoked = true
    },
    isLive: (refreshToken) => oauth.refreshToken(refreshToken)?.revoked === false,
    live: () =>
      oauth
        .refreshTokens()
        .filter(({ revoked }) => !revoked)
        .map(({ secret }) => secret),
    setClientSecrets: (clientId, secrets) => oauth.setClientSecrets(clientId, secrets),
  }
}
