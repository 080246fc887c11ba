/** What holds for every page of the table, in both themes and on a phone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepAnswers, keepPage, openPages, type OpenedPages } from '../../canary/pages.ts'
import { SCREEN_PAGES, showPage } from '../../screens/pages.ts'
import { openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { watchLoad, type Load } from '../../support/script-load.ts'

/** As `ui/build/sizes.ts` holds the build to, there for what every page shares. */
const MOST_BYTES = 200_000

interface WatchedTab extends Tab {
  readonly load: () => Load
}

describeInBrowser('every page', () => {
  let opened: OpenedPages

  beforeAll(async () => {
    opened = await openPages()
  }, 120_000)
  afterAll(() => opened?.close())

  /** Each page is loaded as by a browser with an empty cache. */
  const open = async (options: Parameters<typeof openTab>[1]): Promise<WatchedTab> => {
    const tab = await openTab(opened.browser, options)
    keepAnswers(opened.hay, tab.page)
    const load = await watchLoad(await tab.page.context().newCDPSession(tab.page))
    return { ...tab, load }
  }

  describe('in a wide window', () => {
    let inside: WatchedTab
    let outside: WatchedTab
    beforeAll(async () => {
      inside = await open({ like: opened.admin })
      outside = await open({})
    })
    afterAll(async () => {
      await inside.close()
      await outside.close()
    })

    it.each(SCREEN_PAGES)(
      '$name has no serious accessibility issue in light and dark, no error, fits, and is soon there',
      async (screen) => {
        const { page, faults, load } = screen.signedOut ? outside : inside
        await showPage(page, opened.app.url, screen)
        expect(await seriousIssues(page), 'in light').toEqual([])
        expect(await overhang(page), OVERHANG).toBeLessThanOrEqual(0)
        if (!screen.apart) await expectSmall(load)
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await seriousIssues(page, 'colour'), 'in dark').toEqual([])
        await page.emulateMedia({ colorScheme: 'light' })
        await keepPage(opened.hay, screen.name, page)
        expect(faults.splice(0)).toEqual([])
      },
    )
  })

  describe('on a phone of 360 px', () => {
    let inside: Tab
    let outside: Tab
    const phone = { width: 360, height: 740 }
    beforeAll(async () => {
      inside = await openTab(opened.browser, { ...phone, like: opened.admin })
      outside = await openTab(opened.browser, phone)
    })
    afterAll(async () => {
      await inside.close()
      await outside.close()
    })

    it.each(SCREEN_PAGES)('$name can be used, has no error and fits', async (screen) => {
      const { page, faults } = screen.signedOut ? outside : inside
      await showPage(page, opened.app.url, screen)
      expect(await seriousIssues(page, 'size')).toEqual([])
      expect(await overhang(page), OVERHANG).toBeLessThanOrEqual(0)
      await keepPage(opened.hay, `${screen.name} on a phone`, page)
      expect(faults.splice(0)).toEqual([])
    })
  })

  it('shows no secret, was sent none and keeps none', async () => {
    expect(opened.hay.search(await opened.secrets())).toEqual([])
    const { page = 0, answer = 0 } = opened.hay.sizes()
    expect(page, 'bytes of pages that were searched').toBeGreaterThan(1_000_000)
    expect(answer, 'bytes of answers that were searched').toBeGreaterThan(100_000)
  })
})

const OVERHANG = 'pixels that the page is wider than the window'
const overhang = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )

/** Scripts that were asked for before the first contentful paint. */
async function expectSmall(load: () => Load): Promise<void> {
  await expect.poll(() => load().paintedAt, { message: 'the first contentful paint' }).toBeDefined()
  const { scripts, paintedAt = 0 } = load()
  const before = scripts.filter(({ askedAt }) => askedAt < paintedAt)
  const bytes = before.reduce((sum, script) => sum + script.bytes, 0)
  expect(bytes, 'the app itself is counted').toBeGreaterThan(50_000)
  expect(bytes, before.map(({ url }) => url).join('\n')).toBeLessThan(MOST_BYTES)
}
