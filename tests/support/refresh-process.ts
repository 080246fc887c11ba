/**
 * A replica for the refresh tests, as a process of its own: asks many times at once for the
 * bearer of one connection and sends back what it got. Started by `fork`.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolConfig } from 'pg'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { createVault } from '../../src/adapters/crypto/vault.ts'
import { createExclusive } from '../../src/adapters/database/exclusive.ts'
import { openPictures } from '../../src/adapters/database/pictures.ts'
import { createDatabase, createPool } from '../../src/adapters/database/pool.ts'
import { createStore } from '../../src/adapters/database/store.ts'
import { createAsk } from '../../src/adapters/hubspot/ask.ts'
import { accountReader } from '../../src/adapters/hubspot/introspection.ts'
import { oauthEndpoint } from '../../src/adapters/hubspot/oauth.ts'
import { createCredentials } from '../../src/application/connection/credentials.ts'
import type { World } from '../../src/application/ports.ts'
import { unmetered } from './unmetered.ts'

export interface RefreshTask {
  readonly config: PoolConfig
  /** Hex. */
  readonly vaultKey: string
  readonly connectionId: string
  readonly callers: number
}

export interface RefreshOutcome {
  readonly tokens: readonly string[]
  readonly errors: readonly string[]
}

const world: World = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  randomBytes: (count) => randomBytes(count),
}

async function run({ config, vaultKey, connectionId, callers }: RefreshTask) {
  const pool = createPool(config)
  const store = createStore(createDatabase(pool))
  const quiet = (): void => undefined
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const pictures = await openPictures({ pool, listenConfig: config, log })
  const exclusive = createExclusive(config)
  const vault = createVault(
    localKek(createSecretKey(Buffer.from(vaultKey, 'hex')), world.randomBytes),
    world,
  )
  const ask = createAsk()
  const credentials = createCredentials({
    world,
    store,
    vault,
    accounts: unmetered(accountReader(ask, null)),
    oauth: oauthEndpoint(ask),
    pictures,
    log,
    exclusive,
  })
  const connection = (await pictures.current()).connection(connectionId)
  if (!connection) throw new Error('no such connection')
  const outcomes = await Promise.allSettled(
    Array.from({ length: callers }, async () => (await credentials.bearer(connection)).reveal()),
  )
  await pictures.close()
  await exclusive.close()
  await pool.end()
  return {
    tokens: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    errors: outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])),
  } satisfies RefreshOutcome
}

const [task] = (await once(process, 'message')) as [RefreshTask]
process.send?.(await run(task))
process.disconnect()
