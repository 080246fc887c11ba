/** Puts the adapters behind the ports: the one place where the verbs meet the world. */
import { createAccessTokens } from '../adapters/crypto/access-tokens.ts'
import { hashBytes, hashKey } from '../adapters/crypto/hash-key.ts'
import type { KekProvider } from '../adapters/crypto/kek.ts'
import { keepHolder } from '../adapters/crypto/keep-holder.ts'
import { createEvidenceSigner } from '../adapters/crypto/evidence-signer.ts'
import { createIntakeBox } from '../adapters/crypto/intake-box.ts'
import { createVault } from '../adapters/crypto/vault.ts'
import { createActivity } from '../adapters/database/activity/activity.ts'
import { followActivity } from '../adapters/database/activity/follow.ts'
import { createSavedFilters } from '../adapters/database/activity/saved-filters.ts'
import { createSigningKeys } from '../adapters/database/authorisation/signing-keys.ts'
import { createBudget } from '../adapters/database/budget/budget.ts'
import { createCallLog } from '../adapters/database/call-log.ts'
import { createExclusive } from '../adapters/database/exclusive.ts'
import { openPictures } from '../adapters/database/pictures.ts'
import { createPool } from '../adapters/database/pool.ts'
import { createEvidenceKeys } from '../adapters/database/review/evidence-keys.ts'
import { createStore } from '../adapters/database/store.ts'
import { createWriteReceipts } from '../adapters/database/write-receipts.ts'
import { createCourier, type CourierOptions } from '../adapters/notice/courier.ts'
import { createAsk } from '../adapters/hubspot/ask.ts'
import { createUpstream } from '../adapters/hubspot/forward/upstream.ts'
import { createHealthProbe } from '../adapters/hubspot/health/probe.ts'
import { portalLogins } from '../adapters/hubspot/people/portal-logins.ts'
import { accountReader } from '../adapters/hubspot/introspection.ts'
import { oauthEndpoint } from '../adapters/hubspot/oauth.ts'
import { createMetrics, type Metrics } from '../adapters/telemetry/metrics.ts'
import { createLiveFeed } from '../application/activity/live-feed.ts'
import { createCredentials } from '../application/connection/credentials.ts'
import { withinAllowance } from '../application/connection/within-allowance.ts'
import { newId, type Services } from '../application/context.ts'
import { watchCalls } from '../application/health/watch-calls.ts'
import type { WriteReceipts } from '../application/mcp/ports.ts'
import type { Log } from '../application/ports.ts'
import { DEFAULT_MAX_AGE_DAYS } from '../domain/rotation/age.ts'
import { applySteps } from '../adapters/scim/patch-engine.ts'
import { parseFilter } from '../adapters/scim/filter-grammar.ts'
import { createSignInParts } from '../adapters/sign-in/parts.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database.ts'
import { examineSubject } from './doctor/run.ts'
import { createInstallation } from './installation.ts'
import { createSite, type OpenSite } from './site.ts'
import { realWorld } from './world.ts'

export interface OpenServices {
  readonly services: Services
  readonly receipts: WriteReceipts
  readonly site: OpenSite
  readonly metrics: Metrics
  /** After the last call ended: gives back unused allowance, ends the connections. */
  close(): Promise<void>
}

/** Tests and measurements give less. */
const isWhole = (config: Partial<Config>): config is Config =>
  config.dataDir !== undefined && config.env !== undefined

export async function openServices(
  config: Pick<Config, 'hubspotBaseUrl' | 'publicUrl' | 'port'> & Partial<Config>,
  database: OpenDatabase,
  kek: KekProvider,
  log: Log,
  courierOptions: Pick<CourierOptions, 'ca'> = {},
): Promise<OpenServices> {
  const world = realWorld
  const store = createStore(database.db)
  const site = createSite(config)
  const metrics = createMetrics()
  const pictures = await openPictures({ pool: database.pool, listenConfig: database.config, log })
  const exclusive = createExclusive(database.config)
  const budgetPool = createPool({ ...database.config, max: 2 })
  const startedAt = world.now()
  const processId = newId(world, 'process')
  const budget = createBudget({ pool: budgetPool, log, processId, world })
  const callLog = createCallLog({ config: database.config, log })
  const upstream = createUpstream()
  const ask = createAsk()
  const activity = createActivity(database.db)
  const following = followActivity({ config: database.config, log })
  const vault = createVault(kek, world)
  const courier = createCourier({ world, allow: config.outgoingAllow ?? [], ...courierOptions })
  const oauth = oauthEndpoint(ask)
  const reader = accountReader(ask, config.hubspotBaseUrl ?? null)
  const accounts = withinAllowance(reader, budget)
  const credentials = createCredentials({
    world,
    store,
    vault,
    accounts,
    oauth,
    pictures,
    log,
    exclusive,
  })
  const holding = await keepHolder({ store, masterKeys: kek, processId, log })
  metrics.watchBudget(pictures, budget)
  metrics.watchHealth(pictures, store)
  return {
    services: {
      world,
      store,
      pictures,
      vault,
      masterKeys: kek,
      credentials,
      accounts,
      oauth,
      exclusive,
      budget,
      upstream,
      health: createHealthProbe({ reference: config.referenceUrl ?? null }),
      portalLogins: portalLogins(ask),
      callLog: watchCalls(metrics.metered(callLog), { store, world, log }),
      accessTokens: createAccessTokens({ keys: createSigningKeys(database.db), world, site }),
      courier,
      activity,
      savedFilters: createSavedFilters(database.db),
      installation: createInstallation({
        db: database.db,
        config: database.config,
        site,
        startedAt,
      }),
      intakeBox: createIntakeBox(),
      scimSyntax: { parse: parseFilter, apply: applySteps },
      evidence: createEvidenceSigner({
        keys: createEvidenceKeys(database.db),
        vault,
        store,
        world,
      }),
      doctor: {
        examine: () =>
          examineSubject({
            env: config.env ?? {},
            ...(isWhole(config) && { config }),
            database,
            running: { held: () => kek.held(), startedAt },
          }),
      },
      live: createLiveFeed({ world, pictures, activity, budget, log, store }),
      signIn: createSignInParts(site, log, world.monotonicMs),
      rotation: { maxAgeDays: config.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS },
      log,
      hashKey,
      hashBytes,
    },
    receipts: createWriteReceipts(database.pool),
    site,
    metrics,
    async close() {
      await budget.close()
      await callLog.close()
      await following.close()
      await holding.close()
      await upstream.close()
      await courier.close()
      await pictures.close()
      await Promise.all([exclusive.close(), budgetPool.end()])
    },
  }
}
