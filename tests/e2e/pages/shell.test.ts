/** What stands around every page, by keyboard, on a phone, and when the server is away. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent')

describeInBrowser('the shell', () => {
  let app: App
  let browser: Browser
  let tab: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser({ scrollBars: true })])
    tab = await openTab(browser)
    await becomeFirstAdmin(tab, app)
    const member = { name: 'Sales rep', email: 'sales-rep@example.com', role: 'member' } as const
    await createMember(app.operator, member)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  it('lets keyboards skip the menu, and says which page one came to', async () => {
    const { page } = tab
    await page.goto(`${app.url}/groups`)
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the page')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('main')
    await page.getByRole('link', { name: 'People' }).click()
    // Not by waitForFunction: it tries again by `eval`, which our policy refuses.
    await expect.poll(() => page.title()).toBe('People · Hubward')
    await expect.poll(() => focused(page)).toBe('main')
  })

  it('goes to a person by name, without a mouse', async () => {
    const { page } = tab
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type('sales r')
    await page.getByRole('option', { name: /Sales rep/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/people\/mem_/)
  })

  it('shows what others change without a reload', async () => {
    const { page } = tab
    await page.goto(`${app.url}/groups`)
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
    const texts = { description: '', context: '' }
    await createGroup(app.operator, { name: 'harbour', title: 'Harbour pilots', ...texts })
    await page.getByRole('link', { name: 'Harbour pilots' }).waitFor()
  })

  it('does not move when a dialog opens over it', async () => {
    const { page } = tab
    for (const path of ['/groups', '/settings']) {
      await page.goto(app.url + path)
      const heading = page.locator('h1')
      await heading.waitFor()
      const before = await heading.boundingBox()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').waitFor()
      expect(await heading.boundingBox(), path).toEqual(before)
      await page.keyboard.press('Escape')
    }
  })

  it('gives the focus back when a window closes, to the page where its opener is gone', async () => {
    const { page } = tab
    await page.goto(`${app.url}/groups`)
    await page.getByRole('button', { name: 'New group' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('New group')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('New group')

    await page.goto(`${app.url}/groups/harbour?tab=members`)
    const more = page.getByRole('button', { name: 'More for this group' })
    await more.press('Enter')
    await page.getByRole('menuitem', { name: 'Remove group…' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await expect
      .poll(() => more.evaluate((button) => button === button.ownerDocument.activeElement))
      .toBe(true)

    const add = page.getByRole('combobox', { name: 'Add somebody' })
    await add.fill('sales rep')
    await page.getByRole('option', { name: /Sales rep/ }).waitFor()
    await add.press('Enter')
    const remove = page.getByRole('button', { name: 'Remove Sales rep' })
    await remove.waitFor()
    expect(
      await add.evaluate((field) => field === field.ownerDocument.activeElement),
      'the next one can be typed at once',
    ).toBe(true)
    await remove.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Sales rep' }).press('Enter')
    await page.getByText('Nobody is in this group yet').waitFor()
    await expect.poll(() => focused(page)).toBe('main')
  })

  it('has its menu in a drawer on a phone', async () => {
    const phone = await openTab(browser, { width: 360, height: 740, like: tab })
    await phone.page.goto(`${app.url}/groups`)
    await phone.page.getByRole('button', { name: 'Menu' }).click()
    await phone.page.getByRole('dialog').getByRole('link', { name: 'People' }).click()
    await phone.page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
    await phone.page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(phone.faults).toEqual([])
    await phone.close()
  })

  it('says that the server is away, and comes back', async () => {
    const other = await openTab(browser, { like: tab })
    await other.page.goto(`${app.url}/account`)
    await other.page.getByRole('heading', { name: 'My account' }).waitFor()
    await other.page.route('**/api/v1/groups', (route) => route.abort())
    await other.page.getByRole('link', { name: 'Groups' }).click()
    await other.page.getByText('Hubward cannot be reached').waitFor()
    await other.page.unroute('**/api/v1/groups')
    await other.page.getByRole('button', { name: 'Try again' }).click()
    await other.page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
    await other.close()
  })

  it('stays where a page’s file cannot be fetched, and fetches it again', async () => {
    const other = await openTab(browser, { like: tab })
    const { page } = other
    await page.goto(`${app.url}/account`)
    await page.getByRole('heading', { name: 'My account' }).waitFor()
    await page.route(/assets\/explain|healthz/, (route) => route.abort())
    await page.getByRole('link', { name: 'Explain' }).click()
    await page.getByText('Hubward cannot be reached').waitFor()
    await page.unroute(/assets\/explain|healthz/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Explain', level: 1 }).waitFor()
    await other.close()
  })

  it('says that a page is not for one’s role, and does not ask for what would be refused', async () => {
    const { operator } = app
    const { token } = await inviteMember(operator, { member: 'sales-rep@example.com' })
    const member = await openTab(browser)
    const { page, faults } = member
    await page.goto(`${app.url}/welcome#${token.reveal()}`)
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url())
    })
    for (const path of ['/connections', '/groups/harbour', '/people', '/activity/1', '/explain']) {
      await page.goto(app.url + path)
      await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor()
      await page.getByText('your role is member').waitFor()
    }
    expect(refused).toEqual([])
    expect(faults).toEqual([])
    await member.close()
  })

  it('tells within itself that there is no such page', async () => {
    const { page, faults } = tab
    await page.goto(`${app.url}/no/such/page`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await page.getByRole('link', { name: 'Groups' }).waitFor()
    expect(faults).toEqual([])
  })
})
