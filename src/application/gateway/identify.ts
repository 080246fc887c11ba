/** Tells who calls from the client key they sent; the words for those it cannot tell. */
import { CLIENT_KEY_MISTAKES, parseClientKey } from '../../domain/access/client-key.ts'
import { identifyCaller, type Caller, type CallerRefusal } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Services } from '../context.ts'
import { refusal, type CallRefusal, type KeyHolder } from './refusal.ts'

export type IdentifyServices = Pick<Services, 'world' | 'pictures' | 'hashKey'>

/**
 * `authorization` is the header's value. At once as a rule; a promise when the access picture has
 * to be confirmed first.
 *
 * @throws HubwardError `access.picture_stale`
 */
export function identify(
  services: IdentifyServices,
  authorization: string | undefined,
): Result<Caller, CallRefusal> | Promise<Result<Caller, CallRefusal>> {
  const key = bearerOf(authorization)
  if (key === undefined)
    return err(
      refusal(
        'auth.missing',
        'Send your client key as "Authorization: Bearer hw_…". An admin makes one with `hubward key create`.',
      ),
    )
  const hash = services.hashKey(key)
  const within = (picture: AccessPicture): Result<Caller, CallRefusal> => {
    const caller = identifyCaller(picture, hash, services.world.now())
    if (caller.ok) return ok(caller.value)
    const why = refusal('auth.invalid', wordsFor(caller.error, key))
    const holder = holderOf(picture, hash)
    return err(holder ? { ...why, holder } : why)
  }
  const picture = services.pictures.current()
  return picture instanceof Promise ? picture.then(within) : within(picture)
}

/** RFC 6750 §2.1; the scheme's name is case-insensitive (RFC 9110 §11.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  const match = authorization && /^bearer +([^\s]+) *$/i.exec(authorization)
  return match ? match[1] : undefined
}

function holderOf(picture: AccessPicture, hash: string): KeyHolder | undefined {
  const key = picture.keyByHash(hash)
  const principal = key && picture.principal(key.principalId)
  return principal && { keyId: key.id, principalId: principal.id, principalName: principal.name }
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
