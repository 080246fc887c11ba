/**
 * The gateway between a real HTTP client and a real HTTP server, with the ports that need a
 * database (picture, budget, log, vault) in memory: for what streams, breaks and is retried.
 */
import { hash, randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUpstream } from '../../src/adapters/hubspot/forward/upstream.ts'
import { inFlightOf } from '../../src/application/gateway/in-flight.ts'
import type { Allowance, Budget, CallLog, Credentials, Log } from '../../src/application/ports.ts'
import { buildPicture, type PictureRows } from '../../src/domain/access/picture.ts'
import type { Scope } from '../../src/domain/access/scope.ts'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { HubwardError } from '../../src/domain/errors.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { ok } from '../../src/domain/result.ts'
import { createRestDoor } from '../../src/surfaces/rest/door.ts'

export const TOKEN = 'pat-na1-7c1f0d52-3b5e-4b7e-9f0a-6d2c8e4b1a90'
export const KEY = 'hw_test-key-of-ana'
/** Of another member of the same group. */
export const OTHER_KEY = 'hw_test-key-of-ben'
const WHEN = new Date('2026-11-21T08:00:00Z')

export interface Rig {
  readonly url: string
  readonly hubspotUrl: string
  readonly events: CallEvent[]
  readonly allowances: { settled: number; cancelled: number; lost: number }
  /** Allowances that were given and not ended yet; one that is ended twice is a fault. */
  openAllowances(): number
  /** A fresh allowance, for a `budget.next` that grants. */
  allow(): Allowance
  /** How often an event was to be recorded, failed ones included. */
  recorded(): number
  /** Requests that reached the door. */
  requests(): number
  /** Callers with calls under way. */
  callersInFlight(): number
  /** Changes what the caller may do from now on. */
  grant(scopes: readonly Scope[]): void
  /** Makes records fail, as when the database is away. */
  failRecords(fail: boolean | (() => boolean)): void
  readonly budget: { next: Budget['take'] | null }
  /** Buckets that a 429's body named, and how long they are closed. */
  readonly closedBuckets: [budget: string, ms: number | undefined][]
  /** How often HubSpot's 401 took the bearer back. */
  rejections(): number
  /** What was logged as an error: faults of ours. */
  readonly faults: string[]
  /** Connections of callers that are open. */
  openConnections(): Promise<number>
  /** Connections to HubSpot that are open. */
  openUpstream(): Promise<number>
  close(): Promise<void>
}

export async function gatewayRig(
  hubspot: RequestListener,
  kind: Connection['kind'] = 'service_key',
): Promise<Rig> {
  const upstreamServer = await listen(createServer(hubspot))
  const hubspotUrl = urlOf(upstreamServer)
  const events: CallEvent[] = []
  const allowances = { settled: 0, cancelled: 0, lost: 0 }
  const closedBuckets: Rig['closedBuckets'] = []
  const faults: string[] = []
  const state = {
    picture: buildPicture(rows(hubspotUrl, ['contacts:read'], kind)),
    failing: () => false,
    rejections: 0,
    recorded: 0,
    requests: 0,
    openAllowances: 0,
  }
  const allowance = (): Allowance => {
    let open = true
    state.openAllowances++
    const end = (how: keyof typeof allowances) => (): void => {
      if (!open) faults.push(`an allowance was ended twice, the second time as ${how}`)
      open = false
      state.openAllowances--
      allowances[how]++
    }
    return { waitedMs: 0, settle: end('settled'), cancel: end('cancelled'), lost: end('lost') }
  }
  const budgetOverride: Rig['budget'] = { next: null }
  const budget: Budget = {
    take: (request) => budgetOverride.next?.(request) ?? ok(allowance()),
    refused: (_connection, name, ms) => void closedBuckets.push([name, ms]),
    reading: () => [{ budget: 'burst', limit: 190, remaining: 180, windowMs: 10_000 }],
  }
  const callLog: CallLog = {
    async record(event) {
      state.recorded++
      await sleep(1)
      if (state.failing()) throw new HubwardError('audit.unavailable')
      events.push(event)
    },
  }
  const credentials: Credentials = {
    bearer: () => redacted(TOKEN),
    forget: () => undefined,
    renew: () => (++state.rejections > 0 && kind === 'oauth' ? 'another' : 'none'),
  }
  const upstream = createUpstream({ headersTimeoutMs: 2_000 })
  const silent = () => undefined
  const log: Log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (facts, message) => void faults.push(`${message}: ${String(facts['err'])}`),
  }
  const door = createRestDoor(
    {
      world: {
        now: () => new Date(),
        monotonicMs: () => performance.now(),
        sleep: (ms, signal) => sleep(ms, undefined, { signal }),
        randomBytes,
      },
      hashKey: (text) => hash('sha256', text, 'hex'),
      pictures: { current: () => state.picture, refresh: async () => undefined },
      budget,
      credentials,
      upstream,
      callLog,
      accessTokens: { read: () => ({ ok: false, error: 'not_ours' }) },
      log,
    },
    { patienceMs: 5_000, site: { publicUrl: 'http://localhost:4110' } },
  )
  const server = await listen(
    createServer((request, response) => {
      state.requests++
      // As the product's server does (main/http-server.ts).
      request.on('error', () => undefined)
      response.on('error', () => undefined)
      door(request, response)
    }),
  )
  return {
    url: urlOf(server),
    hubspotUrl,
    events,
    allowances,
    budget: budgetOverride,
    closedBuckets,
    rejections: () => state.rejections,
    openAllowances: () => state.openAllowances,
    allow: allowance,
    recorded: () => state.recorded,
    requests: () => state.requests,
    callersInFlight: () => inFlightOf(callLog).size,
    faults,
    openConnections: () => connectionsOf(server),
    openUpstream: () => connectionsOf(upstreamServer),
    grant(scopes) {
      state.picture = buildPicture(rows(hubspotUrl, scopes, kind))
    },
    failRecords(fail) {
      state.failing = typeof fail === 'function' ? fail : () => fail
    },
    async close() {
      server.closeAllConnections()
      upstreamServer.closeAllConnections()
      await upstream.close()
      await Promise.all([closed(server), closed(upstreamServer)])
    },
  }
}

function rows(baseUrl: string, scopes: readonly Scope[], kind: Connection['kind']): PictureRows {
  const connection: Connection = {
    id: 'con_main',
    name: 'main',
    title: 'Main portal',
    kind,
    state: 'active',
    stateReason: null,
    baseUrl,
    portalId: 1234567,
    portalName: 'Example',
    accountType: 'STANDARD',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'UTC',
    hubspotUserId: 1,
    hubspotAppId: 2,
    hubspotScopes: [],
    customObjectTypes: [],
    budget: { burst: null, search: null, associations: null, daily: null },
    createdAt: WHEN,
    checkedAt: WHEN,
  }
  return {
    version: 1,
    organisation: { id: 'org_1', name: 'Example' },
    principals: [
      {
        id: 'mem_ana',
        kind: 'member',
        name: 'Ana',
        email: 'ana@example.com',
        role: 'member',
        state: 'active',
        createdAt: WHEN,
      },
      {
        id: 'mem_ben',
        kind: 'member',
        name: 'Ben',
        email: 'ben@example.com',
        role: 'member',
        state: 'active',
        createdAt: WHEN,
      },
      {
        id: 'mem_adm',
        kind: 'member',
        name: 'Admin',
        email: 'admin@example.com',
        role: 'admin',
        state: 'active',
        createdAt: WHEN,
      },
    ],
    groups: [
      {
        id: 'grp_sales',
        name: 'sales',
        title: 'Sales',
        description: '',
        context: '',
        memberIds: ['mem_ana', 'mem_ben'],
        revision: 1,
      },
    ],
    grants:
      scopes.length === 0
        ? []
        : [
            {
              id: 'gnt_1',
              groupId: 'grp_sales',
              connectionId: 'con_main',
              scopes,
              expiresAt: null,
            },
          ],
    connections: [connection],
    keys: [keyOf('key_1', 'mem_ana', KEY), keyOf('key_2', 'mem_ben', OTHER_KEY)],
  }
}

const keyOf = (id: string, principalId: string, text: string): PictureRows['keys'][number] => ({
  id,
  principalId,
  name: 'test',
  createdAt: WHEN,
  expiresAt: null,
  revokedAt: null,
  hash: hash('sha256', text, 'hex'),
})

const listen = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
const urlOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()))
