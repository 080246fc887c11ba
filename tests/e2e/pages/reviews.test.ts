/** An access review, from the draft to the signature, by the people who run it and the people who decide. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMember } from '../../../src/application/access/create-member.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { applyPlan } from '../../../src/application/people/provisioning/apply-plan.ts'
import { listPlans } from '../../../src/application/people/provisioning/show-plans.ts'
import { syncPeople } from '../../../src/application/people/sync-people.ts'
import { createReview } from '../../../src/application/review/create-review.ts'
import { openReview } from '../../../src/application/review/open-review.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import { AMPLE, grantAmple } from '../../support/ample.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const ADMIN = 'it-admin@harbour-tea.example'
const MANAGER = 'manager@harbour-tea.example'
const DAY_MS = 86_400_000

describeInBrowser('an access review', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page

  beforeAll(async () => {
    const opened = openApp({ portalName: 'Harbour Tea', users: 12, ...AMPLE })
    ;[app, browser] = await Promise.all([opened, openBrowser()])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    const token = redacted(app.portal.tokens[0]?.secret ?? '')
    await connectPortal(app.operator, {
      title: 'EMEA',
      name: 'emea',
      kind: 'service_key',
      secrets: { token },
    })
    await grantAmple(app.operator, 'emea')
    await createMember(app.operator, { name: 'Manager', email: MANAGER, role: 'member' })
    await syncPeople(app.operator, { connection: 'emea' })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const plain = () =>
    app.portal.people
      .list()
      .filter(({ superAdmin, state }) => !superAdmin && state === 'active')
      .toSorted((a, b) => (a.email < b.email ? -1 : 1))
  const drawer = () => page.getByRole('dialog')
  const own = () => page.getByRole('table', { name: 'Rows of the review' }).first()
  /** The next one opens by itself; this goes to a certain one. */
  const open = async (email: string): Promise<void> => {
    if ((await drawer().count()) > 0) await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
    await own().getByRole('row').filter({ hasText: email }).getByRole('button').click()
    await drawer().getByText(email).first().waitFor()
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const choose = async (label: string, text: string): Promise<void> => {
    await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(text)
    await page.getByRole('option').first().click()
  }

  it('is written down in the app, and nobody is asked before it is opened', async () => {
    await page.goto(`${app.url}/reviews`)
    await press('New review…')
    await press('Make the draft')
    await drawer().getByText('Give it a name.').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await drawer().getByLabel('Name', { exact: true }).fill('Q4')
    await drawer().getByLabel('EMEA').click()
    await choose('Reviewer', ADMIN)
    await choose('Who stands in', MANAGER)
    const due = new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10)
    await drawer().getByLabel('Due', { exact: true }).fill(due)
    await press('Make the draft')
    await page.getByRole('heading', { level: 1, name: 'Q4' }).waitFor()
    await press('Open it and ask')
    await page.getByRole('heading', { level: 2, name: 'Yours to decide' }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('is decided row by row, each with what the reading showed', async () => {
    const [kept, changed, removed, excepted] = plain()
    await open(kept!.email)
    await drawer().getByText('Has', { exact: true }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await press('Keep, and go on')
    // Whoever is next is there at once.
    await drawer().getByText(kept!.email).waitFor({ state: 'detached' })
    await drawer().getByText('Has', { exact: true }).waitFor()
    await open(changed!.email)
    await drawer().getByText('Change', { exact: true }).click()
    await press('Change, and go on')
    await drawer().getByText('Untick what is to go.').waitFor()
    await drawer()
      .getByRole('checkbox', { name: /^Seat|^Main team/ })
      .first()
      .click()
    await press('Change, and go on')
    await open(removed!.email)
    await drawer().getByText('Remove', { exact: true }).click()
    await press('Remove, and go on')
    await open(excepted!.email)
    await drawer().getByText('Exception', { exact: true }).click()
    await press('Exception, and go on')
    await drawer().getByText('Say why it may stay.').waitFor()
    const until = new Date(Date.now() + 40 * DAY_MS).toISOString().slice(0, 10)
    await drawer().getByLabel('Until').fill(until)
    await drawer().getByLabel('Reason').fill('The season ends in March')
    await press('Exception, and go on')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Keep all \d+…$/ }).click()
    await page.getByText(/were decided together/).waitFor()
    await drawer()
      .getByRole('button', { name: /^Keep \d+$/ })
      .click()
    await page.getByText('All is decided').first().waitFor()
  })

  it('is carried out by a plan, and nobody’s word closes it', async () => {
    await press('Freeze the decisions')
    await page.getByText('What keeps it from being closed').first().waitFor()
    expect(await page.getByRole('button', { name: 'Sign it off…' }).count()).toBe(0)
    await page
      .getByText(/The portal was not read whole since the decision/)
      .first()
      .waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await press('Open it again…')
    await drawer().getByLabel('Why').fill('One was judged too fast')
    await press('Open it again')
    await page.getByRole('heading', { level: 2, name: 'Yours to decide' }).waitFor()
    await press('Freeze the decisions')
    await press('Plan what was decided')
    await page.getByRole('heading', { level: 1, name: 'Plan for the users' }).waitFor()
    const steps = await page.getByRole('table', { name: 'Steps of the plan' }).innerText()
    expect(steps).toContain(plain()[1]!.email)
    expect(steps).toContain(plain()[2]!.email)
  })

  it('is signed off once a reading shows what was decided, and leaves its evidence', async () => {
    const [, , removed] = plain()
    const [newest] = await listPlans(app.operator, { connection: 'emea' })
    const { id, hash } = newest!.plan
    await applyPlan(app.operator, { plan: id, planHash: hash })
    app.portal.people.happens(removed!.id, { event: 'deactivated' })
    await syncPeople(app.operator, { connection: 'emea' })
    await page.goto(`${app.url}/reviews`)
    await page.getByRole('link', { name: 'Q4' }).click()
    await press('Sign it off…')
    await drawer().getByText('Nothing of it can be changed any more.').waitFor()
    await press('Close the review')
    await page.getByRole('heading', { level: 2, name: 'Evidence' }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Package' }).click(),
    ])
    const bytes = await readFile(await file.path())
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect(await page.getByText(/^hubward evidence verify rvw_/).innerText()).toMatch(
      /--fingerprint [0-9a-f ]{64,}/,
    )
  })

  it('shows a member their own rows and nothing else', async () => {
    const review = await createReview(app.operator, {
      name: 'Leads',
      connections: [{ connection: 'emea' }],
      scope: 'all',
      privilegedSets: [],
      reviewer: { person: MANAGER },
      fallback: [ADMIN],
      dueAt: new Date(Date.now() + 10 * DAY_MS),
      remindDays: [],
    })
    await openReview(app.operator, { review: review.id })
    const { token } = await inviteMember(app.operator, { member: MANAGER })
    const member = await openTab(browser)
    await member.page.goto(linkAddress(app.url, token.reveal()))
    await member.page.getByRole('button', { name: 'Make a passkey' }).click()
    await member.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await member.page.getByRole('link', { name: 'Access reviews' }).click()
    const mine = member.page.getByRole('table', { name: 'Reviews waiting for you' })
    await mine.getByRole('link', { name: 'Leads' }).click()
    await member.page.getByRole('heading', { level: 2, name: 'Yours to decide' }).waitFor()
    for (const act of ['Freeze the decisions', 'Cancel it…'])
      expect(await member.page.getByRole('button', { name: act }).count(), act).toBe(0)
    expect(await seriousIssues(member.page)).toEqual([])
    const [, draft] = await Promise.all([
      member.page.goto(`${app.url}/reviews/rvw_00000000000000000000`),
      member.page.getByText('There is no such review').waitFor(),
    ])
    expect(draft).toBeUndefined()
    await page.goto(`${app.url}/reviews/${review.id}`)
    await own().getByRole('button').first().click()
    await press('Give it to somebody else…')
    await drawer().getByRole('button', { name: 'Give it to them' }).click()
    await drawer().getByText('Choose who.').waitFor()
    await choose('Who decides instead', ADMIN)
    expect(await seriousIssues(page)).toEqual([])
    await press('Give it to them')
    await page.getByText('Given to another reviewer').first().waitFor()
    // Escape would close the toast first.
    await drawer().getByRole('button', { name: 'Close' }).click()
    await page.getByRole('heading', { level: 2, name: 'Yours to decide' }).waitFor()
    expect(member.faults).toEqual([])
    await member.close()
  })
})
