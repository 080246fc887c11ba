/**
 * Sends a browser that came by 127.0.0.1 to our public name: passkeys and `__Host-` cookies belong
 * to a name, and to `localhost` on one's own machine (WebAuthn §5.1.3 step 8). Pages only; what a
 * program asks for is answered where it asked.
 */
import { isIP } from 'node:net'
import type { Site } from '../application/sign-in/ports.ts'
import type { Door } from './http-server.ts'

export const byPublicName =
  (site: Site, door: Door): Door =>
  (request, response) => {
    const { method, url = '/', headers } = request
    const ours = new URL(site.publicUrl)
    const asked = URL.canParse(`http://${headers.host}`) && new URL(`http://${headers.host}`)
    const moved =
      method === 'GET' &&
      url.startsWith('/') &&
      !url.startsWith('/api/') &&
      headers.accept?.includes('text/html') &&
      ours.hostname === 'localhost' &&
      asked &&
      LOOPBACK.has(asked.hostname) &&
      asked.port === ours.port
    if (!moved) return door(request, response)
    response.writeHead(302, { location: `${ours.origin}${url}`, 'cache-control': 'no-store' }).end()
  }

const LOOPBACK = new Set(['127.0.0.1', '[::1]'])

/**
 * Why nobody could sign in by a browser at this address; `undefined` where they can. Passkeys and
 * `__Host-` cookies want HTTPS or localhost (Secure Contexts §3.1), passkeys a name at that.
 */
export function unfitForBrowsers(publicUrl: string): string | undefined {
  const { protocol, hostname } = new URL(publicUrl)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  const isAddress = hostname.startsWith('[') || isIP(hostname) !== 0
  if (isAddress) return told(publicUrl, 'passkeys belong to a name, not to an IP address')
  if (protocol === 'https:' || local) return undefined
  return told(publicUrl, 'passkeys and the session cookie need HTTPS')
}

const told = (publicUrl: string, why: string): string =>
  `Nobody can sign in with a browser at ${publicUrl}: ${why}. Set HUBWARD_PUBLIC_URL to the https:// address of your proxy; client keys work all the same.`
