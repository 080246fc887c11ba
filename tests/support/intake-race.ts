/** Many senders submit to one link at the same moment, over real sockets; exactly one may win. */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, request, type Agent, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Services } from '../../src/application/context.ts'
import { createIntakeDoor } from '../../src/surfaces/intake/door.ts'
import { anonymous, sealFor, type MadeLink } from './intake-sender.ts'

export interface RaceDoor {
  readonly port: number
  close(): void
}

/** Whose address a racer has is said in a header, so that no limit by address decides the race. */
export async function openRaceDoor(services: Services): Promise<RaceDoor> {
  const door = createIntakeDoor(services, {
    page: () => Promise.reject(new Error('nobody asks for the page')),
    addressOf: (from) => String(from.headers['x-racer']),
  })
  const server: Server = createServer(door)
  // A busy machine may leave a connection idle for long, and one that is closed just then is reset.
  server.keepAliveTimeout = 10 * 60_000
  server.requestTimeout = 0
  server.headersTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export interface Raced {
  /** Statuses, by how many got each. */
  readonly statuses: Readonly<Record<number, number>>
  /** The receipt hash that the winner sent is the one that was stored. */
  readonly receiptMatches: boolean
}

let racer = 0

export async function race(
  services: Services,
  { port }: RaceDoor,
  agent: Agent,
  made: MadeLink,
  racers: number,
): Promise<Raced> {
  racer += 1
  const { sealed } = await sealFor(
    anonymous(services),
    made,
    { kind: 'service_key', key: { token: 'pat-na1-00000000-0000-0000-0000-000000000000' } },
    `2001:db8:ffff:${(racer % 60_000).toString(16)}::1`,
  )
  const text = Buffer.from(sealed).toString('base64url')
  const entries = Array.from({ length: racers }, () => {
    racer += 1
    const key = randomBytes(32).toString('base64url')
    return {
      address: `2001:db8:${(racer >> 16).toString(16)}:${(racer & 0xffff).toString(16)}::1`,
      receipt: createHash('sha256').update(key).digest('hex'),
    }
  })
  const path = `/i/${made.intake.id}/submit`
  const answers = await Promise.all(
    entries.map(({ address, receipt }) => {
      const body = JSON.stringify({ capability: made.link.capability, sealed: text, receipt })
      return post(agent, port, path, address, body)
    }),
  )
  const won = entries.filter((_, at) => answers[at] === 201)
  const stored = await Promise.all(
    won.map(({ receipt }) => services.store.read.intakes.findByReceipt(made.intake.id, receipt)),
  )
  const statuses: Record<number, number> = {}
  for (const status of answers) statuses[status] = (statuses[status] ?? 0) + 1
  return { statuses, receiptMatches: stored.length === 1 && stored[0] !== undefined }
}

function post(
  agent: Agent,
  port: number,
  path: string,
  address: string,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-racer': address,
        },
      },
      (response) => {
        response.resume()
        response.once('error', reject)
        response.once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
