/** Puts the authorization server together: its rows, its key, its guarded way to the outside. */
import {
  createDocumentFetch,
  type DocumentFetch,
} from '../adapters/authorisation/document-fetch.ts'
import { currentSigningKey } from '../adapters/crypto/signing-keys.ts'
import { createArtefacts } from '../adapters/database/authorisation/artefacts.ts'
import { createRegisteredClients } from '../adapters/database/authorisation/registered-clients.ts'
import { createSigningKeys } from '../adapters/database/authorisation/signing-keys.ts'
import type { Services } from '../application/context.ts'
import type { Log } from '../application/ports.ts'
import { peerOf } from '../surfaces/admin/peer.ts'
import { createOAuthDoor, OAUTH_PREFIXES } from '../surfaces/oauth/door.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database.ts'
import type { Route } from './http-server.ts'

/** `fetch` is another than the guarded one only in tests, whose documents lie on this machine. */
export async function oauthRoutes(
  services: Services,
  { db }: Pick<OpenDatabase, 'db'>,
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  fetch: DocumentFetch = createDocumentFetch(),
): Promise<Route[]> {
  const { vault, store, world } = services
  const keys = createSigningKeys(db)
  const signingKey = () => currentSigningKey(keys, vault, store.read, world)
  // Where it cannot be opened, we do not start.
  await signingKey()
  const door = createOAuthDoor(services, {
    artefacts: createArtefacts(db),
    clients: createRegisteredClients(db),
    signingKey,
    addressOf: (request) =>
      peerOf(request, request.headers['x-forwarded-for']?.toString(), trustedProxies),
    fetch: logged(fetch, services.log),
  })
  return OAUTH_PREFIXES.map((prefix) => ({ prefix, door }))
}

/** People are told that a client's document could not be read; why is for whoever runs Hubward. */
const logged =
  (fetch: DocumentFetch, log: Log): DocumentFetch =>
  async (url, init) => {
    const { host } = new URL(url)
    try {
      const answer = await fetch(url, init)
      if (!answer.ok) log.info({ host, status: answer.status }, UNREAD)
      return answer
    } catch (err) {
      log.info({ host, reason: reasonOf(err) }, UNREAD)
      throw err
    }
  }

/** In a sentence: strangers cause it, so no stack of theirs fills the log. */
function reasonOf(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  return err.cause instanceof Error ? err.cause.message : err.message
}

const UNREAD = 'oauth: a document that a client is known by could not be read'
