/** The list of connections and one on its page: live numbers, and acts that say what they do. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'

describeInBrowser('the pages of connections', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page
  let key = ''

  beforeAll(async () => {
    const tokens = [
      { name: 'contacts', kind: 'service_key', scopes: ['oauth', 'crm.objects.contacts.read'] },
    ] as const
    const portal = { portalName: 'Harbour Tea EMEA', tokens }
    ;[app, browser] = await Promise.all([openApp(portal), openBrowser()])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    key = await seed(app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const call = (): Promise<Response> =>
    fetch(`${app.url}/hubspot/emea/crm/v3/objects/contacts?limit=1`, {
      headers: { authorization: `Bearer ${key}` },
    })

  it('moves the gauges while calls are made, without a reload', async () => {
    await page.goto(`${app.url}/connections`)
    await page.getByRole('link', { name: 'EMEA' }).click()
    await page.getByRole('heading', { level: 1, name: 'EMEA' }).waitFor()
    for (let at = 0; at < 20; at += 1) expect((await call()).status).toBe(200)
    const gauge = page.getByRole('meter', { name: 'Calls', exact: true })
    await expect
      .poll(async () => Number(await gauge.getAttribute('aria-valuenow')), { timeout: 8_000 })
      .toBeGreaterThanOrEqual(20)
    expect(await seriousIssues(page)).toEqual([])
  })

  it('puts first what is granted but cannot be served, with what to add', async () => {
    await page.getByRole('tab', { name: /^Scopes/ }).click()
    await page.getByText('1 granted scope cannot be served').waitFor()
    const first = page.getByRole('row').nth(1)
    expect(await first.textContent()).toMatch(/deals:read.*Missing.*crm\.objects\.deals\.read/)
    expect(new URL(page.url()).search).toBe('?tab=scopes')
    expect(await seriousIssues(page)).toEqual([])
  })

  it('sets a budget by hand and returns it to the account tier', async () => {
    await page.goto(`${app.url}/connections/emea`)
    await page.getByRole('button', { name: 'Set by hand' }).click()
    const field = page.getByLabel('Calls, per 10 seconds')
    await field.fill('a lot')
    await page.getByRole('button', { name: 'Save budgets' }).click()
    await page.getByText('A whole number, or nothing.').waitFor()
    await field.fill('50')
    await page.getByRole('button', { name: 'Save budgets' }).click()
    await page.getByText('set by hand', { exact: true }).waitFor()
    expect((await stored(app))?.budget.burst).toBe(50)
    await page.getByRole('button', { name: 'Set by hand' }).click()
    await page.getByLabel('Calls, per 10 seconds').fill('')
    await page.getByRole('button', { name: 'Save budgets' }).click()
    await page.getByText('set by hand', { exact: true }).waitFor({ state: 'detached' })
    expect((await stored(app))?.budget.burst).toBeNull()
  })

  it('pauses with a reason that the refused are told, and resumes', async () => {
    await page.getByRole('button', { name: 'Pause…' }).click()
    await page.getByText('Calls of 2 people in 1 group (Sales) are refused').waitFor()
    await page.getByLabel('Reason').fill('Migration until Friday')
    await page.getByRole('button', { name: 'Pause EMEA' }).click()
    await page.getByText('Paused: Migration until Friday').waitFor()
    await expect.poll(async () => (await call()).status).toBe(409)
    await page.getByRole('button', { name: 'Resume' }).first().click()
    await page.getByText('Paused: Migration until Friday').waitFor({ state: 'detached' })
    await expect.poll(async () => (await call()).status).toBe(200)
  })

  it('asks HubSpot again what the credential is', async () => {
    await page.getByRole('tab', { name: 'Credential' }).click()
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('HubSpot confirmed the credential').first().waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('says whose access ends before it disconnects, and wants the name typed', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.getByRole('button', { name: 'Disconnect…' }).click()
    const dialog = page.getByRole('dialog')
    const said = await dialog.getByRole('list').textContent()
    expect(said).toContain('1 group (Sales) loses EMEA at once: 2 people.')
    expect(said).toContain('1 client key can no longer call it.')
    expect(said).toContain('Delete the service key in HubSpot as well')
    expect(await seriousIssues(page)).toEqual([])
    const act = dialog.getByRole('button', { name: 'Disconnect EMEA' })
    expect(await act.isDisabled()).toBe(true)
    await dialog.getByLabel(/to confirm/).fill('emea')
    await act.click()
    await page.waitForURL(`${app.url}/connections`)
    await page.getByText('No portal is connected yet').waitFor()
    expect((await call()).status).toBe(404)
    expect(await app.operator.store.read.grants.list()).toEqual([])
    expect(admin.faults).toEqual([])
  })
})

const stored = (app: App) => app.operator.store.read.connections.findByName('emea')

/** One portal, one group of two, one of them with a key. */
async function seed({ operator, portal }: App): Promise<string> {
  const token = redacted(portal.tokens[0]?.secret ?? '')
  await connectPortal(operator, {
    title: 'EMEA',
    kind: 'service_key',
    secrets: { token },
  })
  await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
  for (const person of ['kim', 'sam']) {
    const email = `${person}@harbour-tea.example`
    await createMember(operator, { name: person, email, role: 'member' })
    await addToGroup(operator, { group: 'sales', principal: email })
  }
  await setGrant(operator, {
    group: 'sales',
    connection: 'emea',
    scopes: ['contacts:read', 'deals:read'],
    expiresAt: null,
  })
  const principal = 'kim@harbour-tea.example'
  const { text } = await createKey(operator, { principal, name: 'laptop', expiresAt: null })
  return text.reveal()
}
