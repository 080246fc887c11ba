/**
 * Connections to several emulated portals with everything real that a look at them needs: database,
 * vault, allowance, sockets. The verbs' clock stands still until a test turns it.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { createVault } from '../../src/adapters/crypto/vault.ts'
import { createBudget } from '../../src/adapters/database/budget/budget.ts'
import { createExclusive } from '../../src/adapters/database/exclusive.ts'
import { createAsk } from '../../src/adapters/hubspot/ask.ts'
import { createHealthProbe } from '../../src/adapters/hubspot/health/probe.ts'
import { accountReader } from '../../src/adapters/hubspot/introspection.ts'
import { withinAllowance } from '../../src/application/connection/within-allowance.ts'
import { oauthEndpoint } from '../../src/adapters/hubspot/oauth.ts'
import { createCredentials } from '../../src/application/connection/credentials.ts'
import { newId, type Context, type Services } from '../../src/application/context.ts'
import { lookAtConnection } from '../../src/application/health/look-at-connection.ts'
import { showHealth } from '../../src/application/health/show-health.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { testOrganisation, type TestOrganisation } from './organisation.ts'

export interface HealthRig {
  readonly organisation: TestOrganisation
  /** Acts as the job that looks. */
  readonly job: Context
  /** An emulated portal, and a connection to it of the same name. */
  portal(name: string, options?: EmulatorOptions): Promise<Emulator>
  /** A connection to any address. */
  connect(name: string, token: string, more: Partial<Connection>): Promise<Connection>
  /** Gives a connection the row of its credential that connecting leaves. */
  noteCredential(name: string): Promise<void>
  /** Looks so often, ten seconds apart, and tells what is believed afterwards: `revoked rotated`. */
  look(name: string, times?: number): Promise<string>
  /** What was believed over time, oldest first. */
  past(name: string): Promise<string[]>
  close(): Promise<void>
}

export async function healthRig(reference: string | null = null): Promise<HealthRig> {
  const organisation = await testOrganisation()
  const { world, store, pictures, log } = organisation.services
  const { clock } = organisation
  const vault = createVault(localKek(createSecretKey(randomBytes(32)), world.randomBytes), world)
  const ask = createAsk({ timeoutMs: 1_500, connectTimeoutMs: 700 })
  const oauth = oauthEndpoint(ask)
  const exclusive = createExclusive(organisation.database.config)
  const budget = createBudget({
    pool: organisation.database.pool,
    log,
    processId: newId(world, 'process'),
    world: { now: () => new Date(), monotonicMs: () => performance.now() },
  })
  const accounts = withinAllowance(accountReader(ask, null), budget)
  const services: Services = {
    ...organisation.services,
    vault,
    oauth,
    budget,
    health: createHealthProbe({ reference, ask }),
    accounts,
    exclusive,
    credentials: createCredentials({
      world,
      store,
      vault,
      accounts,
      oauth,
      pictures,
      log,
      exclusive,
    }),
  }
  const job: Context = { ...services, actor: { kind: 'job', name: 'health.look' }, door: 'system' }
  const portals: Emulator[] = []

  const connect = async (name: string, token: string, more: Partial<Connection>) => {
    const connection = await organisation.connect(name, { ...more, checkedAt: clock.now })
    await store.transaction((tx) => vault.seal(tx, connection.id, 'token', redacted(token)))
    return connection
  }
  return {
    organisation,
    job,
    connect,
    async portal(name, options = {}) {
      const portalId = 7_000_000 + portals.length
      const emulator = await startEmulator({
        contacts: 5,
        enforceLimits: false,
        portalId,
        ...options,
      })
      portals.push(emulator)
      const [token] = emulator.tokens
      if (token)
        await connect(name, token.secret, {
          baseUrl: emulator.url,
          kind: token.kind === 'private_app' ? 'private_app' : 'service_key',
          portalId: emulator.portal.identity.portalId,
          hubspotScopes: [...token.scopes].sort(),
          hubspotAppId: token.appId,
          hubspotUserId: token.userId,
        })
      return emulator
    },
    async noteCredential(name) {
      const found = await store.read.connections.findByName(name)
      if (!found) throw new Error(`There is no connection ${name}`)
      await store.transaction((tx) =>
        tx.slots.put({
          connectionId: found.id,
          slot: 'current',
          kind: found.kind,
          facts: null,
          storedAt: clock.now,
          endsAt: null,
          remindedAtDays: null,
        }),
      )
    },
    async look(name, times = 1) {
      let believed = ''
      for (let look = 0; look < times; look++) {
        clock.now = new Date(clock.now.getTime() + 10_000)
        const { diagnosis } = await lookAtConnection(job, { connection: name })
        believed = [diagnosis.condition, diagnosis.facts.cause].filter(Boolean).join(' ')
      }
      return believed
    },
    async past(name) {
      const { periods } = await showHealth(job, { connection: name })
      return periods.map(({ diagnosis }) => diagnosis.condition).toReversed()
    },
    async close() {
      await budget.close()
      await exclusive.close()
      for (const emulator of portals) await emulator.close()
      await organisation.close()
    },
  }
}
