/** Checking a connection before one's eyes: pending until green, step by step, a report to forward. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openBrowser, openTab, seriousIssues } from '../../support/chromium.ts'
import { textOfPdf } from '../../support/pdf-text.ts'

describeInBrowser('checking a connection', () => {
  let app: App
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    const admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    await connectPortal(app.operator, {
      title: 'EMEA',
      name: 'emea',
      kind: 'service_key',
      secrets: { token: redacted(app.portal.tokens[0]?.secret ?? '') },
      check: 'later',
    })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const steps = () => page.getByRole('list', { name: 'Steps of the check' })

  it('says that a pending connection lets nothing through, and leads to the check', async () => {
    await page.goto(`${app.url}/connections/emea`)
    await page.getByText('no call goes through before a check of it is green').waitFor()
    await page.getByRole('link', { name: 'Check it' }).click()
    await page.getByText('It was not checked yet').waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('shows what failed and what to do, and the connection stays pending', async () => {
    app.portal.faults.set({
      match: { path: '/account-info/2026-09/details$' },
      effect: { kind: 'status', status: 503 },
      after: 1,
    })
    await page.getByRole('button', { name: 'Run the check' }).click()
    await page.getByText('The check is red').waitFor()
    expect(await steps().textContent()).toContain('Failed: Timing HubSpot: HubSpot failed (5xx)')
    await page.getByText('The connection stays inactive').waitFor()
    app.portal.faults.clear()
  })

  it('is set to come round by itself, and the page says when', async () => {
    await page.getByLabel('How often').selectOption('7')
    await page.getByText(/^Next /).waitFor()
    const { id } = (await app.operator.pictures.current()).connectionByName('emea') ?? { id: '' }
    expect(await app.operator.store.read.checks.schedules.get(id)).toMatchObject({ everyDays: 7 })
    expect(await seriousIssues(page)).toEqual([])
  })

  it('turns active on green, also with a test flow, without a reload', async () => {
    await page.reload()
    await page.getByLabel('With a test flow').click()
    await page.getByRole('button', { name: 'Run the check' }).click()
    await page.getByText('The check is green').waitFor()
    expect(await steps().textContent()).toContain(
      'A record was made, read, changed, found and removed',
    )
    await page.getByText('no call goes through before').waitFor({ state: 'detached' })
    await page.getByText('Working', { exact: true }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('gives a report with what changed since the one before, as a page, JSON and PDF', async () => {
    await page.getByRole('link', { name: 'Open the report' }).click()
    await page.getByRole('heading', { level: 1, name: 'Check of EMEA' }).waitFor()
    await page.getByText('Latency: Failed before, now OK').waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'PDF' }).click()
    const file = await (await saved).createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of file) chunks.push(chunk as Buffer)
    expect(textOfPdf(Buffer.concat(chunks))).toContain('Check of EMEA')
    expect(await seriousIssues(page)).toEqual([])
  })

  it('prints the report alone, without what stands around it', async () => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    expect(await steps().isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  })

  it('says that there is no such check', async () => {
    await page.goto(`${app.url}/connections/emea/checks/chk_00000000000000000000`)
    await page.getByText('There is no such check').waitFor()
  })
})
