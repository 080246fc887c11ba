/** Pages of access reviews. */
import type { Page } from 'playwright-core'
import type { ScreenPage } from './pages.ts'

async function openReview(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Q4, Harbour Tea' }).last().click()
  await page.getByRole('heading', { level: 2, name: 'Yours to decide' }).waitFor()
}

export const REVIEW_PAGES: readonly ScreenPage[] = [
  { name: 'reviews', path: '/reviews', heading: 'Access reviews' },
  {
    name: 'review-new',
    path: '/reviews',
    heading: 'Access reviews',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New review…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'review', path: '/reviews', heading: 'Access reviews', prepare: openReview },
  {
    name: 'review-row',
    path: '/reviews',
    heading: 'Access reviews',
    prepare: async (page) => {
      await openReview(page)
      await page
        .locator('section')
        .filter({ has: page.getByRole('heading', { name: 'Yours to decide' }) })
        .locator('[data-index]')
        .getByRole('button')
        .first()
        .click()
      await page.getByRole('dialog').getByText('Decision', { exact: true }).waitFor()
    },
  },
]
