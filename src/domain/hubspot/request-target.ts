/**
 * Reads an HTTP request target strictly, so that HubSpot cannot read it in another way than we
 * did. Whatever two readers might understand differently is refused with its reason; nothing is
 * cleaned up, and what is accepted is forwarded byte for byte.
 */
import { err, ok, type Result } from '../result.ts'

export interface RequestTarget {
  /** As it was sent, from its first slash, without the query. */
  readonly path: string
  /** Decoded, without the empty one of a trailing slash. */
  readonly segments: readonly string[]
  /** Decoded pairs in the order sent; `properties=a&properties=b` stays two pairs. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** As it was sent, without the `?`; `null` where there was none. */
  readonly rawQuery: string | null
}

export type TargetRefusal = keyof typeof TARGET_REFUSALS

/** Every reason for which a target is refused, with the sentence for the caller. */
export const TARGET_REFUSALS = {
  too_long: 'The request target is longer than 16,384 characters.',
  absolute_form: 'The request target must start with “/”: no scheme, no host.',
  fragment: 'A request target has no fragment (“#”).',
  forbidden_character:
    'The request target holds a character that must be percent-encoded, or must not be there at all.',
  backslash: 'The path holds a backslash.',
  empty_segment: 'The path holds two slashes in a row.',
  dot_segment: 'The path holds a “.” or “..” segment.',
  path_parameter: 'The path holds a “;” parameter.',
  bad_encoding: 'A percent-encoding is broken or is not UTF-8.',
  needless_encoding:
    'The path encodes a character that needs no encoding; write letters, digits, “-”, “.”, “_” and “~” as they are.',
  encoded_separator:
    'The path encodes a slash, backslash, percent, semicolon or control character, which could be decoded twice.',
  trailing_dot_or_space: 'A segment of the path ends in a dot or begins or ends with a space.',
  query_separator: 'The query separates parameters by “;”; use “&”.',
  query_name: 'A query parameter has no name, or brackets or control characters in its name.',
  query_case: 'A query parameter is written in another case than HubSpot has it.',
  query_duplicate: 'A query parameter that has one value was sent more than once.',
  method_in_query: 'The query asks for another method than the request line has.',
  credential_in_query:
    'The query holds a credential (hapikey, access_token); send the client key in the Authorization header.',
} as const

/** Headers that ask a server to read another method or path than the request line has. */
export const OVERRIDE_HEADERS: readonly string[] = [
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-url',
  'x-original-uri',
  'x-rewrite-url',
]

/** Never throws, whatever the text. */
export function parseRequestTarget(raw: string): Result<RequestTarget, TargetRefusal> {
  if (raw.length > MAX_LENGTH) return err('too_long')
  if (raw.charCodeAt(0) !== SLASH) return err('absolute_form')
  const mark = raw.indexOf('?')
  const path = mark === -1 ? raw : raw.slice(0, mark)
  const rawQuery = mark === -1 ? null : raw.slice(mark + 1)
  const segments = parsePath(path)
  if (!segments.ok) return segments
  if (rawQuery === null || rawQuery === '')
    return ok({ path, segments: segments.value, query: [], rawQuery })
  const query = parseQuery(rawQuery)
  return query.ok ? ok({ path, segments: segments.value, query: query.value, rawQuery }) : query
}

const MAX_LENGTH = 16_384
const SLASH = 0x2f

function parsePath(path: string): Result<readonly string[], TargetRefusal> {
  const segments: string[] = []
  let start = 1
  let encoded = false
  for (let index = 1; index <= path.length; index++) {
    const code = index === path.length ? SLASH : path.charCodeAt(index)
    if (code === SLASH) {
      if (index === start) {
        if (index === path.length) break
        return err('empty_segment')
      }
      const segment = readSegment(path.slice(start, index), encoded)
      if (!segment.ok) return segment
      segments.push(segment.value)
      start = index + 1
      encoded = false
    } else if (code === 0x25) encoded = true
    else if (code >= 0x80 || PATH_CHARACTERS[code] !== 1) return err(refusalFor(code))
  }
  return ok(segments)
}

/** RFC 3986 §3.3 `pchar`, without `;` and `%`. */
const PATH_CHARACTERS = table("!$&'()*+,=:@")
/** RFC 3986 §3.4, without `;` and `%`; with `[` `]` `|` `{` `}` `"` `^` that clients leave bare. */
const QUERY_CHARACTERS = table('!$&\'()*+,=:@/?[]|{}"^`<>')

function table(others: string): Uint8Array {
  const allowed = new Uint8Array(0x80)
  const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
  for (const character of unreserved + others) allowed[character.charCodeAt(0)] = 1
  return allowed
}

function refusalFor(code: number): TargetRefusal {
  if (code === 0x23) return 'fragment'
  if (code === 0x5c) return 'backslash'
  if (code === 0x3b) return 'path_parameter'
  return 'forbidden_character'
}

function readSegment(raw: string, encoded: boolean): Result<string, TargetRefusal> {
  if (raw === '.' || raw === '..') return err('dot_segment')
  if (!encoded) return raw.endsWith('.') ? err('trailing_dot_or_space') : ok(raw)
  if (NEEDLESS_ENCODING.test(raw)) return err('needless_encoding')
  const text = decode(raw)
  if (text === null) return err('bad_encoding')
  if (holdsSeparator(text)) return err('encoded_separator')
  return /^\s|[\s.]$/.test(text) ? err('trailing_dot_or_space') : ok(text)
}

/** Encodings of the unreserved characters (RFC 3986 §2.3), which equal the characters themselves. */
const NEEDLESS_ENCODING = /%(?:2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/i

function holdsSeparator(text: string): boolean {
  for (const character of text)
    if ('/\\%;'.includes(character) || isControl(character.charCodeAt(0))) return true
  return false
}

const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0)

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function parseQuery(raw: string): Result<RequestTarget['query'], TargetRefusal> {
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index)
    if (code === 0x3b) return err('query_separator')
    if (code !== 0x25 && code !== 0x26 && (code >= 0x80 || QUERY_CHARACTERS[code] !== 1))
      return err(code === 0x23 ? 'fragment' : 'forbidden_character')
  }
  const pairs: (readonly [string, string])[] = []
  const seen = new Set<string>()
  for (const piece of raw.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    const name = decodeForm(equals === -1 ? piece : piece.slice(0, equals))
    const value = decodeForm(equals === -1 ? '' : piece.slice(equals + 1))
    if (name === null || value === null) return err('bad_encoding')
    const refusal = refuseName(name, seen)
    if (refusal) return err(refusal)
    seen.add(name)
    pairs.push([name, value])
  }
  return ok(pairs)
}

/** `application/x-www-form-urlencoded`: a plus is a space. */
const decodeForm = (text: string) =>
  text.includes('+') || text.includes('%') ? decode(text.replaceAll('+', ' ')) : text

function refuseName(name: string, seen: ReadonlySet<string>): TargetRefusal | null {
  const duplicate = seen.has(name) && !REPEATABLE_PARAMETERS.has(name) ? 'query_duplicate' : null
  if (COMMON_PARAMETERS.has(name)) return duplicate
  if (!PARAMETER_NAME.test(name)) return 'query_name'
  const lower = name.toLowerCase()
  if (CREDENTIAL_PARAMETERS.has(lower)) return 'credential_in_query'
  if (lower === '_method' || OVERRIDE_HEADERS.includes(lower)) return 'method_in_query'
  const known = DECIDING_PARAMETERS.get(lower)
  if (known !== undefined && known !== name) return 'query_case'
  return duplicate
}

const PARAMETER_NAME = /^[A-Za-z0-9_.$:-]{1,256}$/

const CREDENTIAL_PARAMETERS: ReadonlySet<string> = new Set([
  'hapikey',
  'access_token',
  'accesstoken',
  'oauth_token',
  'refresh_token',
  'client_secret',
])

/** Those that decide over the scopes a call needs, by their lower case. */
const DECIDING_PARAMETERS: ReadonlyMap<string, string> = new Map(
  [
    'associations',
    'properties',
    'propertiesWithHistory',
    'idProperty',
    'objectType',
    'objectTypeId',
    'includeStats',
    'variantStats',
    'startDate',
    'endDate',
  ].map((name) => [name.toLowerCase(), name]),
)

/** Names that need no second look: most calls have no others. */
const COMMON_PARAMETERS: ReadonlySet<string> = new Set([
  ...DECIDING_PARAMETERS.values(),
  'limit',
  'after',
  'archived',
  'sort',
  'offset',
])

/** Array parameters: what the official client repeats, and those of the v2 analytics reports. */
const REPEATABLE_PARAMETERS: ReadonlySet<string> = new Set([
  'associations',
  'properties',
  'propertiesWithHistory',
  'property',
  'includedProperties',
  'sort',
  'domain',
  'emailIds',
  'eventType',
  'formTypes',
  'groupId',
  'id',
  'ids',
  'listIds',
  'name',
  'objectId',
  'objectType',
  'parentFolderIds',
  'pathPrefix',
  'type',
  'types',
  'userId',
  'd1',
  'd2',
  'e',
  'f',
  'metrics',
])
