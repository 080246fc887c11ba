/**
 * Hubward with everything on (key, grants, budget, vault, scrub, audit) behind its MCP door, on an
 * embedded PostgreSQL of its own. The budget is set so high that it never makes a call wait.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { MASTER_KEY_BYTES, MasterKey } from '../../src/adapters/crypto/master-key.ts'
import { bindMasterKey } from '../../src/adapters/database/kek-check.ts'
import { createLog } from '../../src/adapters/telemetry/log.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { openDatabase } from '../../src/main/database.ts'
import { openServices } from '../../src/main/services.ts'
import { createMcpDoor } from '../../src/surfaces/mcp/door.ts'
import { LOCAL_HOSTS } from '../../src/surfaces/mcp/origin.ts'
import { KEY } from './message.ts'

const upstream = process.argv[2]
if (!upstream) throw new Error('usage: hubward <origin of the upstream>')
const dataDir = mkdtempSync(join(tmpdir(), 'hubward-bench-'))
const log = createLog('warn')
const database = await openDatabase({ databaseUrl: undefined, dataDir }, log, () => {})
const site = { publicUrl: 'http://localhost:4110', port: 4110 }
const key = new MasterKey(randomBytes(MASTER_KEY_BYTES))
const kek = localKek(key.derive('vault'), (count) => randomBytes(count))
await bindMasterKey(database.db, { key, source: 'this bench' })
const { services, receipts, close } = await openServices(
  { hubspotBaseUrl: upstream, ...site },
  database,
  kek,
  log,
)
await furnish(upstream)
const door = createMcpDoor(
  { ...services, receipts },
  { site, version: 'bench', patienceMs: 10_000, allowedHosts: LOCAL_HOSTS, allowedOrigins: [] },
)
const server = createServer({ keepAliveTimeout: 120_000 }, door)
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => void stop())

async function stop(): Promise<void> {
  server.closeAllConnections()
  await close()
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
}

/** One caller who may read contacts, straight into the tables: no portal is asked. */
async function furnish(baseUrl: string): Promise<void> {
  const createdAt = new Date()
  const connection: Connection = {
    id: 'con_bench',
    name: 'main',
    title: 'Main',
    kind: 'service_key',
    state: 'active',
    stateReason: null,
    baseUrl,
    portalId: 1_234_567,
    portalName: null,
    accountType: 'STANDARD',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'UTC',
    hubspotUserId: null,
    hubspotAppId: null,
    hubspotScopes: [],
    customObjectTypes: [],
    budget: {
      burst: 10_000_000,
      search: 1_000_000,
      associations: 10_000_000,
      daily: 1_000_000_000,
    },
    createdAt,
    checkedAt: createdAt,
  }
  await services.store.transaction(async (tx) => {
    await tx.organisation.save({ id: 'org_bench', name: 'Bench' })
    await tx.principals.insert({
      id: 'svc_bench',
      kind: 'service_account',
      name: 'bench',
      email: null,
      role: 'member',
      state: 'active',
      createdAt,
    })
    await tx.groups.insert({
      id: 'grp_bench',
      name: 'bench',
      title: 'Bench',
      description: '',
      context: '',
      memberIds: ['svc_bench'],
      revision: 1,
    })
    await tx.connections.insert(connection)
    await tx.grants.insert({
      id: 'gnt_bench',
      groupId: 'grp_bench',
      connectionId: 'con_bench',
      scopes: ['contacts:read'],
      expiresAt: null,
    })
    await tx.keys.insert({
      id: 'key_bench',
      principalId: 'svc_bench',
      name: 'bench',
      createdAt,
      expiresAt: null,
      revokedAt: null,
      hash: Buffer.from(services.hashKey(KEY), 'hex'),
    })
    await services.vault.seal(
      tx,
      'con_bench',
      'token',
      redacted('pat-na1-7c1f0d52-3b5e-4b7e-9f0a-6d2c8e4b1a90'),
    )
  })
  await services.pictures.refresh()
}
