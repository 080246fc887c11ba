/**
 * Every form of the app that the server can refuse: how it is reached, what is typed wrongly, what
 * is typed then, and how one sees that it was saved. Text that is cut short by the page itself, or
 * named by it before the server is asked, would prove nothing here.
 */
import type { Locator, Page } from 'playwright-core'

export interface FormRow {
  readonly name: string
  readonly path: string
  /** From the page to the form. */
  readonly open?: (page: Page) => Promise<unknown>
  /** By label, as it is typed first. */
  readonly typed: Readonly<Record<string, string>>
  /** What replaces it; the server has something to say of each of these fields, and of no other. */
  readonly mended: Readonly<Record<string, string>>
  readonly send: (page: Page) => Promise<unknown>
  readonly saved: (page: Page) => Promise<unknown>
}

/** Turns the text after it around, so that one name passes for another; no name may hold it. */
export const TURNS = '\u202e'

export const fieldOf = (page: Page, label: string): Locator =>
  page.getByLabel(new RegExp(`^${label}( ?optional)?$`)).last()

const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { name, exact: true }).waitFor()
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click()
const act = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click()
const said = (text: string) => (page: Page) =>
  page.getByText(text, { exact: true }).first().waitFor()

export const formsOf = (given: {
  readonly secret: string
  readonly issuer: string
}): readonly FormRow[] => [
  {
    name: 'the connection wizard',
    path: '/connections/new',
    async open(page) {
      await press('Continue')(page)
      await page.getByRole('radio', { name: /^Service key/ }).click()
      await press('Continue')(page)
      await press('I have it, continue')(page)
      await page.getByLabel('Token', { exact: true }).fill(given.secret)
      await press('Check it with HubSpot')(page)
      await page.getByLabel('Short name').waitFor()
    },
    typed: { Name: 'EMEA portal', 'Short name': 'EMEA portal!' },
    mended: { 'Short name': 'emea' },
    send: act('Connect'),
    saved: heading('EMEA portal is connected'),
  },
  {
    name: 'a new group',
    path: '/groups',
    open: press('New group'),
    typed: { Title: 'Pilots', 'Short name': 'Not a slug', 'What it is for': 'Trying it out' },
    mended: { 'Short name': 'pilots' },
    send: act('Make group'),
    saved: heading('Pilots'),
  },
  {
    name: 'the texts of a group',
    path: '/groups/pilots?tab=texts',
    typed: {
      Title: `Pilots${TURNS}`,
      'What it is for': 'Those who try it first',
      'What their AI is told': 'Amounts are net.\u0007',
    },
    mended: { Title: 'First pilots', 'What their AI is told': 'Amounts are net.' },
    send: act('Save changes'),
    saved: said('Saved'),
  },
  {
    name: 'an invitation',
    path: '/people',
    open: press('Invite somebody'),
    typed: { Name: 'Marketer', 'E-mail address': 'marketer at harbour-tea' },
    mended: { 'E-mail address': 'marketer@harbour-tea.example' },
    send: act('Invite'),
    saved: heading('The link for Marketer'),
  },
  {
    name: 'a client key',
    path: '/people',
    async open(page) {
      await page.getByRole('link', { name: 'Marketer' }).click()
      await page.getByRole('tab', { name: 'Keys' }).click()
      await press('New key')(page)
    },
    typed: { Name: `lap${TURNS}top` },
    mended: { Name: 'laptop' },
    send: act('Make key'),
    saved: heading('The key “laptop”'),
  },
  {
    name: 'a service account',
    path: '/people?tab=service-accounts',
    open: press('New service account'),
    typed: { Name: 'sync@night' },
    mended: { Name: 'night-sync' },
    send: act('Make service account'),
    saved: heading('night-sync'),
  },
  {
    name: 'an identity provider',
    path: '/settings?tab=sign-in',
    async open(page) {
      await press('Add a provider')(page)
      await page.getByLabel('Provider', { exact: true }).selectOption('Another one')
    },
    typed: {
      Name: 'Harbour ID',
      Issuer: `${given.issuer}/nobody-here`,
      'Client id': 'hubward',
      'Client secret': 'a-secret-that-is-typed-once',
    },
    mended: { Issuer: given.issuer },
    send: act('Add provider'),
    saved: (page) => page.getByRole('button', { name: 'Acts on Harbour ID' }).waitFor(),
  },
  {
    name: 'the name of the organisation',
    path: '/settings',
    typed: { 'Name of the organisation': `Harbour${TURNS}Tea` },
    mended: { 'Name of the organisation': 'Harbour Tea & Sons' },
    send: act('Save name'),
    saved: said('Saved'),
  },
  {
    name: 'the organisation as a file',
    path: '/settings',
    typed: { 'org.yaml': 'version: 1\ngroups:\n  - name: Not a slug\n' },
    mended: { 'org.yaml': 'version: 1\ngroups:\n  - name: from-a-file\n' },
    send: act('Preview changes'),
    saved: (page) => page.getByRole('region', { name: 'Plan' }).waitFor(),
  },
  {
    name: 'a saved filter',
    path: '/activity?decision=refused',
    async open(page) {
      await press('Saved filters')(page)
      await page.getByRole('menuitem', { name: 'Save these filters…' }).click()
    },
    typed: { Name: `Refus${TURNS}ed` },
    mended: { Name: 'Refused' },
    send: act('Save'),
    saved: (page) => page.getByRole('button', { name: 'Refused', exact: true }).waitFor(),
  },
  {
    name: 'the name of a saved filter',
    path: '/activity?decision=refused',
    async open(page) {
      await act('Refused')(page)
      await page.getByRole('menuitem', { name: 'Manage…' }).click()
    },
    typed: { 'Name of Refused': `Seen${TURNS}` },
    mended: { 'Name of Refused': 'Seen' },
    send: (page) => page.keyboard.press('Enter'),
    saved: said('Saved'),
  },
  {
    name: 'the budgets of a connection',
    path: '/connections/emea?tab=budget',
    open: press(/by hand/),
    typed: { 'Searches, per second': '999999999999', 'Associations, per 10 seconds': '50' },
    mended: { 'Searches, per second': '4' },
    send: act('Save budgets'),
    saved: said('Budgets saved'),
  },
  {
    name: 'the name of a passkey',
    path: '/account',
    open: press(/^Rename /),
    typed: { Name: 'x'.repeat(101) },
    mended: { Name: 'Desk' },
    send: act('Save'),
    saved: (page) => page.getByRole('button', { name: 'Rename Desk' }).waitFor(),
  },
]
