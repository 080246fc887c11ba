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
/** Another network each time, so that none is slowed. */
const anotherAddress = (): string => {
  racer += 1
  return `2001:db8:${(racer >> 16).toString(16)}:${(racer & 0xffff).toString(16)}::1`
}

export interface DoorSaid {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: unknown
}

/** Submits once more, from another address and under another receipt. */
export type Submitter = (more?: {
  readonly receipt?: string
  readonly capability?: string
}) => Promise<DoorSaid>

/** Of one link: everybody sends the same sealed bytes. */
export async function submitter(
  services: Services,
  { port }: RaceDoor,
  agent: Agent,
  made: MadeLink,
): Promise<Submitter> {
  const payload = {
    kind: 'service_key',
    key: { token: 'pat-na1-00000000-0000-0000-0000-000000000000' },
  } as const
  const { sealed } = await sealFor(anonymous(services), made, payload, anotherAddress())
  const text = Buffer.from(sealed).toString('base64url')
  const path = `/i/${made.intake.id}/submit`
  return ({ receipt = newReceipt(), capability = made.link.capability } = {}) =>
    post({ agent, port, path }, anotherAddress(), { capability, sealed: text, receipt })
}

const newReceipt = (): string =>
  createHash('sha256').update(randomBytes(32).toString('base64url')).digest('hex')

export async function race(
  services: Services,
  door: RaceDoor,
  agent: Agent,
  made: MadeLink,
  racers: number,
): Promise<Raced> {
  const submit = await submitter(services, door, agent, made)
  const receipts = Array.from({ length: racers }, newReceipt)
  const answers = await Promise.all(receipts.map((receipt) => submit({ receipt })))
  const won = receipts.filter((_, at) => answers[at]?.status === 201)
  const stored = await Promise.all(
    won.map((receipt) => services.store.read.intakes.findByReceipt(made.intake.id, receipt)),
  )
  return {
    statuses: byStatus(answers),
    receiptMatches: stored.length === 1 && stored[0] !== undefined,
  }
}

/** Statuses, by how many got each. */
export function byStatus(answers: readonly DoorSaid[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function post(
  where: { readonly agent: Agent; readonly port: number; readonly path: string },
  address: string,
  message: object,
): Promise<DoorSaid> {
  const body = JSON.stringify(message)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...where,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-racer': address,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
