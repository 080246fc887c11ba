/**
 * Every page as the tests and the pictures go through them. A new page, or a state of one that is
 * worth seeing, is one more row.
 */
import type { Page } from 'playwright-core'
import { EXAMINED, UNWELL } from './health-answers.ts'
import {
  CONSENT,
  FIRST_ADMIN_LINK,
  HAND_OVER,
  HELD_INTAKE,
  INVITATION,
  SESSION_THAT_ENDED,
  STEP_UP,
} from './answers.ts'
import { REQUEST_PAGES } from './request-pages.ts'
import { REVIEW_PAGES } from './review-pages.ts'
import { PORTAL_USER_PAGES } from './portal-user-pages.ts'
import { NOTICE_CHANNELS, NOTICES } from './notice-answers.ts'

export interface ScreenPage {
  /** Of the picture: `docs/screens/<name>-light.png`. */
  readonly name: string
  readonly path: string
  /** The page is there when this heading is. */
  readonly heading: string
  /** Seen before one is signed in. */
  readonly signedOut?: true
  /** No page of the web app: it has a bundle, and a budget, of its own. */
  readonly apart?: true
  /** Answers of the admin API to be seen instead of its own, by path: what is hard to bring about. */
  readonly answers?: Readonly<Record<string, { readonly status?: number; readonly json: unknown }>>
  /** What brings it into the state to be seen. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

export const SCREEN_PAGES: readonly ScreenPage[] = [
  { name: 'sign-in', path: '/sign-in', heading: 'Sign in', signedOut: true },
  {
    name: 'sign-in-providers',
    path: '/sign-in',
    heading: 'Sign in',
    signedOut: true,
    answers: { '/api/v1/session': { json: SESSION_THAT_ENDED } },
  },
  {
    name: 'welcome',
    path: '/welcome#hwl_example',
    heading: 'Welcome to Hubward',
    signedOut: true,
    answers: { '/api/v1/welcome/open': { json: FIRST_ADMIN_LINK } },
  },
  {
    name: 'invitation',
    path: '/welcome#hwl_example',
    heading: 'Welcome, Marketer',
    signedOut: true,
    answers: { '/api/v1/welcome/open': { json: INVITATION } },
  },
  {
    name: 'consent',
    path: '/consent/example',
    heading: 'Let Claude in?',
    answers: { '/api/v1/consents/example': { json: CONSENT } },
  },
  { name: 'home', path: '/', heading: 'Home' },
  { name: 'connections', path: '/connections', heading: 'Connections' },
  { name: 'connection', path: '/connections/main', heading: 'Harbour Tea' },
  {
    name: 'connection-check',
    path: '/connections/main?tab=check',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Run the check' }).click()
      await page.getByRole('link', { name: 'Open the report' }).waitFor()
    },
  },
  {
    name: 'check',
    path: '/connections/main?tab=check',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page
        .getByRole('link', { name: /^Report of/ })
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: 'Check of Harbour Tea' }).waitFor()
    },
  },
  {
    name: 'connection-ids',
    path: '/connections/main?tab=ids',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      const deals = 'https://app.hubspot.com/contacts/1234567/objects/0-3/views/all/board'
      await page.getByLabel('Link from HubSpot').fill(`${deals}?pipeline=default`)
      await page.getByRole('button', { name: 'Look up' }).click()
      await page.getByText('It is there').waitFor()
    },
  },
  {
    name: 'connection-pick',
    path: '/connections/main?tab=ids',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByLabel('What', { exact: true }).selectOption('pipelines')
      const stages = page.getByRole('list', { name: /^Stages of/ }).first()
      await stages.waitFor()
      await stages.scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'connection-health',
    path: '/connections/main?tab=health',
    heading: 'Harbour Tea',
    answers: { '/api/v1/connections/main/health': { json: UNWELL } },
  },
  ...PORTAL_USER_PAGES,
  { name: 'connection-new', path: '/connections/new', heading: 'Connect a portal' },
  ...REQUEST_PAGES,
  ...REVIEW_PAGES,
  { name: 'intakes', path: '/intakes', heading: 'Key requests' },
  {
    name: 'intake-new',
    path: '/intakes/new',
    heading: 'Ask for a key',
    prepare: (page) => page.getByRole('button', { name: 'Meetings scheduling link' }).click(),
  },
  {
    name: 'intake',
    path: `/intakes/${HELD_INTAKE.id}`,
    heading: HELD_INTAKE.title,
    answers: { [`/api/v1/intakes/${HELD_INTAKE.id}`]: { json: HELD_INTAKE } },
  },
  {
    name: 'intake-approve',
    path: `/intakes/${HELD_INTAKE.id}`,
    heading: HELD_INTAKE.title,
    answers: { [`/api/v1/intakes/${HELD_INTAKE.id}`]: { json: HELD_INTAKE } },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'hand-over',
    path: HAND_OVER.path,
    heading: 'You were asked for a HubSpot key',
    signedOut: true,
    apart: true,
    answers: { '/i/itk_00000000000000000000/open': { json: HAND_OVER.open } },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Show the request' }).click()
      await page.getByRole('heading', { level: 1, name: /asks for a HubSpot key/ }).waitFor()
    },
  },
  { name: 'groups', path: '/groups', heading: 'Groups' },
  { name: 'group', path: '/groups/sales', heading: 'Sales' },
  {
    name: 'group-review',
    path: '/groups/sales',
    heading: 'Sales',
    prepare: async (page) => {
      await page.getByRole('checkbox', { name: 'Read tickets on Harbour Tea' }).click()
      await page.getByRole('checkbox', { name: 'Write contacts on Harbour Tea' }).click()
      await page.getByRole('button', { name: 'Review and save' }).click()
      await page.getByRole('list', { name: 'Who is affected' }).waitFor()
    },
  },
  { name: 'group-members', path: '/groups/sales?tab=members', heading: 'Sales' },
  { name: 'group-texts', path: '/groups/sales?tab=texts', heading: 'Sales' },
  { name: 'people', path: '/people', heading: 'People' },
  {
    name: 'person',
    path: '/people',
    heading: 'People',
    prepare: async (page) => {
      await page.getByRole('link', { name: 'Sales rep' }).click()
      await page.getByRole('heading', { name: 'Sales rep' }).waitFor()
    },
  },
  {
    name: 'person-offboard',
    path: '/people',
    heading: 'People',
    prepare: async (page) => {
      await page.getByRole('link', { name: 'Sales rep' }).click()
      await page.getByRole('button', { name: 'Offboard…' }).click()
      await page.getByText('1 client key ends').waitFor()
    },
  },
  { name: 'activity', path: '/activity', heading: 'Activity' },
  {
    name: 'explain',
    path: '/explain?person=sales-rep@harbour-tea.example&connection=main&scope=tickets:write',
    heading: 'Explain',
  },
  { name: 'explain-empty', path: '/explain', heading: 'Explain' },
  { name: 'connect-your-ai', path: '/connect-your-ai', heading: 'Connect your AI' },
  {
    name: 'connect-by-key',
    path: '/connect-your-ai?client=claude-code&way=key',
    heading: 'Connect your AI',
  },
  {
    name: 'connection-credential',
    path: '/connections/main?tab=credential',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByRole('heading', { name: 'Rotation' }).waitFor()
    },
  },
  {
    name: 'connection-rotate',
    path: '/connections/main?tab=credential',
    heading: 'Harbour Tea',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Rotate…' }).click()
      await page.getByLabel('New token').waitFor()
    },
  },
  { name: 'settings', path: '/settings', heading: 'Settings' },
  {
    name: 'settings-notifications',
    path: '/settings?tab=notifications',
    heading: 'Settings',
    answers: NOTICE_CHANNELS,
    prepare: (page) => page.getByRole('heading', { name: 'Not delivered' }).waitFor(),
  },
  {
    name: 'settings-notifications-empty',
    path: '/settings?tab=notifications',
    heading: 'Settings',
    prepare: (page) => page.getByText('Nobody is told outside the app').waitFor(),
  },
  {
    name: 'channel-new',
    path: '/settings?tab=notifications',
    heading: 'Settings',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add a channel' }).click()
      await page.getByLabel('Mail server').waitFor()
    },
  },
  {
    name: 'channel-routes',
    path: '/settings?tab=notifications',
    heading: 'Settings',
    answers: NOTICE_CHANNELS,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Acts on On call' }).click()
      await page.getByRole('menuitem', { name: 'What it is told…' }).click()
      await page.getByRole('list', { name: 'Kinds of notices' }).waitFor()
    },
  },
  {
    name: 'notices',
    path: '/groups',
    heading: 'Groups',
    answers: NOTICES,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Notices, 1 unread' }).first().click()
      await page.getByRole('list', { name: 'Notices' }).waitFor()
    },
  },
  {
    name: 'settings-doctor',
    path: '/settings?tab=doctor',
    heading: 'Settings',
    answers: { '/api/v1/doctor': { json: EXAMINED } },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Examine this installation' }).click()
      await page.getByRole('list', { name: 'Checks' }).waitFor()
    },
  },
  {
    name: 'settings-vault',
    path: '/settings?tab=vault',
    heading: 'Settings',
    prepare: async (page) => {
      await page.getByRole('heading', { name: /Version 1/ }).waitFor()
    },
  },
  { name: 'account', path: '/account', heading: 'My account' },
  {
    name: 'go-to',
    path: '/groups',
    heading: 'Groups',
    prepare: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'step-up',
    path: '/account',
    heading: 'My account',
    answers: { '/api/v1/passkeys/begin': { status: 403, json: STEP_UP } },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByRole('heading', { name: 'Is it still you?' }).waitFor()
    },
  },
  { name: 'not-found', path: '/no-such-page', heading: 'There is no such page' },
]

/** Opens one and waits until it stands still: heading there, nothing being fetched any more. */
export async function showPage(page: Page, url: string, screen: ScreenPage): Promise<void> {
  for (const [path, { status = 200, json }] of Object.entries(screen.answers ?? {}))
    await page.route(`${url}${path}`, (route) => route.fulfill({ status, json }))
  // From nowhere: an address that differs in its fragment alone would load nothing.
  await page.goto('about:blank')
  await page.goto(url + screen.path)
  await page.getByRole('heading', { name: screen.heading, exact: true }).first().waitFor()
  await standStill(page)
  await screen.prepare?.(page)
  await standStill(page)
  await page.unrouteAll()
}

const standStill = (page: Page): Promise<void> =>
  page.locator('[role="status"][aria-busy="true"]').first().waitFor({ state: 'detached' })
