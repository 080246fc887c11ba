/** Pages about the users inside a portal, and plans for them. */
import type { Page } from 'playwright-core'
import type { ScreenPage } from './pages.ts'
import { NOTHING_READ, READ_INCOMPLETE } from './portal-user-answers.ts'

async function openPlan(page: Page, state: string): Promise<void> {
  // Cards on a phone, rows elsewhere.
  const one = page
    .locator('tr, li')
    .filter({ hasText: state })
    .filter({ has: page.getByRole('link') })
  await one.getByRole('link').last().click()
  await page.getByRole('heading', { level: 1, name: 'Plan for the users' }).waitFor()
  await page.getByRole('heading', { level: 2, name: 'Steps' }).waitFor()
}

export const PORTAL_USER_PAGES: readonly ScreenPage[] = [
  {
    name: 'connection-users',
    path: '/connections/main?tab=users',
    heading: 'Harbour Tea',
    prepare: (page) => page.getByText(/users, by name$/).waitFor(),
  },
  {
    name: 'connection-users-first',
    path: '/connections/main?tab=users',
    heading: 'Harbour Tea',
    answers: NOTHING_READ,
    prepare: (page) => page.getByText('Who is inside this portal?').waitFor(),
  },
  {
    name: 'connection-users-incomplete',
    path: '/connections/main?tab=users',
    heading: 'Harbour Tea',
    answers: READ_INCOMPLETE,
    prepare: (page) => page.getByRole('list', { name: 'Reasons' }).waitFor(),
  },
  {
    name: 'connection-users-alerts',
    path: '/connections/main?tab=users&view=alerts',
    heading: 'Harbour Tea',
    prepare: (page) => page.getByRole('list', { name: 'Open alerts' }).waitFor(),
  },
  {
    name: 'connection-users-changes',
    path: '/connections/main?tab=users&view=changes',
    heading: 'Harbour Tea',
    prepare: (page) => page.getByText('Became super admin').waitFor(),
  },
  {
    name: 'connection-users-settings',
    path: '/connections/main?tab=users',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Settings…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'connection-plans',
    path: '/connections/main?tab=users&view=plans',
    heading: 'Harbour Tea',
    // Cards on a phone have no table.
    prepare: (page) => page.getByText('Held back', { exact: true }).first().waitFor(),
  },
  {
    name: 'connection-plan-new',
    path: '/connections/main?tab=users&view=plans',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Plan changes…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'connection-tasks',
    path: '/connections/main?tab=users&view=tasks',
    heading: 'Harbour Tea',
    prepare: (page) => page.getByRole('list', { name: 'For a person to do' }).waitFor(),
  },
  {
    name: 'plan',
    path: '/connections/main?tab=users&view=plans',
    heading: 'Harbour Tea',
    prepare: (page) => openPlan(page, 'Not applied'),
  },
  {
    name: 'plan-applied',
    path: '/connections/main?tab=users&view=plans',
    heading: 'Harbour Tea',
    prepare: (page) => openPlan(page, 'Applied'),
  },
  {
    name: 'portal-user',
    path: '/connections/main?tab=users&view=changes',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      const became = page.getByRole('listitem').filter({ hasText: 'Became super admin' })
      await became.getByRole('link').click()
      await page.getByRole('heading', { name: 'Deserves a look' }).waitFor()
    },
  },
]
