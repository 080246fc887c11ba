/**
 * A Hubward that can connect portals: real database, real vault under a key of its own, and the
 * emulated portal in HubSpot's place.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { createEvidenceSigner } from '../../src/adapters/crypto/evidence-signer.ts'
import { createVault } from '../../src/adapters/crypto/vault.ts'
import { createBudget } from '../../src/adapters/database/budget/budget.ts'
import { createCallLog } from '../../src/adapters/database/call-log.ts'
import { createEvidenceKeys } from '../../src/adapters/database/review/evidence-keys.ts'
import { createExclusive } from '../../src/adapters/database/exclusive.ts'
import { createAsk } from '../../src/adapters/hubspot/ask.ts'
import { createHealthProbe } from '../../src/adapters/hubspot/health/probe.ts'
import { portalLogins } from '../../src/adapters/hubspot/people/portal-logins.ts'
import { createUpstream } from '../../src/adapters/hubspot/forward/upstream.ts'
import { accountReader } from '../../src/adapters/hubspot/introspection.ts'
import { withinAllowance } from '../../src/application/connection/within-allowance.ts'
import { oauthEndpoint } from '../../src/adapters/hubspot/oauth.ts'
import { createCredentials } from '../../src/application/connection/credentials.ts'
import { newId, type Context, type Services } from '../../src/application/context.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { realWorld } from '../../src/main/world.ts'
import { testOrganisation, type TestOrganisation } from './organisation.ts'

export interface ConnectionRig {
  readonly organisation: TestOrganisation
  readonly portal: Emulator
  readonly services: Services
  /** May do everything. */
  readonly ctx: Context
  /** Someone else, with the same services. */
  as(role: 'admin' | 'auditor' | 'member', principalId?: string): Context
  /** Input for `connectPortal` with the portal's first token. */
  input(title: string): {
    title: string
    kind: string
    secrets: { token: ReturnType<typeof secret> }
  }
  close(): Promise<void>
}

export const secret = (text: string) => redacted(text)

export async function connectionRig(options: EmulatorOptions = {}): Promise<ConnectionRig> {
  const organisation = await testOrganisation()
  const portal = await startEmulator({ contacts: 20, ...options })
  const { world, store, pictures, log } = organisation.services
  const kek = localKek(createSecretKey(randomBytes(32)), world.randomBytes)
  const vault = createVault(kek, world)
  const ask = createAsk({ timeoutMs: 2_000 })
  const oauth = oauthEndpoint(ask)
  const exclusive = createExclusive(organisation.database.config)
  const budget = createBudget({
    pool: organisation.database.pool,
    log,
    processId: newId(world, 'process'),
    world: realWorld,
  })
  const accounts = withinAllowance(accountReader(ask, portal.url), budget)
  const callLog = createCallLog({ config: organisation.database.config, log })
  const upstream = createUpstream({ headersTimeoutMs: 5_000 })
  const services: Services = {
    ...organisation.services,
    budget,
    callLog,
    upstream,
    vault,
    evidence: createEvidenceSigner({
      keys: createEvidenceKeys(organisation.database.db),
      vault,
      store,
      world,
    }),
    oauth,
    health: createHealthProbe({ reference: null, ask }),
    portalLogins: portalLogins(ask),
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
  return {
    organisation,
    portal,
    services,
    ctx: { ...services, actor: { kind: 'operator' }, door: 'cli' },
    as: (role, principalId = 'mem_00000000000000000000') => ({
      ...services,
      door: 'admin',
      actor: {
        kind: 'principal',
        principalId,
        principalName: 'Someone',
        means: { kind: 'key', id: 'key_00000000000000000000', name: 'test', expiresAt: null },
        role,
      },
    }),
    input: (title) => ({
      title,
      kind: 'service_key',
      secrets: { token: secret(portal.tokens[0]?.secret ?? '') },
    }),
    close: async () => {
      await budget.close()
      await callLog.close()
      await upstream.close()
      await exclusive.close()
      await portal.close()
      await organisation.close()
    },
  }
}
