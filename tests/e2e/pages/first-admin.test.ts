/** The first minute in a real browser: from the printed link to Home, by passkey. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openBrowser, openTab, seriousIssues } from '../../support/chromium.ts'

describeInBrowser('the first admin', () => {
  let app: App
  let browser: Browser

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await app.close()
  })

  it('comes in by the printed link and a passkey, and by that passkey again after signing out', async () => {
    const tab = await openTab(browser)
    const { page, faults } = tab
    await page.goto(app.url)
    await page.getByRole('heading', { name: 'Hubward waits for its first admin' }).waitFor()
    expect(await seriousIssues(page), 'before there is an admin').toEqual([])

    const link = await app.adminLink()
    await page.goto(link)
    await page.getByLabel('Your name').waitFor()
    expect(await seriousIssues(page), 'welcome').toEqual([])
    await becomeFirstAdmin(tab, app)
    expect(await page.title()).toBe('Home · Hubward')
    expect(await seriousIssues(page), 'home').toEqual([])

    await page.getByRole('button', { name: /IT admin/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await seriousIssues(page), 'sign-in').toEqual([])
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    expect(faults).toEqual([])
    await tab.close()
  })

  it('is the only one who comes in by such a link', async () => {
    const { page, close } = await openTab(browser)
    await expect(app.adminLink()).rejects.toThrow('there is an admin already')
    await page.goto(`${app.url}/welcome#hws_not_a_link`)
    await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor()
    await close()
  })

  it('finds the page that they wanted after signing in', async () => {
    const { page, close } = await openTab(browser)
    await page.goto(`${app.url}/groups?x=1`)
    await page.waitForURL(/\/sign-in\?to=/)
    await close()
  })
})
