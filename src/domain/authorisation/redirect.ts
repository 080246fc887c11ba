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
  if (!wanted) return false
  return registered.some((one) => {
    const known = LOOPBACK.exec(one)
    // The name must be the same, too: `localhost` may be pointed elsewhere, the address may not.
    return known !== null && known[1] === wanted[1] && (known[3] ?? '/') === (wanted[3] ?? '/')
  })
}

export const isLoopback = (uri: string): boolean => LOOPBACK.test(uri)

/** What a person is shown of it: the host, or the scheme of an app on the device. */
export function redirectHost(uri: string): string {
  const web = /^https?:\/\/([^/?#]*)/i.exec(uri)
  if (web) return (web[1] ?? '').toLowerCase()
  return uri.slice(0, uri.indexOf(':')).toLowerCase()
}

/** `claude.ai` and `api.claude.ai` are one owner's for whoever owns `claude.ai`; not the other way. */
export const belongsTo = (host: string, owner: string): boolean =>
  host === owner || host.endsWith(`.${owner}`)
