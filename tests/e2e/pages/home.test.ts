/** Home as it fills: the checklist that nobody ticks by hand, gauges that move, and a member's own view. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { suspendConnection } from '../../../src/application/connection/suspend-connection.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const ANALYST = 'ada@harbour-tea.example'

describeInBrowser('home', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page
  let key = ''

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const done = (): Promise<number> =>
    page.getByRole('listitem').filter({ hasText: 'Done:' }).count()
  const card = (title: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: title }) })
  const call = (): Promise<Response> =>
    fetch(`${app.url}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
      headers: { authorization: `Bearer ${key}` },
    })

  it('leads from nothing to the first call, each step ticked by what came to be', async () => {
    const { operator, portal } = app
    await page.getByText('0 of 5 done').waitFor()
    expect(await done()).toBe(0)
    expect(await seriousIssues(page)).toEqual([])

    await connectPortal(operator, {
      title: 'Main',
      kind: 'private_app',
      secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
    })
    await page.getByText('1 of 5 done').waitFor()
    await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
    await page.getByText('2 of 5 done').waitFor()
    const grant = { group: 'sales', connection: 'main', scopes: ['contacts:read'] }
    await setGrant(operator, { ...grant, expiresAt: null })
    await page.getByText('3 of 5 done').waitFor()
    await createMember(operator, { name: 'Analyst', email: ANALYST, role: 'member' })
    await addToGroup(operator, { group: 'sales', principal: ANALYST })
    await page.getByText('4 of 5 done').waitFor()
    await page.getByText('Waiting for the first call…').waitFor()

    const made = await createKey(operator, { principal: ANALYST, name: 'laptop', expiresAt: null })
    key = made.text.reveal()
    expect((await call()).status).toBe(200)
    await page.getByText('All set: the first call has arrived').waitFor()
    expect(await done()).toBe(5)
    await page.getByRole('button', { name: 'Hide' }).click()
    await page.getByText('All set: the first call has arrived').waitFor({ state: 'detached' })
  })

  it('moves the gauges while calls are made and lets them rest again', async () => {
    const gauge = page.getByRole('meter', { name: 'Calls', exact: true })
    const used = async (): Promise<number> => Number(await gauge.getAttribute('aria-valuenow'))
    for (let at = 0; at < 25; at += 1) expect((await call()).status).toBe(200)
    await expect.poll(used, { timeout: 8_000 }).toBeGreaterThanOrEqual(20)
    const today = card('Calls today')
    await expect.poll(() => today.textContent(), { timeout: 10_000 }).toMatch(/Calls today.*26/)
    expect(await today.getByRole('list').textContent()).toContain('Sales')
    expect(await seriousIssues(page)).toEqual([])
    await expect.poll(used, { timeout: 40_000 }).toBe(0)
  })

  it('says at once what needs somebody, with the way there', async () => {
    await page.getByText('Nothing needs your attention.').waitFor()
    await suspendConnection(app.operator, { connection: 'main', reason: 'Migration' })
    const need = card('What needs your attention').getByRole('listitem')
    await need.first().waitFor()
    expect(await need.textContent()).toContain('Migration')
    await need.getByRole('link', { name: 'Open connection' }).click()
    await page.getByRole('heading', { level: 1, name: 'Main' }).waitFor()
    expect(admin.faults).toEqual([])
  })

  it('shows a member what they may do and nothing of the house', async () => {
    const { token } = await inviteMember(app.operator, { member: ANALYST })
    const tab = await openTab(browser)
    await tab.page.goto(`${app.url}/welcome#${token.reveal()}`)
    await tab.page.getByRole('button', { name: /passkey/i }).click()
    await tab.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    const main = tab.page.getByRole('main')
    await main.getByText('Your last call was').waitFor()
    await main.getByText('through sales').waitFor()
    expect(await main.textContent()).not.toContain('What needs your attention')
    expect(await tab.page.getByRole('link', { name: 'Activity' }).count()).toBe(0)
    expect(await seriousIssues(tab.page)).toEqual([])
    expect(tab.faults).toEqual([])
    await tab.close()
  })
})
