/** Pages of requests for access to a portal. */
import type { Page } from 'playwright-core'
import type { ScreenPage } from './pages.ts'

/** Cards on a phone, rows elsewhere. */
const openRequest = async (page: Page): Promise<void> => {
  await page.locator('[data-index]').getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: /^Access for / }).waitFor()
}

export const REQUEST_PAGES: readonly ScreenPage[] = [
  { name: 'requests', path: '/requests', heading: 'Access requests' },
  {
    name: 'request-ask',
    path: '/requests',
    heading: 'Access requests',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Ask for access…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'request', path: '/requests', heading: 'Access requests', prepare: openRequest },
  {
    name: 'request-approve',
    path: '/requests',
    heading: 'Access requests',
    prepare: async (page) => {
      await openRequest(page)
      await page.getByRole('button', { name: 'Approve…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
