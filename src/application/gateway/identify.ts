/**
 * Tells who calls from what they sent: a client key, or an access token that was fetched by OAuth.
 * Also the words for those it cannot tell.
 */
import { CLIENT_KEY_MISTAKES, parseClientKey } from '../../domain/access/client-key.ts'
import {
  identifyBearer,
  identifyCaller,
  type BearerRefusal,
  type Caller,
  type CallerRefusal,
} from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Resource } from '../../domain/authorisation/authorisation.ts'
import { err, type Result } from '../../domain/result.ts'
import type { AccessTokenClaims, TokenFault } from '../authorisation/ports.ts'
import type { Services } from '../context.ts'
import { refusal, type CallRefusal, type KeyHolder } from './refusal.ts'

export type IdentifyServices = Pick<Services, 'world' | 'pictures' | 'hashKey' | 'accessTokens'>

/** Takes client keys only: the admin API and the metrics are for no AI client. */
export const KEYS_ONLY = 'keys only'

/**
 * `authorization` is the header's value; `door` says whose tokens are good here. At once as a
 * rule; a promise when the access picture has to be confirmed first, or a token is new here.
 *
 * @throws HubwardError `access.picture_stale`
 */
export function identify(
  services: IdentifyServices,
  authorization: string | undefined,
  door: Resource | typeof KEYS_ONLY = KEYS_ONLY,
): Result<Caller, CallRefusal> | Promise<Result<Caller, CallRefusal>> {
  const bearer = bearerOf(authorization)
  if (bearer === undefined) return err(refusal('auth.missing', MISSING[door]))
  if (TOKEN.test(bearer)) return identifyToken(services, bearer, door)
  const hash = services.hashKey(bearer)
  const within = (picture: AccessPicture): Result<Caller, CallRefusal> => {
    const caller = identifyCaller(picture, hash, services.world.now())
    if (caller.ok) return caller
    const why = refusal('auth.invalid', wordsFor(caller.error, bearer))
    const holder = holderOf(picture, hash)
    return err(holder ? { ...why, holder } : why)
  }
  const picture = services.pictures.current()
  return picture instanceof Promise ? picture.then(within) : within(picture)
}

/** What opens each door, for whoever came with nothing. */
const MISSING: Readonly<Record<Resource | typeof KEYS_ONLY, string>> = {
  mcp: 'Sign in: a client that speaks OAuth finds how in the WWW-Authenticate header of this answer. Or send a client key as "Authorization: Bearer hw_…"; an admin makes one with `hubward key create`.',
  hubspot:
    'Send a client key or an access token as "Authorization: Bearer …". An admin makes a key, which begins with hw_, with `hubward key create`.',
  scim: 'Send the client key of the identity provider’s service account, or an access token for it, as "Authorization: Bearer …".',
  [KEYS_ONLY]:
    'Send your client key as "Authorization: Bearer hw_…". An admin makes one with `hubward key create`.',
}

/** RFC 6750 §2.1; the scheme's name is case-insensitive (RFC 9110 §11.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined
  if (authorization.startsWith('Bearer ') && PLAIN_BEARER.test(authorization))
    return authorization.slice('Bearer '.length)
  return /^bearer +([^\s]+) *$/i.exec(authorization)?.[1]
}

/** As most send it: nothing to be found in it, so nothing is made for what was found. */
const PLAIN_BEARER = /^Bearer \S+$/

/** Three parts of base64url: a signed token (RFC 7515 §3.1). A client key has no dot. */
const TOKEN = /^[\w-]*\.[\w-]*\.[\w-]*$/

function identifyToken(
  services: IdentifyServices,
  token: string,
  door: Resource | typeof KEYS_ONLY,
): Result<Caller, CallRefusal> | Promise<Result<Caller, CallRefusal>> {
  if (door === KEYS_ONLY) return err(refusal('auth.invalid', NO_TOKENS_HERE))
  const now = services.world.now()
  const read = services.accessTokens.read(token, now)
  const picture = services.pictures.current()
  if (!(read instanceof Promise) && !(picture instanceof Promise) && isSeen(picture, read))
    return bearerIn(picture, read, door, now)
  return Promise.all([read, picture]).then(async ([claims, current]) => {
    if (isSeen(current, claims)) return bearerIn(current, claims, door, now)
    // Let in a moment ago at another process: a client that is refused its first call gives up.
    // Only we sign tokens, so nobody else can make us read the database with them.
    await services.pictures.refresh()
    return bearerIn(await services.pictures.current(), claims, door, now)
  })
}

/** Whether the picture knows what the token hangs on, live or ended. */
function isSeen(picture: AccessPicture, read: Result<AccessTokenClaims, TokenFault>): boolean {
  if (!read.ok) return true
  const { id, kind } = read.value.hangsOn
  return (kind === 'key' ? picture.keyById(id) : picture.authorisation(id)) !== undefined
}

function bearerIn(
  picture: AccessPicture,
  read: Result<AccessTokenClaims, TokenFault>,
  door: Resource,
  now: Date,
): Result<Caller, CallRefusal> {
  if (!read.ok) return err(refusal('auth.invalid', TOKEN_FAULTS[read.error]))
  // A token for one door opens no other (RFC 8707 §2): a client that may use the tools may not
  // have been let in to the API.
  if (read.value.resource !== door)
    return err(
      refusal(
        'auth.invalid',
        `This access token is for /${read.value.resource}, not for /${door}. Fetch one with the right "resource".`,
      ),
    )
  const caller = identifyBearer(picture, read.value, now)
  if (caller.ok) return caller
  const why = refusal('auth.invalid', BEARER_WORDS[caller.error])
  const principal = picture.principal(read.value.principalId)
  if (!principal) return err(why)
  const meansId = read.value.hangsOn.id
  return err({
    ...why,
    holder: { meansId, principalId: principal.id, principalName: principal.name },
  })
}

function holderOf(picture: AccessPicture, hash: string): KeyHolder | undefined {
  const key = picture.keyByHash(hash)
  const principal = key && picture.principal(key.principalId)
  return principal && { meansId: key.id, principalId: principal.id, principalName: principal.name }
}

/** A key that was damaged on the way says so by its checksum. */
function wordsFor(why: CallerRefusal, key: string): string {
  if (why !== 'key_unknown') return WORDS[why]
  const read = parseClientKey(key)
  return read.ok ? WORDS.key_unknown : CLIENT_KEY_MISTAKES[read.error]
}

const WORDS: Record<CallerRefusal, string> = {
  key_unknown:
    'This client key is not known: mistyped, revoked, or of another Hubward. Ask an admin for a new one.',
  key_revoked: 'This client key was revoked. Ask an admin for a new one.',
  key_expired: 'This client key has expired. Ask an admin for a new one.',
  principal_removed:
    'This client key is not known: mistyped, revoked, or of another Hubward. Ask an admin for a new one.',
}

const NO_TOKENS_HERE =
  'Access tokens of AI clients do not open the admin API. Sign in, or send a client key.'

const TOKEN_FAULTS: Record<TokenFault, string> = {
  not_ours: 'This access token is not one of this Hubward. Connect again.',
  expired: 'This access token has expired. Fetch a new one with the refresh token.',
}

const BEARER_WORDS: Record<BearerRefusal, string> = {
  authorisation_ended: 'This client was cut off, or its authorisation has ended. Connect again.',
  key_ended: 'The client key with which this token was fetched is no longer valid.',
  token_expired: TOKEN_FAULTS.expired,
  principal_removed: 'This client was cut off, or its authorisation has ended. Connect again.',
}
