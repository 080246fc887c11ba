/** A Hubward with its first admin signed in, in a browser: where most tests of pages begin. */
import type { Browser } from 'playwright-core'
import type { EmulatorOptions } from '../../emulator/index.ts'
import { becomeFirstAdmin, openApp, type App } from './app.ts'
import { openBrowser, openTab, type Tab } from './chromium.ts'

export interface Opened {
  readonly app: App
  readonly browser: Browser
  /** The first admin's. */
  readonly admin: Tab
  close(): Promise<void>
}

export async function openWithAdmin(portalOptions: EmulatorOptions = {}): Promise<Opened> {
  const [app, browser] = await Promise.all([openApp(portalOptions), openBrowser()])
  const close = async (): Promise<void> => {
    await browser.close()
    await app.close()
  }
  try {
    const admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    return { app, browser, admin, close }
  } catch (error) {
    await close()
    throw error
  }
}
