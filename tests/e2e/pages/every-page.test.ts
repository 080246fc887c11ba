/** What holds for every page of the table, in both themes and on a phone. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCREEN_PAGES, showPage } from '../../screens/pages.ts'
import { seed } from '../../screens/seed.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'

describeInBrowser('every page', () => {
  let app: App
  let browser: Browser
  let admin: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    await seed(app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  describe.each([
    { form: 'light', theme: 'light', width: 1280, height: 860 },
    { form: 'dark', theme: 'dark', width: 1280, height: 860 },
    { form: 'a phone of 360 px', theme: 'light', width: 360, height: 740 },
  ] as const)('in $form', ({ theme, width, height }) => {
    let inside: Tab
    let outside: Tab
    beforeAll(async () => {
      inside = await openTab(browser, { theme, width, height, like: admin })
      outside = await openTab(browser, { theme, width, height })
    })
    afterAll(async () => {
      await inside.close()
      await outside.close()
    })

    it.each(SCREEN_PAGES)(
      '$name has no serious accessibility issue, no error, and fits the window',
      async (screen) => {
        const { page, faults } = screen.signedOut ? outside : inside
        await showPage(page, app.url, screen)
        expect(await seriousIssues(page)).toEqual([])
        const overhang = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(overhang, 'pixels that the page is wider than the window').toBeLessThanOrEqual(0)
        expect(faults.splice(0)).toEqual([])
      },
    )
  })
})
