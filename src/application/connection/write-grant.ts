import type { Connection } from '../../domain/connection/connection.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Services } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { recordBySystem } from './record.ts'
import type { OAuthApp } from './ports.ts'

const ATTEMPTS = 4

/** A refresh token that HubSpot answered with in place of the one it was asked with. */
export interface ChangedGrant {
  readonly connection: Connection
  readonly app: OAuthApp
  readonly used: Redacted<string>
  readonly changed: Redacted<string>
}

type Parts = Pick<Services, 'log' | 'world' | 'oauth' | 'store'>

/**
 * Writes down what HubSpot changed in a grant. An answer that cannot be written is a grant that may be
 * lost, so it is tried again. One that was ended here meanwhile shall not live on at HubSpot.
 *
 * @param write says whether the grant still has a place here
 * @returns what `write` said
 */
export async function writeGrant(
  parts: Parts,
  grant: ChangedGrant,
  write: () => Promise<boolean>,
): Promise<boolean> {
  const { log, world } = parts
  const { connection, used, changed } = grant
  for (let attempt = 1; ; attempt++) {
    try {
      const kept = await write()
      // Unchanged, it was ended with the rest.
      if (!kept && !changed.equals(used)) await end(parts, grant)
      return kept
    } catch (err) {
      if (attempt === ATTEMPTS) throw err
      const { id: connectionId } = connection
      log.warn({ err, attempt, connectionId }, 'oauth: a changed grant could not be written')
      await world.sleep(250 * attempt)
    }
  }
}

/** Of one that HubSpot does not hear of, a person has to know: its secret is nowhere here. */
async function end(
  { log, world, oauth, store }: Parts,
  { connection, app, changed }: ChangedGrant,
): Promise<void> {
  const { id: connectionId, baseUrl } = connection
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const ended = await oauth.revoke(baseUrl, app, changed)
    // A refused client secret says nothing of the grant.
    if (ended.ok || ended.error.reason === 'grant_revoked') return
    log.warn({ attempt, connectionId, reason: ended.error.reason }, 'oauth: a grant is not ended')
    await world.sleep(250 * attempt)
  }
  log.error({ connectionId }, 'oauth: a grant that was ended here lives on at HubSpot')
  await store
    .transaction(async (tx) => {
      await recordBySystem(tx, world, 'connection.grant_not_ended', connection, connection)
      await raiseNotice(
        tx,
        { world },
        {
          kind: 'rotation.grant_lives',
          facts: { connectionId },
          links: [`/connections/${connectionId}`],
        },
      )
    })
    .catch((err: unknown) => log.error({ err, connectionId }, 'and that is not in the audit'))
}
