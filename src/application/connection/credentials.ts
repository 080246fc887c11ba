/**
 * The bearer token for a call: from memory at once, else from the vault, refreshed in time where
 * it is an OAuth one. Memory holds a token for at most a minute and hangs on the connection
 * object it was asked for: a new access picture has new objects, so whatever changed anywhere
 * (a rotation on another replica, a disconnection) is acted on with the next picture.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Credentials, Renewed } from '../ports.ts'
import type { OAuthLife } from './ports.ts'
import { needsReauth } from './needs-reauth.ts'
import { goBackIfRefused } from '../rotation/way-back.ts'
import { refreshGrant, type RefreshParts } from './refresh-grant.ts'

const KEEP_MS = 60_000
/** A call takes time to arrive: a token that ends sooner than this is not sent if it can be helped. */
const MARGIN_MS = 5_000
/** A token that was issued more recently and is refused would not be cured by another one of its grant. */
const YOUNG_MS = 60_000
/** After HubSpot was asked in vain, for a refresh or a way back, before it is asked again: 1, 2, 4 … s. */
const pauseAfter = (times: number): number => Math.min(1_000 * 2 ** (times - 1), 4_000)

/** Some endpoint refuses a token that is well: whoever goes on calling it does not ask again each time. */
const WELL_MS = 5_000

interface Held {
  readonly token: Redacted<string>
  /** `null` for tokens that do not expire. */
  readonly life: OAuthLife | null
  /** When to begin a refresh in the background, in milliseconds since 1970. */
  readonly dueAt: number
}

interface Remembered extends Held {
  readonly connection: Connection
  /** By the monotonic clock. */
  readonly until: number
}

export function createCredentials(parts: RefreshParts): Credentials {
  const { world, store, vault, log } = parts
  const memory = new Map<string, Remembered>()
  const loading = new Map<Connection, Promise<Redacted<string>>>()
  const refreshing = new Map<string, Promise<void>>()
  const failed = new Map<string, { error: unknown; seen: number; until: number; times: number }>()
  /** The generation that HubSpot answered 401 to, per connection. */
  const rejected = new Map<string, number>()
  /** Raised by `forget`, so that a load under way does not bring back what was forgotten. */
  const epochs = new Map<string, number>()

  const now = () => world.now().getTime()
  const epoch = (id: string) => epochs.get(id) ?? 0

  function bearer(connection: Connection): Redacted<string> | Promise<Redacted<string>> {
    const known = memory.get(connection.id)
    if (known?.connection === connection && world.monotonicMs() < known.until && usable(known)) {
      refreshIfDue(connection, known)
      return known.token
    }
    let load = loading.get(connection)
    if (!load) {
      load = loadToken(connection).finally(() => loading.delete(connection))
      loading.set(connection, load)
    }
    return load
  }

  async function loadToken(connection: Connection): Promise<Redacted<string>> {
    const begun = epoch(connection.id)
    let held = await read(connection)
    if (!usable(held)) {
      try {
        await refresh(connection, held.life?.generation ?? 0)
        held = await read(connection)
      } catch (error) {
        if (!stillGood(held) || isFinal(error)) throw error
      }
    } else refreshIfDue(connection, held)
    if (epoch(connection.id) === begun)
      memory.set(connection.id, { ...held, connection, until: world.monotonicMs() + KEEP_MS })
    return held.token
  }

  async function read(connection: Connection): Promise<Held> {
    const held = await readOf(connection)
    if (held) return held
    // It was rotated to another kind a moment ago, and the picture in hand is still the one before.
    const after = await store.read.connections.get(connection.id)
    const moved = after && after.kind !== connection.kind && isBearer(after) && isBearer(connection)
    const other = moved && (await readOf(after))
    if (!other) throw needsReauth(connection, 'There is no credential stored for it.')
    return other
  }

  async function readOf(connection: Connection): Promise<Held | undefined> {
    const oauth = connection.kind === 'oauth'
    const life = oauth ? await store.read.oauth.life(connection.id) : null
    const token = await vault.open(store.read, connection.id, oauth ? 'accessToken' : 'token')
    if (!token || life === undefined) return undefined
    return { token, life, dueAt: life ? dueAt(life) : Infinity }
  }

  /** 80 % of the life, give or take a twentieth, so that replicas do not queue for the lock. */
  function dueAt({ issuedAt, expiresAt }: OAuthLife): number {
    const chance = (world.randomBytes(1)[0] ?? 0) / 255
    const life = expiresAt.getTime() - issuedAt.getTime()
    return issuedAt.getTime() + life * (0.75 + 0.1 * chance)
  }

  const stillGood = ({ life }: Held): boolean =>
    life === null ||
    (now() < life.expiresAt.getTime() && life.generation > (rejected.get(life.connectionId) ?? 0))

  const usable = (held: Held): boolean =>
    held.life === null || (stillGood(held) && now() < held.life.expiresAt.getTime() - MARGIN_MS)

  function refreshIfDue(connection: Connection, { life, dueAt: due }: Held): void {
    if (!life || now() < due || refreshing.has(connection.id)) return
    if (pausing(connection, life.generation)) return
    refresh(connection, life.generation).catch((err: unknown) =>
      log.warn({ err, connectionId: connection.id }, 'oauth: refresh failed, the old token serves'),
    )
  }

  /** Of the generation that it was asked with: another one may be better. */
  function pausing({ id }: Connection, seen: number): boolean {
    const recent = failed.get(id)
    return recent !== undefined && recent.seen === seen && recent.until > world.monotonicMs()
  }

  /** One at a time here; `refreshGrant` sees to the other processes. */
  function refresh(connection: Connection, seen: number): Promise<void> {
    const recent = failed.get(connection.id)
    if (recent && pausing(connection, seen)) return Promise.reject(recent.error)
    let work = refreshing.get(connection.id)
    if (!work) {
      work = refreshGrant(parts, connection, seen).then(
        () => {
          failed.delete(connection.id)
          memory.delete(connection.id)
        },
        (error: unknown) => {
          const times = (recent?.times ?? 0) + 1
          failed.set(connection.id, {
            error,
            seen,
            until: world.monotonicMs() + pauseAfter(times),
            times,
          })
          throw error
        },
      )
      work = work.finally(() => refreshing.delete(connection.id))
      refreshing.set(connection.id, work)
    }
    return work
  }

  /** One at a time here; `goBackIfRefused` sees to the other processes. */
  const goingBack = new Map<string, Promise<'asked' | 'unanswered'>>()
  /** Until when it is not tried again: what it asks comes out of the allowance that calls wait for. */
  const unanswered = new Map<string, { until: number; times: number }>()

  /** What HubSpot took when it was asked, though a call with it was refused, and how long that is believed. */
  const well = new Map<string, { token: Redacted<string>; until: number }>()

  function goBack(
    connection: Connection,
    refused: Redacted<string>,
  ): Promise<'asked' | 'unanswered'> {
    const { id } = connection
    const taken = well.get(id)
    if (taken?.token.equals(refused) && taken.until > world.monotonicMs())
      return Promise.resolve('asked')
    const last = unanswered.get(id)
    if (last && last.until > world.monotonicMs()) return Promise.resolve('unanswered')
    let work = goingBack.get(id)
    if (!work) {
      work = goBackIfRefused(parts, connection)
        .catch((err: unknown) => {
          // Waited for the lock in vain, for one: nothing is known of the way back.
          log.warn({ err, connectionId: id }, 'rotation: the way back could not be taken')
          return err
        })
        .then((failure) => {
          if (failure === 'well')
            well.set(id, { token: refused, until: world.monotonicMs() + WELL_MS })
          if (failure === undefined || failure === 'well') {
            unanswered.delete(id)
            return 'asked' as const
          }
          const times = (last?.times ?? 0) + 1
          unanswered.set(id, { until: world.monotonicMs() + pauseAfter(times), times })
          return 'unanswered' as const
        })
        .finally(() => goingBack.delete(id))
      goingBack.set(id, work)
    }
    return work
  }

  /** Whether the vault has another token than the refused one, if need be by the way back. */
  async function another(connection: Connection, refused: Redacted<string>): Promise<Renewed> {
    const differs = async () => !(await read(connection)).token.equals(refused)
    const went = (await differs()) ? 'asked' : await goBack(connection, refused)
    memory.delete(connection.id)
    if (await differs()) return 'another'
    return went === 'asked' ? 'none' : 'in_doubt'
  }

  /** An OAuth token that is refused before its time is given up for one that is earned with the grant. */
  async function earned(connection: Connection, refused: Redacted<string>): Promise<Renewed> {
    const { id } = connection
    memory.delete(id)
    // What the vault has: memory may not have heard yet of a rotation on another replica.
    const held = await read(connection)
    if (!held.token.equals(refused) || !held.life) return 'another'
    if (now() - held.life.issuedAt.getTime() >= YOUNG_MS) {
      rejected.set(id, held.life.generation)
      return 'another'
    }
    // Another one that it could earn would be refused alike.
    return another(connection, refused)
  }

  return {
    bearer,
    forget(connectionId) {
      epochs.set(connectionId, epoch(connectionId) + 1)
      memory.delete(connectionId)
      rejected.delete(connectionId)
      failed.delete(connectionId)
      unanswered.delete(connectionId)
      well.delete(connectionId)
    },
    renew: (connection, refused) =>
      connection.kind === 'oauth' ? earned(connection, refused) : another(connection, refused),
  }
}

/** Sent as `Authorization: Bearer`; a developer key goes into the address, where no token may ever be. */
const isBearer = ({ kind }: Connection): boolean => kind !== 'developer_key'

const isFinal = (error: unknown): boolean =>
  error instanceof HubwardError && error.code === 'connection.needs_reauth'
