/**
 * What a sender's program seals: the key and what belongs to it, as JSON. Read strictly after
 * opening, because anybody with the link may have written it: unknown members, wrong types and
 * anything over its limit refuse the whole. Never throws, and never repeats what it refuses.
 */
import { isEmailAddress, LONGEST_EMAIL } from '../email-address.ts'
import { redacted, type Redacted } from '../redacted.ts'
import { err, ok, type Result } from '../result.ts'
import { HANDED_KINDS, type HandedKind } from './intake.ts'
import { PAYLOAD_VERSION } from './box.ts'

export const PAYLOAD_LIMITS = {
  token: 8_192,
  context: 4_000,
  link: 2_000,
  links: 20,
  email: LONGEST_EMAIL,
  passphrase: 1_000,
  /** Of a file, before base64. */
  fileBytes: 64 * 1024,
} as const

/** The key itself: typed or pasted, or in a file that the sender encrypted elsewhere. */
export type HandedKey =
  | { readonly from: 'text'; readonly token: Redacted<string> }
  | { readonly from: 'age'; readonly file: Uint8Array }
  | { readonly from: 'zip'; readonly file: Uint8Array; readonly passphrase: Redacted<string> }

export interface Payload {
  readonly kind: HandedKind
  readonly key: HandedKey
  /** What the sender says the portal's id is. */
  readonly portalId: number | null
  /** In the order in which they were asked for; empty where one has none. */
  readonly links: readonly string[]
  readonly context: string
  /** Where the sender can be reached about it: shown to who decides, and told the outcome. */
  readonly email: string | null
}

/** As it is written: `key` is text or base64url. */
export interface PayloadText {
  readonly kind: HandedKind
  readonly key:
    | { readonly token: string }
    | { readonly age: string }
    | { readonly zip: string; readonly passphrase: string }
  readonly portalId?: number | null
  readonly links?: readonly string[]
  readonly context?: string
  readonly email?: string | null
}

export const writePayload = (payload: PayloadText): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ version: PAYLOAD_VERSION, ...payload }))

export type PayloadFault =
  'not_json' | 'other_version' | 'unknown_member' | `bad_${keyof PayloadText}`

export function readPayload(
  bytes: Uint8Array,
  bytesOf: (base64url: string) => Uint8Array | undefined,
): Result<Payload, PayloadFault> {
  const parsed = parseJson(bytes)
  if (!isRecord(parsed)) return err('not_json')
  if (parsed['version'] !== PAYLOAD_VERSION) return err('other_version')
  if (Object.keys(parsed).some((name) => !MEMBERS.has(name))) return err('unknown_member')
  const kind = HANDED_KINDS.find((one) => one === parsed['kind'])
  if (kind === undefined) return err('bad_kind')
  const key = readKey(parsed['key'], bytesOf)
  if (key === undefined) return err('bad_key')
  const portalId = parsed['portalId'] ?? null
  if (portalId !== null && !isPortalId(portalId)) return err('bad_portalId')
  const links = parsed['links'] ?? []
  if (!isTexts(links)) return err('bad_links')
  const context = parsed['context'] ?? ''
  if (!isText(context, PAYLOAD_LIMITS.context)) return err('bad_context')
  const email = parsed['email'] ?? null
  if (email !== null && !(typeof email === 'string' && isEmailAddress(email)))
    return err('bad_email')
  return ok({ kind, key, portalId, links, context: context.trim(), email })
}

/** In a file may lie the token alone, or the same JSON as above. */
export function readFileText(text: string): { readonly token: Redacted<string> } {
  const parsed = parseJson(new TextEncoder().encode(text))
  const token = isRecord(parsed) ? parsed['token'] : undefined
  return { token: redacted(typeof token === 'string' ? token : text) }
}

const MEMBERS = new Set(['version', 'kind', 'key', 'portalId', 'links', 'context', 'email'])

function readKey(
  key: unknown,
  bytesOf: (base64url: string) => Uint8Array | undefined,
): HandedKey | undefined {
  if (!isRecord(key)) return undefined
  const names = Object.keys(key).sort().join(' ')
  if (names === 'token')
    return isText(key['token'], PAYLOAD_LIMITS.token)
      ? { from: 'text', token: redacted(key['token']) }
      : undefined
  const file = fileOf(names === 'age' ? key['age'] : key['zip'], bytesOf)
  if (file === undefined) return undefined
  if (names === 'age') return { from: 'age', file }
  const passphrase = key['passphrase']
  return names === 'passphrase zip' && isText(passphrase, PAYLOAD_LIMITS.passphrase)
    ? { from: 'zip', file, passphrase: redacted(passphrase) }
    : undefined
}

function fileOf(
  text: unknown,
  bytesOf: (base64url: string) => Uint8Array | undefined,
): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length > Math.ceil((PAYLOAD_LIMITS.fileBytes * 4) / 3))
    return undefined
  return bytesOf(text)
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most && value.isWellFormed() && !value.includes('\0')

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length <= PAYLOAD_LIMITS.links &&
  value.every((link) => isText(link, PAYLOAD_LIMITS.link))

const isPortalId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0
