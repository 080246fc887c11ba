/** Access for a while: asked for by whoever needs it, answered by somebody else, given, ended, given back. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMember } from '../../../src/application/access/create-member.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import type { Context } from '../../../src/application/context.ts'
import { tendRequests } from '../../../src/application/people/requests/tend-requests.ts'
import { syncPeople } from '../../../src/application/people/sync-people.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import { AMPLE, grantAmple } from '../../support/ample.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const ASKER = 'asker@our-firm.example'
const LEAD = 'lead@our-firm.example'

describeInBrowser('access for a while', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let asker: Tab

  beforeAll(async () => {
    const opened = openApp({ portalName: 'Harbour Tea', users: 12, ...AMPLE })
    ;[app, browser] = await Promise.all([opened, openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    const token = redacted(app.portal.tokens[0]?.secret ?? '')
    await connectPortal(app.operator, {
      title: 'EMEA',
      name: 'emea',
      kind: 'service_key',
      secrets: { token },
    })
    await grantAmple(app.operator, 'emea')
    const { people } = app.portal
    people.happens(people.invite({ email: ASKER, roleIds: [] }).id, { event: 'accepted' })
    await syncPeople(app.operator, { connection: 'emea' })
    asker = await signedIn('Asker', ASKER)
    await createMember(app.operator, { name: 'Lead', email: LEAD, role: 'member' })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  async function signedIn(name: string, email: string): Promise<Tab> {
    await createMember(app.operator, { name, email, role: 'member' })
    const { token } = await inviteMember(app.operator, { member: email })
    const tab = await openTab(browser)
    await tab.page.goto(linkAddress(app.url, token.reveal()))
    await tab.page.getByRole('button', { name: 'Make a passkey' }).click()
    await tab.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    return tab
  }
  /** What comes round by itself every minute. */
  const tend = (): Promise<unknown> => {
    const job: Context = {
      ...app.operator,
      actor: { kind: 'job', name: 'people.requests' },
      door: 'system',
    }
    return tendRequests(job)
  }
  const press = ({ page }: Tab, name: string) =>
    page.getByRole('button', { name, exact: true }).click()
  const stands = ({ page }: Tab, word: string) =>
    page.getByRole('heading', { level: 1 }).locator('..').getByText(word, { exact: true }).waitFor()
  const now = () => app.portal.people.find(ASKER)!

  it('is asked for by a member, with what and why; a mistake loses nothing', async () => {
    const { page } = asker
    await page.getByRole('link', { name: 'Access requests' }).click()
    await page.getByText('Nothing is asked for').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await press(asker, 'Ask for access…')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('The quarter ends')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await dialog.getByText('Ask for something: a set, a team or a seat.').waitFor()
    expect(await dialog.getByLabel('Why').inputValue()).toBe('The quarter ends')
    expect(await dialog.getByLabel('For whom').count(), 'only roles that may operate').toBe(0)
    expect(await seriousIssues(page)).toEqual([])
    await dialog.getByLabel('Permission set').fill('View only')
    await page.getByRole('option', { name: 'View only' }).click()
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: `Access for ${ASKER}` }).waitFor()
    await stands(asker, 'Waits for an answer')
    await page.getByText('Permission set View only').waitFor()
    expect(await page.getByRole('button', { name: 'Approve…' }).count(), 'one’s own').toBe(0)
    await page.getByRole('button', { name: 'Withdraw…' }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('is approved by somebody else, who is told what that means, and then given', async () => {
    const { page } = admin
    await page.goto(`${app.url}/requests`)
    const waiting = page.getByRole('table', { name: 'Requests waiting for your answer' })
    await waiting.getByRole('link', { name: ASKER }).click()
    await press(admin, 'Approve…')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`${ASKER} gets for 8 hours: Permission set View only.`).waitFor()
    await dialog.getByLabel('Note').fill('Until tonight')
    expect(await seriousIssues(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Approve it' }).click()
    await stands(admin, 'Is given next')
    expect(now().roleIds).toEqual([])
    await tend()
    expect(now().roleIds).toHaveLength(1)
    // Both pages hear of it.
    await stands(admin, 'Given')
    await stands(asker, 'Given')
    await asker.page.getByText('Until tonight').waitFor()
    await page.getByRole('link', { name: 'this plan' }).waitFor()
    expect(await asker.page.getByRole('link', { name: 'this plan' }).count()).toBe(0)
  })

  it('is ended before its time, and what was there is given back', async () => {
    await press(asker, 'End it now…')
    await press(asker, 'End it')
    await stands(asker, 'Is given back next')
    await tend()
    expect(now().roleIds).toEqual([])
    await stands(asker, 'Over')
    await admin.page.goto(`${app.url}/requests`)
    await admin.page.getByText('Nothing is asked for').waitFor()
    await admin.page.getByLabel('With those that are over').click()
    await admin.page.getByRole('table', { name: 'Requests' }).getByText('Over').waitFor()
    expect(await seriousIssues(admin.page)).toEqual([])
  })

  it('is refused with a reason that whoever asked reads', async () => {
    await asker.page.goto(`${app.url}/requests`)
    await press(asker, 'Ask for access…')
    const dialog = asker.page.getByRole('dialog')
    await dialog.getByText('For good', { exact: true }).click()
    await dialog.getByRole('checkbox').first().check()
    await dialog.getByLabel('Why').fill('It would be handy')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await stands(asker, 'Waits for an answer')
    await admin.page.goto(asker.page.url())
    await press(admin, 'Refuse…')
    await admin.page.getByRole('dialog').getByLabel('Note').fill('Ask your lead first')
    await press(admin, 'Refuse it')
    await stands(admin, 'Refused')
    await asker.page.getByText('Ask your lead first').waitFor()
  })

  it('is answered by whoever is named for the portal', async () => {
    const { page } = admin
    await page.goto(`${app.url}/requests`)
    await press(admin, 'Name somebody')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Name them' }).click()
    await dialog.getByText('Choose who.').waitFor()
    await dialog.getByLabel('Who').fill('Lead')
    await page.getByRole('option', { name: /Lead/ }).click()
    await dialog.getByRole('button', { name: 'Name them' }).click()
    const named = page.getByRole('table', { name: 'Who answers for EMEA' })
    await named.getByText('everybody').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await named.getByRole('button', { name: 'Take Lead out' }).click()
    await page.getByText('Nobody is named.').waitFor()
  })

  it('wishes of a directory are carried out by themselves once somebody says so, and not before', async () => {
    const { page } = admin
    await page.goto(`${app.url}/connections/emea?tab=users&view=plans`)
    await page.getByText(/waits in a plan until a person applies it/).waitFor()
    await press(admin, 'Switch on…')
    await page
      .getByRole('dialog')
      .getByText(/You stand in the record/)
      .waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await press(admin, 'Switch on')
    await page.getByText(/carried out where no guard asks, since .* switched on by/).waitFor()
    await press(admin, 'Switch off…')
    await press(admin, 'Switch off')
    await page.getByText(/waits in a plan until a person applies it/).waitFor()
    expect([...admin.faults, ...asker.faults]).toEqual([])
  })
})
