/**
 * What each page costs before anything is seen, as a browser with an empty cache counts it: the
 * scripts that it asked for before the first contentful paint, by the bytes of their compressed
 * bodies. A size, not a time: on a slow machine the same bytes count.
 */
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCREEN_PAGES, showPage } from '../../screens/pages.ts'
import { seed } from '../../screens/seed.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

/** As `ui/build/sizes.ts` holds the build to, there for what every page shares. */
const MOST_BYTES = 200_000

interface Script {
  readonly url: string
  readonly askedAt: number
  bytes: number
}

interface Load {
  readonly scripts: readonly Script[]
  /** On the clock of `askedAt`, in seconds. */
  readonly paintedAt: number | undefined
}

describeInBrowser('before the first paint', () => {
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

  it.each(SCREEN_PAGES)('$name asks for less than 200 KB of scripts', async (screen) => {
    const tab = await openTab(browser, screen.signedOut ? {} : { like: admin })
    const load = await watchLoad(await tab.page.context().newCDPSession(tab.page))
    await showPage(tab.page, app.url, screen)
    await expect
      .poll(() => load().paintedAt, { message: 'the first contentful paint' })
      .toBeDefined()
    const { scripts, paintedAt } = load()
    const before = scripts.filter(({ askedAt }) => askedAt < (paintedAt ?? 0))
    const bytes = before.reduce((sum, script) => sum + script.bytes, 0)
    ;(await import('node:fs')).appendFileSync(
      '/tmp/hw/sizes.txt',
      `${screen.name} ${before.length}/${scripts.length} ${bytes}\n`,
    ) //TMP
    expect(bytes, 'the app itself is counted').toBeGreaterThan(50_000)
    expect(bytes, before.map(({ url }) => url).join('\n')).toBeLessThan(MOST_BYTES)
    await tab.close()
  })
})

/** Of the last document that the page loaded, nothing out of a cache. */
async function watchLoad(cdp: CDPSession): Promise<() => Load> {
  const scripts = new Map<string, Script>()
  let paintedAt: number | undefined
  cdp.on('Network.requestWillBeSent', ({ requestId, type, timestamp, request }) => {
    if (type === 'Document') {
      scripts.clear()
      paintedAt = undefined
    }
    if (type === 'Script')
      scripts.set(requestId, { url: request.url, askedAt: timestamp, bytes: 0 })
  })
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId)
    if (script) script.bytes += encodedDataLength
  })
  cdp.on('Page.lifecycleEvent', ({ name, timestamp }) => {
    if (name === 'firstContentfulPaint') paintedAt = timestamp
  })
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  await cdp.send('Page.enable')
  await cdp.send('Page.setLifecycleEventsEnabled', { enabled: true })
  return () => ({ scripts: [...scripts.values()], paintedAt })
}
