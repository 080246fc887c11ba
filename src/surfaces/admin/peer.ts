/** Whose address a request comes from, for limits and for the list of sessions. */
import type { HttpBindings } from '@hono/node-server'

/**
 * The peer's address; behind a proxy that the operator trusts, the nearest address in
 * `X-Forwarded-For` that is no such proxy. What anybody else writes there is believed by nobody.
 */
export function peerOf(
  incoming: HttpBindings['incoming'] | undefined,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): string {
  const peer = plain(incoming?.socket.remoteAddress ?? 'unknown')
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()))
  let nearest = peer
  while (trusted.includes(nearest)) {
    const hop = hops.pop()
    if (!hop) break
    nearest = hop
  }
  return nearest.slice(0, 64)
}

/**
 * An IPv4 address that arrived on an IPv6 socket is written as what it is. Some proxies write the
 * port, too (RFC 7239 §6): each connection would be somebody else.
 */
const plain = (address: string): string =>
  address
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/^::ffff:(?=[\d.]+$)/i, '')
