/**
 * Reads a pasted text as an address, strictly and by itself. The platform’s `URL` is no help here:
 * it repairs (drops line breaks, turns backslashes, resolves dots, maps look-alike letters), and
 * what it repairs is just what a trick is made of. What two readers could understand differently
 * is refused. Work is bounded by the length, which is bounded first.
 */
import { err, ok, type Result } from '../../result.ts'
import { refuse, type LinkRefusal } from './refusals.ts'

export interface Address {
  /** Lower case, ASCII, without port. */
  readonly host: string
  /** As written, without the empty ones at both ends. */
  readonly segments: readonly string[]
  /** The first value of each name, decoded; `null` where a name came with two values. */
  readonly query: ReadonlyMap<string, string | null>
}

const LONGEST = 4_096

export function readAddress(text: string): Result<Address, LinkRefusal> {
  const bare = text.replace(SCHEME, '')
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined && OTHER_SCHEME.test(text))
    return err(refuse('scheme', text.slice(0, text.indexOf(':') + 1)))
  if (bare.includes('\\')) return err(refuse('path', 'a backslash'))
  const end = bare.search(/[/?#]/)
  const authority = end === -1 ? bare : bare.slice(0, end)
  const host = readHost(authority)
  if (!host.ok) return host
  const rest = (end === -1 ? '' : bare.slice(end)).replace(/#.*$/su, '')
  const mark = rest.indexOf('?')
  const segments = readPath(mark === -1 ? rest : rest.slice(0, mark))
  if (!segments.ok) return segments
  return ok({
    host: host.value,
    segments: segments.value,
    query: readQuery(mark === -1 ? '' : rest.slice(mark + 1)),
  })
}

/** Takes away what copying leaves around an address; `null` is too long to be one. */
export function unwrapped(text: string): string | null {
  if (text.length > LONGEST) return null
  const trimmed = text.trim()
  let from = 0
  let to = trimmed.length
  while (from < to && '<("\'“‘['.includes(trimmed[from]!)) from++
  while (to > from && '>)"\'”’],.;:!'.includes(trimmed[to - 1]!)) to--
  return trimmed.slice(from, to)
}

/** Anything but letters, digits, marks, punctuation and symbols: controls, spaces, invisible ones. */
export const HIDDEN = /[\p{C}\p{Z}]/u

const SCHEME = /^(https?):\/\//i
const OTHER_SCHEME = /^[a-z][a-z0-9+-]{0,30}:(?!\d{1,5}(?:[/?#]|$))/i

function readHost(authority: string): Result<string, LinkRefusal> {
  const at = authority.lastIndexOf('@')
  if (at !== -1) return err(refuse('userinfo', `…@${authority.slice(at + 1)}`))
  const [name = '', port, ...more] = authority.split(':')
  if (more.length > 0 || (port !== undefined && port !== '443'))
    return err(refuse('port', authority))
  const host = name.toLowerCase()
  // Also before lower-casing: the Kelvin sign becomes a plain k.
  if (!/^[\x21-\x7e]*$/.test(name) || host.split('.').some((label) => label.startsWith('xn--')))
    return err(refuse('host_letters', name))
  if (host.length > 253 || !HOST.test(host)) return err(refuse('not_an_address', name))
  return ok(host)
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

function readPath(path: string): Result<readonly string[], LinkRefusal> {
  const segments = path.split('/').slice(1)
  if (segments.at(-1) === '') segments.pop()
  const bad = segments.find((segment) => !isPlain(segment))
  return bad === undefined ? ok(segments) : err(refuse('path', bad === '' ? '//' : `/${bad}/`))
}

/** No dots alone, no encoded separator, control or dot, no broken encoding. */
function isPlain(segment: string): boolean {
  if (segment === '' || segment === '.' || segment === '..') return false
  if (!segment.includes('%')) return true
  const decoded = decode(segment)
  return decoded !== null && !/[/\\%?#]|^\.{1,2}$/.test(decoded) && !CONTROL.test(decoded)
}

const CONTROL = /\p{C}/u

function readQuery(query: string): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>()
  for (const pair of query.split('&')) {
    const mark = pair.indexOf('=')
    const name = decode(mark === -1 ? pair : pair.slice(0, mark))
    const value = mark === -1 ? '' : decode(pair.slice(mark + 1))
    if (!name) continue
    values.set(name, values.has(name) && values.get(name) !== value ? null : value)
  }
  return values
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
