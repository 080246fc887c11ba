/**
 * The guard of everything that goes out to an address a person typed or a stranger sent: webhooks,
 * mail servers, documents of OAuth clients. It looks three times, since each look alone has been got
 * round: at a literal address, which Node never looks up; at every address a name has, connecting to
 * those very ones and asking no second time; and at the peer that was really reached.
 */
import { lookup, type LookupAddress } from 'node:dns'
import {
  BlockList,
  connect as connectTcp,
  isIP,
  isIPv4,
  type LookupFunction,
  type Socket,
} from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { isPublicAddress } from './public-address.ts'

/** No address that may be reached: nothing was sent. */
export class AddressRefused extends Error {
  constructor(host: string) {
    super(`${host} is no address on the internet`)
    this.name = 'AddressRefused'
  }
}

export interface GuardOptions {
  /** Which addresses may be reached. Those on the internet unless told otherwise. */
  readonly permits?: (address: string) => boolean
  /** How names become addresses; the system's way unless told otherwise. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>
}

export interface Guard {
  /** A literal address that may not be reached; of a name this says nothing: it is looked up each time. */
  refuses(host: string): boolean
  /** For undici: connects, by TLS where the address is `https:`. */
  connector(options?: { readonly timeout?: number; readonly ca?: string }): buildConnector.connector
  /**
   * A connected socket, for protocols that bring their own TLS.
   * @throws AddressRefused; errors of Node's own with their `code`
   */
  connect(target: { host: string; port: number; timeoutMs: number }): Promise<Socket>
}

/** Networks as the operator writes them: `10.0.0.25`, `127.0.0.0/8`, `fd00::/8`. */
export function networks(written: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const one of written) {
    const [network = '', prefix] = one.split('/')
    const family = isIPv4(network) ? 'ipv4' : 'ipv6'
    list.addSubnet(network, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

export function createGuard(options: GuardOptions = {}): Guard {
  const permits = options.permits ?? isPublicAddress
  const resolve = options.resolve ?? systemLookup

  async function addressesOf(host: string): Promise<LookupAddress[]> {
    const found = await resolve(host)
    // One that may not be reached among them is no accident: take none.
    if (found.length === 0 || !found.every(({ address }) => permits(address)))
      throw new AddressRefused(host)
    return [...found]
  }

  const guardedLookup: LookupFunction = (host, { all, family }, done) =>
    callbackify(addressesOf)(host, (error, found) => {
      if (error) return done(error, '')
      const wanted = found.filter((one) => !family || one.family === family)
      const [first] = wanted
      if (!first) done(new AddressRefused(host), '')
      else if (all) done(null, wanted)
      else done(null, first.address, first.family)
    })

  /** Node looks up no literal address, so the lookup above would not see it. */
  const refusesLiteral = (host: string): boolean => isIP(host) !== 0 && !permits(host)

  return {
    refuses: (host) => refusesLiteral(bare(host)),
    connector(more = {}) {
      const connect = buildConnector({ ...more, lookup: guardedLookup })
      return (target, done) => {
        const host = bare(target.hostname)
        if (refusesLiteral(host)) return done(new AddressRefused(host), null)
        connect(target, (error, socket) => {
          if (error) return done(error, null)
          if (permits(socket.remoteAddress ?? '')) return done(null, socket)
          socket.destroy()
          done(new AddressRefused(host), null)
        })
      }
    },
    connect({ host: written, port, timeoutMs }) {
      const host = bare(written)
      if (refusesLiteral(host)) return Promise.reject(new AddressRefused(host))
      return new Promise((connected, failed) => {
        const socket = connectTcp({ host, port, lookup: guardedLookup, autoSelectFamily: true })
        const end = (error: Error): void => {
          clearTimeout(timer)
          socket.destroy()
          failed(error)
        }
        const timer = setTimeout(() => end(timedOut(host, timeoutMs)), timeoutMs)
        socket.once('error', end)
        socket.once('connect', () => {
          if (!permits(socket.remoteAddress ?? '')) return end(new AddressRefused(host))
          clearTimeout(timer)
          socket.off('error', end)
          // Until whoever asked listens: an error that nobody hears would end Node.
          socket.on('error', () => undefined)
          connected(socket)
        })
      })
    },
  }
}

/** As addresses in URLs are written: `[::1]`. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

const systemLookup = (host: string): Promise<LookupAddress[]> =>
  new Promise((found, failed) => {
    lookup(host, { all: true }, (error, addresses) => (error ? failed(error) : found(addresses)))
  })

const timedOut = (host: string, timeoutMs: number): Error =>
  Object.assign(new Error(`${host} did not answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
