/**
 * Every page as the tests and the pictures go through them. A new page, or a state of one that is
 * worth seeing, is one more row.
 */
import type { Page } from 'playwright-core'

export interface ScreenPage {
  /** Of the picture: `docs/screens/<name>-light.png`. */
  readonly name: string
  readonly path: string
  /** The page is there when this heading is. */
  readonly heading: string
  /** Seen before one is signed in. */
  readonly signedOut?: true
  /** What brings it into the state to be seen. */
  readonly then?: (page: Page) => Promise<unknown>
}

export const SCREEN_PAGES: readonly ScreenPage[] = [
  { name: 'sign-in', path: '/sign-in', heading: 'Sign in', signedOut: true },
  { name: 'home', path: '/', heading: 'Home' },
  { name: 'connections', path: '/connections', heading: 'Connections' },
  { name: 'connection', path: '/connections/main', heading: 'Harbour Tea' },
  { name: 'connection-new', path: '/connections/new', heading: 'Connect a portal' },
  { name: 'groups', path: '/groups', heading: 'Groups' },
  { name: 'group', path: '/groups/sales', heading: 'Sales' },
  { name: 'people', path: '/people', heading: 'People' },
  {
    name: 'person',
    path: '/people',
    heading: 'People',
    then: async (page) => {
      await page.getByRole('link', { name: 'Priya Raman' }).click()
      await page.getByRole('heading', { name: 'Priya Raman' }).waitFor()
    },
  },
  { name: 'activity', path: '/activity', heading: 'Activity' },
  { name: 'explain', path: '/explain', heading: 'Explain' },
  { name: 'connect-your-ai', path: '/connect-your-ai', heading: 'Connect your AI' },
  { name: 'settings', path: '/settings', heading: 'Settings' },
  { name: 'account', path: '/account', heading: 'My account' },
  {
    name: 'go-to',
    path: '/groups',
    heading: 'Groups',
    then: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
    },
  },
  { name: 'not-found', path: '/no-such-page', heading: 'There is no such page' },
]

/** Opens one and waits until it stands still: heading there, nothing being fetched any more. */
export async function showPage(page: Page, url: string, screen: ScreenPage): Promise<void> {
  await page.goto(url + screen.path)
  await page.getByRole('heading', { name: screen.heading, exact: true }).first().waitFor()
  await standStill(page)
  if (!screen.then) return
  await screen.then(page)
  await standStill(page)
}

const standStill = (page: Page): Promise<void> =>
  page.locator('[role="status"][aria-busy="true"]').first().waitFor({ state: 'detached' })
