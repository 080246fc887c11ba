/**
 * Refreshes an OAuth connection's access token, at most one process at a time. Whoever waited
 * for the lock looks again first, so a hundred callers make one request. The request is never
 * repeated by itself: a second use of a refresh token may be taken for theft and end the grant.
 * HubSpot's answer is written conditionally, after it came; no row is locked while it is awaited.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError, isRefusal } from '../../domain/connection/hubspot-failure.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Services } from '../context.ts'
import { changeRefreshToken } from '../rotation/shared-grant.ts'
import { takeWayBack, type UnderLock, type WayBackParts } from '../rotation/way-back.ts'
import type { OAuthApp, OAuthLife, OAuthTokens } from './ports.ts'
import { credentialInUse } from './credential-in-use.ts'
import { inDoubt } from './in-doubt.ts'
import { markNeedsReauth, needsReauth } from './needs-reauth.ts'
import { credentialLock, LOCK_WAIT_MS } from './credential-lock.ts'
import { writeGrant } from './write-grant.ts'

export type RefreshParts = WayBackParts

/**
 * After it resolves, a generation above `seen` is stored.
 *
 * @throws HubwardError `connection.needs_reauth`, or the code of a failure that passes
 */
export async function refreshGrant(
  parts: RefreshParts,
  connection: Connection,
  seen: number,
): Promise<void> {
  await parts.exclusive.run(credentialLock(connection.id), LOCK_WAIT_MS, async (held) => {
    const life = await parts.store.read.oauth.life(connection.id)
    if (life && life.generation > seen) return
    if (!life) throw needsReauth(connection, 'It has no OAuth grant.')
    await refreshNow(parts, connection, life, held)
  })
}

async function refreshNow(
  parts: RefreshParts,
  connection: Connection,
  life: OAuthLife,
  held: AbortSignal,
): Promise<void> {
  const { store, world, oauth } = parts
  const inUse = await credentialInUse(store.read, connection.id)
  const { app, refreshToken, version } = await openGrant(parts, connection)
  const sentAt = world.now()
  const keep = (tokens: OAuthTokens): Promise<boolean> => {
    const changed = tokens.refreshToken ?? refreshToken
    return writeGrant(parts, { connection, app, used: refreshToken, changed }, () =>
      write(parts, life, sentAt, tokens, refreshToken),
    )
  }
  const answer = await oauth.refresh(connection.baseUrl, app, refreshToken, held)
  if (answer.ok) {
    await keep(answer.value)
    return
  }
  const failure = failureError(answer.error)
  // A client secret that HubSpot no longer takes is a rotation gone wrong, or one not heard of yet.
  if (answer.error.reason === 'app_refused') {
    const tried = await goBack(parts, connection, { held, inUse })
    if (tried === 'went' || tried === 'overtaken') return
    throw tried === 'open' ? inDoubt(connection, failure.facts) : failure
  }
  if (answer.error.reason !== 'grant_revoked') throw failure
  // Perhaps the credential was replaced while we asked: then the refusal was of the old one.
  const current = await store.read.secrets.current(connection.id, 'refreshToken')
  if (current && current.version !== version) return
  const earlier = await openEarlier(parts, connection, version, sentAt)
  if (earlier) {
    const second = await oauth.refresh(connection.baseUrl, app, earlier, held)
    if (second.ok) {
      await keep(second.value)
      return
    }
    if (!isRefusal(second.error)) throw inDoubt(connection, failure.facts)
  }
  const back = await goBack(parts, connection, { held, inUse })
  if (back === 'went' || back === 'overtaken') return
  if (back === 'open') throw inDoubt(connection, failure.facts)
  await markNeedsReauth(parts, connection.id, failure.message, inUse)
  throw needsReauth(connection, failure.message)
}

/**
 * To the credential before the last rotation, where it is kept and HubSpot still accepts it. `open`:
 * HubSpot could not be asked, which is no reason to give the connection up.
 */
async function goBack(
  parts: RefreshParts,
  { id }: Connection,
  under: Omit<UnderLock, 'room'>,
): Promise<'went' | 'none' | 'overtaken' | 'open'> {
  const previous = await parts.store.read.slots.get(id, 'previous')
  const now = previous && (await parts.store.read.connections.get(id))
  if (now?.kind !== 'oauth' || !previous) return 'none'
  // Under the lock already: not for long.
  const room = await parts.accounts.reserve(now, 1, 2_000)
  const went = await takeWayBack(parts, now, previous, { ...under, room }).finally(room.end)
  return typeof went === 'object' ? 'open' : went
}

async function openGrant(
  { store, vault }: RefreshParts,
  connection: Connection,
): Promise<{ app: OAuthApp; refreshToken: Redacted<string>; version: number }> {
  const current = await store.read.secrets.current(connection.id, 'refreshToken')
  const refreshToken =
    current && (await vault.open(store.read, connection.id, 'refreshToken', current.version))
  const app = await openApp(vault, store, connection)
  if (!current || !refreshToken || !app) throw needsReauth(connection, 'Its grant is incomplete.')
  return { app, refreshToken, version: current.version }
}

export async function openApp(
  vault: Services['vault'],
  store: Services['store'],
  connection: Connection,
): Promise<OAuthApp | undefined> {
  const clientId = await vault.open(store.read, connection.id, 'clientId')
  const clientSecret = await vault.open(store.read, connection.id, 'clientSecret')
  return clientId && clientSecret && { clientId, clientSecret }
}

/** As long as the refresh token before the current one is worth a try. */
const EARLIER_MS = 24 * 60 * 60_000

/**
 * The token before the current one, where the current is young: HubSpot may have answered a
 * rotation that it then forgot. Tried only after the current one was refused, when a grant can no
 * longer be harmed by it.
 */
async function openEarlier(
  { store, vault }: RefreshParts,
  connection: Connection,
  version: number,
  now: Date,
): Promise<Redacted<string> | undefined> {
  const current = await store.read.secrets.current(connection.id, 'refreshToken')
  if (version < 2 || !current || now.getTime() - current.createdAt.getTime() > EARLIER_MS)
    return undefined
  return vault.open(store.read, connection.id, 'refreshToken', version - 1)
}

/** @returns false where the grant was ended here meanwhile */
async function write(
  { store, vault }: RefreshParts,
  life: OAuthLife,
  sentAt: Date,
  tokens: OAuthTokens,
  used: Redacted<string>,
): Promise<boolean> {
  const { connectionId } = life
  return store.transaction(async (tx) => {
    const advanced = await tx.oauth.advance({
      connectionId,
      generation: life.generation + 1,
      issuedAt: sentAt,
      expiresAt: new Date(sentAt.getTime() + tokens.lifetimeSeconds * 1000),
    })
    // Not where it was rotated, replaced or ended meanwhile: what is there is newer than ours.
    if (advanced) {
      const access = await vault.seal(tx, connectionId, 'accessToken', tokens.accessToken)
      await tx.secrets.removeBelow(connectionId, 'accessToken', access)
    }
    // A way back has the same grant, where it is that which was rotated away meanwhile.
    const changed = tokens.refreshToken ?? used
    return changeRefreshToken(vault, tx, connectionId, 'current', { used, changed })
  })
}
