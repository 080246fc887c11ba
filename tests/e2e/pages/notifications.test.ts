/** Notices in a browser: a channel set up and tested, what it could not deliver, the bell that rings. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { raiseNotice } from '../../../src/application/notice/raise-notice.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import {
  webhookReceiver,
  type Answer,
  type WebhookReceiver,
} from '../../support/webhook-receiver.ts'

describeInBrowser('notifications', () => {
  let app: App
  let browser: Browser
  let receiver: WebhookReceiver
  let answer: Answer = { status: 204 }
  let admin: Tab
  let page: Page

  beforeAll(async () => {
    receiver = await webhookReceiver(() => answer)
    ;[app, browser] = await Promise.all([
      openApp({}, { env: { HUBWARD_OUTGOING_ALLOW: '127.0.0.0/8' } }),
      openBrowser(),
    ])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    await receiver?.close()
  })

  const raise = () =>
    app.operator.store.aside((tx) =>
      raiseNotice(tx, app.operator, {
        kind: 'connection.needs_reauth',
        facts: { connectionId: 'con_0123456789abcdefghjk' },
        links: ['/connections'],
      }),
    )

  it('adds a webhook whose address is refused first, and shows its key once', async () => {
    await page.goto(`${app.url}/settings?tab=notifications`)
    await page.getByRole('button', { name: 'Add a channel' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Where to').selectOption('webhook')
    await dialog.getByLabel('Name').fill('On call')
    await dialog.getByLabel('Address').fill('https://user:secret@hooks.example.com/')
    await dialog.getByRole('button', { name: 'Add channel' }).click()
    await dialog.getByText('names a user or password').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await dialog.getByLabel('Address').fill(`${receiver.url}/hook/secret-part`)
    await dialog.getByRole('button', { name: 'Add channel' }).click()
    const key = await dialog.getByLabel('Signing key', { exact: true }).textContent()
    expect(key).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('told nothing yet').waitFor()
    const shown = await page.getByRole('main').textContent()
    expect(shown).not.toContain('secret-part')
    expect(shown).not.toContain('whsec_')
  })

  it('chooses what it is told, and tests it', async () => {
    await page.getByRole('button', { name: 'Acts on On call' }).click()
    await page.getByRole('menuitem', { name: 'What it is told…' }).click()
    await page
      .getByLabel('A connection must be reconnected', { exact: true })
      .selectOption('immediately')
    await page.getByText('Saved').first().waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('told of 1 kind').waitFor()

    answer = { status: 404 }
    await page.getByRole('button', { name: 'Test On call' }).click()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('does not exist any more').waitFor()
    answer = { status: 204 }
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('It was taken').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  })

  it('rings the bell of an open page, and what could not be delivered is sent again', async () => {
    answer = { status: 410 }
    await raise()
    const bell = page.getByRole('button', { name: 'Notices, 2 unread' }).first()
    await bell.waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Not delivered' }).waitFor()
    answer = { status: 204 }
    const before = receiver.posts.length
    await page.getByRole('button', { name: 'Send all again' }).click()
    await expect.poll(() => receiver.posts.length, { timeout: 10_000 }).toBe(before + 1)

    await bell.click()
    const inbox = page.getByRole('dialog', { name: 'Notices' })
    await inbox.getByText('A connection must be reconnected').first().waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await inbox.getByRole('link', { name: /A connection must be reconnected/ }).click()
    await page.waitForURL(`${app.url}/connections`)
    await page.getByRole('button', { name: 'Notices, 1 unread' }).first().click()
    await inbox.getByRole('button', { name: 'Mark all as read' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Notices', exact: true }).first().waitFor()
  })

  it('lets everybody choose their own', async () => {
    await page.goto(`${app.url}/account`)
    await page.getByLabel('E-mail: A connection must be reconnected').selectOption('daily')
    await page.getByText('Your choice').waitFor()
    await page.reload()
    await expect
      .poll(() => page.getByLabel('E-mail: A connection must be reconnected').inputValue(), {
        timeout: 10_000,
      })
      .toBe('daily')
    expect(await seriousIssues(page)).toEqual([])
    expect(admin.faults).toEqual([])
  })
})
