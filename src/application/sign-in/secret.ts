/** Makes secrets: 256 bits that leave once, and the hash that stays. */
import { base64url } from '../../domain/base64url.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { SECRET_BYTES } from '../../domain/sign-in/one-time-link.ts'
import type { Services } from '../context.ts'
import type { Hash } from './ports.ts'

export interface Secret {
  readonly text: Redacted<string>
  readonly hash: Hash
}

export function newSecret({ world, hashKey }: Services, prefix = ''): Secret {
  const text = `${prefix}${base64url(world.randomBytes(SECRET_BYTES))}`
  return { text: redacted(text), hash: hashKey(text) }
}
