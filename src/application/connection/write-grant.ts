import type { Connection } from '../../domain/connection/connection.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Services } from '../context.ts'
import type { OAuthApp } from './ports.ts'

const ATTEMPTS = 4

/** A refresh token that HubSpot answered with in place of the one it was asked with. */
export interface ChangedGrant {
  readonly connection: Pick<Connection, 'id' | 'baseUrl'>
  readonly app: OAuthApp
  readonly used: Redacted<string>
  readonly changed: Redacted<string>
}

/**
 * Writes down what HubSpot changed in a grant. An answer that cannot be written is a grant that may be
 * lost, so it is tried again. One that was ended here meanwhile shall not live on at HubSpot.
 *
 * @param write says whether the grant still has a place here
 * @returns what `write` said
 */
export async function writeGrant(
  { log, world, oauth }: Pick<Services, 'log' | 'world' | 'oauth'>,
  { connection, app, used, changed }: ChangedGrant,
  write: () => Promise<boolean>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const kept = await write()
      // Unchanged, it was ended with the rest.
      if (!kept && !changed.equals(used)) await oauth.revoke(connection.baseUrl, app, changed)
      return kept
    } catch (err) {
      if (attempt === ATTEMPTS) throw err
      const { id: connectionId } = connection
      log.warn({ err, attempt, connectionId }, 'oauth: a changed grant could not be written')
      await world.sleep(250 * attempt)
    }
  }
}
