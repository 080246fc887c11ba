/**
 * A replica for the refresh storm, as a process of its own: for each task asks many times at once for
 * the bearer of one connection, as callers do that try again for a while. Started by `fork`.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
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

export interface StormStart {
  readonly config: PoolConfig
  /** Hex. */
  readonly vaultKey: string
}

export interface StormTask {
  readonly connectionId: string
  readonly callers: number
  /** So long each of them tries again. */
  readonly patienceMs: number
}

export interface StormOutcome {
  /** What the callers got, each once. */
  readonly tokens: readonly string[]
  readonly served: number
  readonly failed: number
}

const world: World = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  randomBytes: (count) => randomBytes(count),
}

async function open({ config, vaultKey }: StormStart) {
  const pool = createPool(config)
  const store = createStore(createDatabase(pool))
  const quiet = (): void => undefined
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const pictures = await openPictures({ pool, listenConfig: config, log })
  const exclusive = createExclusive(config)
  const kek = localKek(createSecretKey(Buffer.from(vaultKey, 'hex')), world.randomBytes)
  const vault = createVault(kek, world)
  const ask = createAsk({ timeoutMs: 5_000 })
  const accounts = unmetered(accountReader(ask, null))
  const oauth = oauthEndpoint(ask)
  const parts = { world, store, vault, accounts, oauth, pictures, log, exclusive }
  const credentials = createCredentials(parts)

  async function caller({ connectionId, patienceMs }: StormTask): Promise<string | undefined> {
    const until = performance.now() + patienceMs
    for (;;) {
      try {
        const connection = (await pictures.current()).connection(connectionId)
        if (!connection) throw new Error('no such connection')
        return (await credentials.bearer(connection)).reveal()
      } catch {
        if (performance.now() > until) return undefined
        await sleep(200)
      }
    }
  }
  return {
    async run(task: StormTask): Promise<StormOutcome> {
      await pictures.refresh()
      const got = await Promise.all(Array.from({ length: task.callers }, () => caller(task)))
      const served = got.filter((token) => token !== undefined)
      return {
        tokens: [...new Set(served)],
        served: served.length,
        failed: got.length - served.length,
      }
    },
    async close() {
      await pictures.close()
      await exclusive.close()
      await pool.end()
    },
  }
}

let opened: ReturnType<typeof open> | undefined

async function answer(message: StormStart | StormTask): Promise<void> {
  if ('config' in message) {
    opened = open(message)
    await opened
    process.send?.('ready')
  } else process.send?.(await (await opened)?.run(message))
}

/** What fails here must be seen by whoever started the storm. */
const broke = (why: unknown): void => {
  process.stderr.write(`${String(why)}\n`)
  process.exit(1)
}

process.on('message', (message: StormStart | StormTask) => {
  answer(message).catch(broke)
})
process.on('disconnect', () => {
  opened?.then((replica) => replica.close()).catch(broke)
})
