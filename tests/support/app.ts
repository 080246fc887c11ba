/** A fresh Hubward as somebody would start it, with the emulated portal in HubSpot's place, for the pages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import { newMasterKeyText } from '../../src/adapters/crypto/master-key.ts'
import type { DocumentFetch } from '../../src/adapters/authorisation/document-fetch.ts'
import { createLog } from '../../src/adapters/telemetry/log.ts'
import type { Context } from '../../src/application/context.ts'
import type { Log } from '../../src/application/ports.ts'
import { firstAdminLink } from '../../src/main/admin-link.ts'
import { readConfig } from '../../src/main/config.ts'
import { openDatabaseBeside } from '../../src/main/database.ts'
import { openHubward, type Hubward, type HubwardOptions } from '../../src/main/hubward.ts'
import type { Tab } from './chromium.ts'

export interface App {
  /** `http://localhost:…`, as a person would open it. */
  readonly url: string
  readonly hubward: Hubward
  readonly portal: Emulator
  readonly dataDir: string
  /** Connections to its database, beside its own. */
  readonly pool: Pool
  /** May do everything, as whoever runs the process. */
  readonly operator: Context
  /** The one-time link that `hubward start` prints while there is no admin. */
  adminLink(): Promise<string>
  close(): Promise<void>
}

export interface AppOptions {
  readonly log?: Log
  readonly env?: Readonly<Record<string, string>>
  readonly clientDocuments?: DocumentFetch
  readonly courier?: HubwardOptions['courier']
}

export async function openApp(
  portalOptions: EmulatorOptions = {},
  { log = createLog('silent'), env = {}, clientDocuments, courier }: AppOptions = {},
): Promise<App> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hubward-app-'))
  const portal = await startEmulator({ contacts: 60, companies: 10, deals: 10, ...portalOptions })
  const config = readConfig({
    HUBWARD_PORT: '0',
    HUBWARD_DATA: dataDir,
    HUBWARD_HUBSPOT_BASE_URL: portal.url,
    HUBWARD_MASTER_KEY: newMasterKeyText(),
    ...env,
  })
  const hubward = await openHubward({
    config,
    log,
    buildWebApp: true,
    ...(clientDocuments && { clientDocuments }),
    ...(courier && { courier }),
  })
  const { services } = hubward
  const beside = openDatabaseBeside(config)
  if (!beside) throw new Error('the app’s own database is not running')
  const url = `http://localhost:${hubward.port}`
  // Waits for the web app's build, which no test is about.
  await fetch(url, { headers: { accept: 'text/html' } })
  return {
    url,
    hubward,
    portal,
    dataDir,
    pool: beside.pool,
    operator: { ...services, actor: { kind: 'operator' }, door: 'cli' },
    async adminLink() {
      const link = await firstAdminLink(services)
      if (!link) throw new Error('there is an admin already')
      return link.address.reveal()
    },
    async close() {
      await beside.close()
      await hubward.close()
      await portal.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Opens the first admin's link, fills it in and makes a passkey, as a person does. Ends on Home. */
export async function becomeFirstAdmin({ page }: Tab, app: App): Promise<void> {
  await page.goto(await app.adminLink())
  await page.getByLabel('Organisation').fill('Harbour Tea')
  await page.getByLabel('Your name').fill('IT admin')
  await page.getByLabel('Your e-mail address').fill('it-admin@harbour-tea.example')
  await page.getByRole('button', { name: 'Make my passkey' }).click()
  await page.waitForURL(`${app.url}/`)
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}
