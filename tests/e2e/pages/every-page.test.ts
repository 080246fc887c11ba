/** What holds for every page of the table, in both themes and on a phone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCREEN_PAGES, showPage } from '../../screens/pages.ts'
import { openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openSeeded, type Opened } from '../../support/opened.ts'
import { watchLoad, type Load } from '../../support/script-load.ts'

/** As `ui/build/sizes.ts` holds the build to, there for what every page shares. */
const MOST_BYTES = 200_000
/** What a browser loads is told by the address: states of one page need no second look. */
const DOCUMENTS = SCREEN_PAGES.filter(({ prepare }) => prepare === undefined)

describeInBrowser('every page', () => {
  let opened: Opened

  beforeAll(async () => {
    opened = await openSeeded()
  }, 90_000)
  afterAll(() => opened?.close())

  describe.each([
    { form: 'light', theme: 'light', width: 1280, height: 860 },
    { form: 'dark', theme: 'dark', width: 1280, height: 860 },
    { form: 'a phone of 360 px', theme: 'light', width: 360, height: 740 },
  ] as const)('in $form', ({ theme, width, height }) => {
    let inside: Tab
    let outside: Tab
    beforeAll(async () => {
      const { browser, admin } = opened
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
        await showPage(page, opened.app.url, screen)
        expect(await seriousIssues(page)).toEqual([])
        const overhang = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(overhang, 'pixels that the page is wider than the window').toBeLessThanOrEqual(0)
        expect(faults.splice(0)).toEqual([])
      },
    )
  })

  describe('before its first paint', () => {
    let inside: { readonly tab: Tab; readonly load: () => Load }
    let outside: typeof inside
    const watched = async (tab: Tab): Promise<typeof inside> => ({
      tab,
      load: await watchLoad(await tab.page.context().newCDPSession(tab.page)),
    })
    beforeAll(async () => {
      const { browser, admin } = opened
      inside = await watched(await openTab(browser, { like: admin }))
      outside = await watched(await openTab(browser))
    })
    afterAll(async () => {
      await inside.tab.close()
      await outside.tab.close()
    })

    it.each(DOCUMENTS)('$name asks for less than 200 KB of scripts', async (screen) => {
      const { tab, load } = screen.signedOut ? outside : inside
      await showPage(tab.page, opened.app.url, screen)
      await expect
        .poll(() => load().paintedAt, { message: 'the first contentful paint' })
        .toBeDefined()
      const { scripts, paintedAt = 0 } = load()
      const before = scripts.filter(({ askedAt }) => askedAt < paintedAt)
      const bytes = before.reduce((sum, script) => sum + script.bytes, 0)
      expect(bytes, 'the app itself is counted').toBeGreaterThan(50_000)
      expect(bytes, before.map(({ url }) => url).join('\n')).toBeLessThan(MOST_BYTES)
    })
  })
})
