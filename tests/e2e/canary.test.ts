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
import { throughIntake } from '../canary/handed-over.ts'
import { addDatabase, addFolder, Haystack } from '../canary/haystack.ts'
import { throughScim } from '../canary/scim.ts'
import { openOutside, throughNotices, type Outside } from '../canary/outside.ts'
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
  let outside: Outside

  beforeAll(async () => {
    documents = await clientDocuments()
    outside = await openOutside(canaries)
    app = await openApp(portal, {
      log: createLog('debug', { write: (line: string) => hay.add('log: a line', line) }),
      env: {
        HUBWARD_MASTER_KEY: canaries['the master key'] ?? '',
        HUBWARD_OUTGOING_ALLOW: '127.0.0.0/8',
      },
      courier: { ca: outside.mail.ca },
      clientDocuments: documents.fetch,
    })
    seeded = await seedCanaries(app, canaries)
    doors = { app, hay, canaries, key: seeded.key }
  }, 120_000)
  afterAll(async () => {
    await seeded?.provider.close()
    await app?.close()
    await documents?.close()
    await outside?.close()
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

  it('the SCIM door', async () => {
    await throughScim(doors)
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

  it('what is handed over by a one-time link', async () => {
    await throughIntake(app, hay, canaries)
    await throughAdminApi(doors)
    await expectNothing()
  })

  it('any message that goes out', async () => {
    await throughNotices(app, outside, hay, canaries)
    await throughAdminApi(doors)
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
const LEAST = {
  'e-mail': 500,
  webhook: 500,
  log: 1_000,
  answer: 50_000,
  command: 2_000,
  database: 50_000,
  file: 10_000_000,
}
