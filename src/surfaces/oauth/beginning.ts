/**
 * How often clients may begin. Anybody on the network can, and each beginning costs two rows for
 * ten minutes and perhaps a document fetched from elsewhere; so there is a limit for each address and
 * one for the process, and none that a single stranger could use up for everybody.
 */
import type { IncomingMessage } from 'node:http'
import { networkOf, type AttemptKind } from '../../domain/sign-in/attempts.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'
import { Quota } from './quota.ts'

/** Per process; with {@link LONGEST_ADDRESS} that is at most 100 MB of rows at a time. */
const BEGUN_PER_MINUTE = 1_200
/** Bytes of path and query: what is in it is kept until the person answered. */
export const LONGEST_ADDRESS = 8 * 1024
/** Documents per process: of clients that somebody here let in before, and of others. */
const KNOWN_PER_MINUTE = 60
const STRANGERS_PER_MINUTE = 60
/** Key sets per process: a client that signs has its keys looked up with every token it fetches. */
const KEYS_PER_MINUTE = 120

export interface Beginning {
  /** Counts one more; false where it is one too many. */
  mayAsk(request: IncomingMessage): boolean
  /** The same of a client that registers itself. */
  mayRegister(request: IncomingMessage): boolean
  /** The same of a client's document, once per request whatever comes of it. */
  mayFetch(request: IncomingMessage, clientId: string): Promise<boolean>
  /** The same of a client's keys, which may be at any address: never of one that nobody let in. */
  mayFetchKeys(clientId: string): Promise<boolean>
}

export function createBeginning(
  { world, store, signIn }: OAuthServices,
  { addressOf }: Pick<OAuthParts, 'addressOf'>,
): Beginning {
  const quota = (perMinute: number): Quota => new Quota(perMinute, () => world.monotonicMs())
  const begun = quota(BEGUN_PER_MINUTE)
  const known = quota(KNOWN_PER_MINUTE)
  const strangers = quota(STRANGERS_PER_MINUTE)
  const keys = quota(KEYS_PER_MINUTE)
  const fetched = new WeakSet<IncomingMessage>()

  const takes = (kind: AttemptKind, request: IncomingMessage): boolean => {
    const network = networkOf(addressOf(request))
    const now = world.monotonicMs()
    if (signIn.attempts.waitMs(kind, network, now) > 0) return false
    signIn.attempts.count(kind, network, now)
    return true
  }

  return {
    mayAsk: (request) => takes('asked_from_address', request) && begun.take(),
    mayRegister: (request) => takes('registered_from_address', request),
    async mayFetch(request, clientId) {
      // Of a failed one the library asks a second time, for its error.
      if (fetched.has(request)) return false
      fetched.add(request)
      if (await store.read.authorisations.isKnownClient(clientId)) return known.take()
      return takes('documents_from_address', request) && strangers.take()
    },
    mayFetchKeys: async (clientId) =>
      (await store.read.authorisations.isKnownClient(clientId)) && keys.take(),
  }
}
