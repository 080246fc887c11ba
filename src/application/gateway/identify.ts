/** Tells who calls from the client key they sent; the words for those it cannot tell. */
import { identifyCaller, type Caller, type CallerRefusal } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Services } from '../context.ts'
import { refusal, type CallRefusal } from './refusal.ts'

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
    return caller.ok ? ok(caller.value) : err(refusal('auth.invalid', WORDS[caller.error]))
  }
  const picture = services.pictures.current()
  return picture instanceof Promise ? picture.then(within) : within(picture)
}

/** RFC 6750 §2.1; the scheme's name is case-insensitive (RFC 9110 §11.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  const match = authorization && /^bearer +([^\s]+) *$/i.exec(authorization)
  return match ? match[1] : undefined
}

const WORDS: Record<CallerRefusal, string> = {
  key_unknown:
    'This client key is not known: mistyped, revoked, or of another Hubward. Ask an admin for a new one.',
  key_revoked: 'This client key was revoked. Ask an admin for a new one.',
  key_expired: 'This client key has expired. Ask an admin for a new one.',
  principal_removed:
    'This client key is not known: mistyped, revoked, or of another Hubward. Ask an admin for a new one.',
}
