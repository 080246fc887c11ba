/** What has the focus is seen: no bar that stays lies over it, wherever Tab and the arrows lead (WCAG 2.2, 2.4.11). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

/** The name of what has the focus, where a bar lies over its middle. */
const COVERED = `(() => {
  const it = document.activeElement
  if (!it || it === document.body) return ''
  const { left, top, width, height } = it.getBoundingClientRect()
  const bar = document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[data-stays], header, thead')
  return bar && !bar.contains(it) ? it.getAttribute('aria-label') || it.textContent || it.tagName : ''
})()`

const SCREENS = [
  { width: 1280, height: 860 },
  { width: 360, height: 740 },
]

describeInBrowser('the focus', () => {
  let app: App
  let browser: Browser
  let admin: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    const { operator, portal } = app
    const token = redacted(portal.tokens[0]?.secret ?? '')
    await connectPortal(operator, { title: 'Main', kind: 'private_app', secrets: { token } })
    await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
    const grant = { group: 'sales', connection: 'main', expiresAt: null }
    await setGrant(operator, { ...grant, scopes: ['contacts:read'] })
    for (let at = 0; at < 30; at++)
      await createMember(operator, {
        name: `Person ${at}`,
        email: `person-${at}@example.com`,
        role: 'member',
      })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  /** Presses the key so many times. @returns what was covered on the way */
  async function walk(page: Page, key: string, times: number): Promise<string[]> {
    const covered: string[] = []
    for (let at = 0; at < times; at++) {
      await page.keyboard.press(key)
      const name = await page.evaluate<string>(COVERED)
      if (name !== '') covered.push(name.trim().slice(0, 60))
    }
    return covered
  }

  it.each(SCREENS)('is seen in the matrix of grants, $width wide', async (screen) => {
    const { page, close } = await openTab(browser, { like: admin, ...screen })
    await page.goto(`${app.url}/groups/sales`)
    await page.getByRole('checkbox', { name: /^Read contacts/ }).focus()
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft'])
      expect(await walk(page, key, key.endsWith('t') ? 2 : 25), key).toEqual([])
    await close()
  })

  it.each(SCREENS)('is seen in the wizard, $width wide', async (screen) => {
    const { page, close } = await openTab(browser, { like: admin, ...screen })
    await page.goto(`${app.url}/connections/new`)
    await page.getByRole('heading', { name: 'What shall people be able to do?' }).waitFor()
    expect(await walk(page, 'Tab', 45)).toEqual([])
    await close()
  })

  it.each(SCREENS)('is seen in a long table, $width wide', async (screen) => {
    const { page, close } = await openTab(browser, { like: admin, ...screen })
    await page.goto(`${app.url}/people`)
    await page.getByRole('link', { name: 'Person 29', exact: true }).focus()
    expect(await walk(page, 'Shift+Tab', 30)).toEqual([])
    expect(await walk(page, 'Tab', 30)).toEqual([])
    await close()
  })
})
