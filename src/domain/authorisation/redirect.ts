/**
 * Addresses to which a client's answers may go. Exact comparison, character by character (OAuth
 * 2.1 §2.3.1), with the one exception that programs on a device need: the port of a loopback
 * address is chosen when they run (RFC 8252 §7.3).
 */

/** `localhost` is no loopback *address*, but what most clients register. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[^#]*)?$/

/** Whether `asked` is one of the registered ones. */
export function redirectMatches(asked: string, registered: readonly string[]): boolean {
  if (registered.includes(asked)) return true
  const wanted = LOOPBACK.exec(asked)
  // There is no port 99999.
  if (!wanted || !URL.canParse(asked)) return false
  return registered.some((one) => {
    const known = LOOPBACK.exec(one)
    // The name must be the same, too: `localhost` may be pointed elsewhere, the address may not.
    return known !== null && known[1] === wanted[1] && (known[3] ?? '/') === (wanted[3] ?? '/')
  })
}

export const isLoopback = (uri: string): boolean => LOOPBACK.test(uri)

/** Whether it is an app's own scheme (RFC 8252 §7.1), which any other app on the device may claim as well. */
export function isAppScheme(uri: string): boolean {
  const read = URL.parse(uri)
  return read !== null && !WEB.has(read.protocol)
}

/**
 * Whether it leads where it seems to lead. Browsers take a backslash for a slash, pass over tabs
 * and what stands before an `@`, and some letters look like others; no honest client needs those.
 */
export function isPlainRedirect(uri: string): boolean {
  if (!/^[!-~]+$/.test(uri) || uri.includes('\\')) return false
  const read = URL.parse(uri)
  if (read === null || read.username !== '' || read.password !== '') return false
  if (!WEB.has(read.protocol)) return true
  // The host stands there as it is reached: no `%65`, no third slash, no empty name before an `@`.
  const [, written = ''] = /^https?:\/\/([^/?#]*)/i.exec(uri) ?? []
  return written.replace(/:\d*$/, '').toLowerCase() === read.hostname
}

/** What a person is shown of it: the host as a browser reads it, or the scheme of an app. */
export function redirectHost(uri: string): string {
  const read = URL.parse(uri)
  if (!read) return ''
  return WEB.has(read.protocol) ? read.host : read.protocol.slice(0, -1)
}

const WEB = new Set(['http:', 'https:'])

/** `claude.ai` and `api.claude.ai` are one owner's for whoever owns `claude.ai`; not the other way. */
export const belongsTo = (host: string, owner: string): boolean =>
  host === owner || host.endsWith(`.${owner}`)
