/** A browser on a Hubward that holds canaries, and what its pages are made of, kept for the search. */
import type { Browser, Page } from 'playwright-core'
import { linkAddress } from '../../src/domain/sign-in/one-time-link.ts'
import { openApp, type App } from '../support/app.ts'
import { openBrowser, openTab, type Tab } from '../support/chromium.ts'
import { Haystack } from './haystack.ts'
import { chosenCanaries, inTheVault, seedCanaries, type Canaries } from './seed.ts'

export interface OpenedPages {
  readonly app: App
  readonly browser: Browser
  /** An admin who came by invitation. */
  readonly admin: Tab
  readonly hay: Haystack
  /** Every secret that this Hubward holds by now. */
  secrets(): Promise<Canaries>
  close(): Promise<void>
}

/** With the organisation of the pictures: every page has something to show. */
export async function openPages(): Promise<OpenedPages> {
  const { canaries, portal } = chosenCanaries()
  const env = { HUBWARD_MASTER_KEY: canaries['the master key'] ?? '' }
  const [app, browser] = await Promise.all([openApp(portal, { env }), openBrowser()])
  const hay = new Haystack()
  const { provider, invitation } = await seedCanaries(app, canaries)
  const admin = await openTab(browser)
  await admin.page.goto(linkAddress(app.url, invitation))
  await admin.page.getByRole('button', { name: 'Make a passkey' }).click()
  await admin.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  const cookies = await admin.page.context().cookies()
  const session = cookies.find(({ name }) => name === '__Host-hubward')?.value ?? ''
  return {
    app,
    browser,
    admin,
    hay,
    secrets: async () => ({
      ...canaries,
      'the session of the browser': session,
      ...(await inTheVault(app)),
    }),
    async close() {
      await browser.close()
      await provider.close()
      await app.close()
    },
  }
}

/** Whatever the server sends it from now on. */
export function keepAnswers(hay: Haystack, page: Page): void {
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url())
    // Scripts are the same for everybody, and a stream never ends.
    if (!pathname.startsWith('/api/') || pathname.endsWith('/live')) return
    void answer.body().then(
      (body) => hay.add(`answer: ${pathname}`, body),
      () => undefined,
    )
  })
}

/** The page as it stands, what was typed in it, and what it keeps in the browser. */
export async function keepPage(hay: Haystack, name: string, page: Page): Promise<void> {
  hay.add(`page: ${name}`, await page.content())
  const kept = await page.evaluate<string>(
    `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href,
      [...document.querySelectorAll('input, textarea')].map(({ value }) => value)])`,
  )
  hay.add(`page: ${name}, what it keeps`, kept)
}
