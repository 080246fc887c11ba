/**
 * Keeps pages of other sites from speaking to this door through a visitor's browser (DNS
 * rebinding; MCP, "Security warning" of Streamable HTTP). Programs send no Origin and pass.
 */
import { validateHostHeader } from '@modelcontextprotocol/server'

export interface Doorstep {
  /** Host names by which this door may be addressed, without ports. */
  readonly allowedHosts: readonly string[]
  /** `https://claude.ai`: scheme, host and port, as browsers send them. */
  readonly allowedOrigins: readonly string[]
}

/** One sentence where the request must not come in; `undefined` where it may. */
export function strayRequest(
  { allowedHosts, allowedOrigins }: Doorstep,
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
): string | undefined {
  const host = validateHostHeader(headers.host, [...allowedHosts])
  if (!host.ok)
    return `This door is not known as “${(headers.host ?? '').slice(0, 200)}”. Use its public address; an operator sets it with HUBWARD_PUBLIC_URL.`
  const { origin } = headers
  if (origin === undefined || allowedOrigins.includes(origin)) return undefined
  const from = URL.parse(origin)
  // A page on the very machine or host that serves us, whatever its port.
  if (from && origin === from.origin && allowedHosts.includes(from.hostname)) return undefined
  return `Pages of “${origin.slice(0, 200)}” may not use this door. An operator can allow it with HUBWARD_ALLOWED_ORIGINS.`
}

/** What this machine calls itself. */
export const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']
