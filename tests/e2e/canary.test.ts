/**
 * Promise 1 of the design: a secret leaves the vault only towards HubSpot. Canaries are seeded as
 * every kind of secret that Hubward holds, every door is used and misused, and then everything that it
 * wrote, answered and sent is searched for them in every form (`tests/canary/`). Its pages are searched
 * where each of them is opened: `tests/e2e/pages/every-page.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/adapters/telemetry/log.ts'
import {
  throughAdminApi,
  throughCommands,
  throughMcp,
  throughOAuth,
  throughRest,
  type Doors,
} from '../canary/doors.ts'
import { addDatabase, addFolder, Haystack } from '../canary/haystack.ts'
import {
  changeCredentials,
  chosenCanaries,
  inTheVault,
  seedCanaries,
  type SeededCanaries,
} from '../canary/seed.ts'
import { openApp, type App } from '../support/app.ts'
import { clientDocuments, type ClientDocuments } from '../support/oauth-client.ts'

describe('no secret comes out of', { timeout: 120_000 }, () => {
  const hay = new Haystack()
  const { canaries, portal } = chosenCanaries()
  let app: App
  let seeded: SeededCanaries
  let documents: ClientDocuments
  let doors: Doors

  beforeAll(async () => {
    documents = await clientDocuments()
    app = await openApp(portal, {
      log: createLog('debug', { write: (line: string) => hay.add('log: a line', line) }),
      env: { HUBWARD_MASTER_KEY: canaries['the master key'] ?? '' },
      clientDocuments: documents.fetch,
    })
    seeded = await seedCanaries(app, canaries)
    doors = { app, hay, canaries, key: seeded.key }
  }, 120_000)
  afterAll(async () => {
    await seeded?.provider.close()
    await app?.close()
    await documents?.close()
  })

  /** Of what a door showed, at once: so a leak is named by its door. */
  const expectNothing = async (): Promise<void> =>
    expect(hay.search({ ...canaries, ...(await inTheVault(app)) })).toEqual([])

  it('the REST door', async () => {
    await throughRest(doors)
    await expectNothing()
  })

  it('the MCP door', async () => {
    await throughMcp(doors)
    await expectNothing()
  })

  it('any endpoint of the admin API', async () => {
    await throughAdminApi(doors)
    await changeCredentials(app, canaries)
    await throughAdminApi(doors)
    await expectNothing()
  })

  it('the authorization server', async () => {
    await throughOAuth(doors, documents)
    await expectNothing()
  })

  it('any command', async () => {
    await throughCommands(doors)
    await expectNothing()
  })

  it('the database, as it answers and as it lies on the disk with its log, and any file beside it', async () => {
    await app.pool.query('checkpoint')
    await addDatabase(hay, app.pool)
    addFolder(hay, 'file', app.dataDir)
    await expectNothing()
    const sizes = hay.sizes()
    for (const [kind, least] of Object.entries(LEAST))
      expect(sizes[kind], `bytes of ${kind} that were searched`).toBeGreaterThan(least)
    expect(Object.keys(canaries).length).toBeGreaterThan(12)
  })
})

/** So that a search through nothing is not taken for a clean house. */
const LEAST = { log: 1_000, answer: 50_000, command: 2_000, database: 50_000, file: 10_000_000 }
