/** Activity in a browser: thousands of events that one filters, walks, looks into and takes along. */
import { readFile } from 'node:fs/promises'
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
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const REFUSED = 1_600

describeInBrowser('activity', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page
  let keys: Record<'analyst' | 'planner', string>

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    keys = await seed(app)
    // Deals are granted to nobody: refused here, so that HubSpot's pace does not matter.
    for (let at = 0; at < REFUSED; at += 40)
      await Promise.all(Array.from({ length: 40 }, () => call('planner', 'deals')))
    for (let at = 0; at < 12; at += 1) await call('analyst', 'contacts')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const call = async (who: 'analyst' | 'planner', what: string): Promise<number> => {
    const { status } = await fetch(`${app.url}/hubspot/main/crm/v3/objects/${what}?limit=1`, {
      headers: { authorization: `Bearer ${keys[who]}` },
    })
    return status
  }
  const rows = () => page.getByRole('table', { name: /^Events/ }).getByRole('link')
  const search = (): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams)
  const countOf = async (query: string): Promise<number> => {
    const answer = await page.request.get(`${app.url}/api/v1/audit/export?${query}`)
    return (await answer.text()).split('\n').length - 1
  }

  it('scrolls through thousands of events with few rows drawn, and walks them by keyboard', async () => {
    await page.goto(`${app.url}/activity`)
    await rows().first().waitFor()
    const deepest = async (): Promise<number> => Number(await rows().last().getAttribute('data-at'))
    await page.mouse.move(700, 600)
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 6_000)
          return deepest()
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBeGreaterThan(REFUSED)
    expect(await rows().count(), 'rows are recycled').toBeLessThan(90)
    await page.getByText('That is all: the log begins here.').waitFor()

    await page.evaluate('scrollTo(0, 0)')
    await page.locator('a[data-at="0"]').focus()
    for (const press of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageDown'])
      await page.keyboard.press(press)
    const at = page.locator('a[data-at]:focus')
    await expect.poll(async () => Number(await at.getAttribute('data-at'))).toBeGreaterThan(10)
    // In view, and not under the bar that stays above the rows.
    const box = await at.boundingBox()
    expect(box?.y).toBeGreaterThan(90)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(860)
    await page.keyboard.press('Home')
    await expect.poll(() => at.getAttribute('data-at')).toBe('0')
    expect(await seriousIssues(page)).toEqual([])
  })

  it('filters by what the address says, and says it in chips that go away one by one', async () => {
    await page.goto(`${app.url}/activity`)
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'Filter' })
    await panel.getByLabel('Decision').selectOption('Let through')
    await panel.getByLabel('Who').fill('analy')
    await page.getByRole('option', { name: /Analyst/ }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => rows().count()).toBe(12)
    expect(search()).toMatchObject({ decision: 'permitted', person: /^mem_/ })
    const chips = page.getByRole('list', { name: 'Filters that are set' })
    expect(await chips.textContent()).toContain('Who: Analyst')
    expect(await seriousIssues(page)).toEqual([])

    await chips.getByRole('button', { name: 'Take away Who: Analyst' }).click()
    expect(search()).toEqual({ decision: 'permitted' })
    await page.goBack()
    await expect.poll(() => chips.textContent()).toContain('Analyst')
    await page.getByLabel('Search').fill('no such thing')
    await page.getByText('Nothing was recorded that fits').waitFor()
    await page.getByRole('button', { name: 'Clear all filters' }).click()
    await expect.poll(() => rows().count()).toBeGreaterThan(20)
    expect(search()).toEqual({})
    expect(await page.getByLabel('Search').inputValue()).toBe('')
  })

  it('looks into one call: its chain, its times, its ids; the address can be handed on', async () => {
    await page.goto(`${app.url}/activity?decision=refused`)
    await rows().first().click()
    const drawer = page.getByRole('dialog')
    const chain = drawer.getByRole('list').first()
    await chain.waitFor()
    expect(await chain.textContent()).toMatch(/Broke:Whether it is granted.*deals:read/)
    expect(await drawer.textContent()).toContain('Decided here; HubSpot was not asked')
    expect(await seriousIssues(page)).toEqual([])
    const address = page.url()
    expect(new URL(address).pathname).toMatch(/^\/activity\/\d+$/)

    await page.keyboard.press('j')
    await expect.poll(() => page.url()).not.toBe(address)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(search()).toEqual({ decision: 'refused' })

    const other = await openTab(browser, { like: admin })
    await other.page.goto(address)
    await other.page.getByText('Whether it is granted').waitFor()
    expect(await seriousIssues(other.page)).toEqual([])
    await other.page.getByRole('link', { name: 'Explain with today’s grants' }).click()
    await other.page.waitForURL(/\/explain\?.*person=mem_/)
    await other.close()
  })

  it('shows what a change did, member by member', async () => {
    await page.goto(`${app.url}/activity?kind=change&operation=grant.set`)
    await rows().first().click()
    const changes = page.getByRole('dialog').getByRole('list', { name: 'What changed' })
    await changes.waitFor()
    expect(await changes.textContent()).toMatch(/Added: scopes contacts:read/)
    await page.keyboard.press('Escape')
  })

  it('exports exactly what is filtered, as it was recorded', async () => {
    await page.goto(`${app.url}/activity?decision=refused`)
    await rows().first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export what is filtered' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^hubward-activity-.*-filtered\.ndjson$/)
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(await countOf('decision=refused'))
    expect(lines.length).toBeGreaterThanOrEqual(REFUSED)
    const decisions = lines.map((line) => (JSON.parse(line) as { decision: string }).decision)
    expect(new Set(decisions)).toEqual(new Set(['refused']))
  })

  it('keeps filters under a name, for everybody where they are shared', async () => {
    await page.goto(`${app.url}/activity?decision=permitted&from=-24h`)
    await page.getByRole('button', { name: 'Saved filters' }).click()
    await page.getByRole('menuitem', { name: 'Save these filters…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Answered today')
    await dialog.getByLabel('Share it').check()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Answered today' }).waitFor()

    const other = await openTab(browser, { like: admin })
    await other.page.goto(`${app.url}/activity`)
    await other.page.getByRole('button', { name: 'Saved filters' }).click()
    await other.page.getByRole('menuitem', { name: /Answered today/ }).click()
    await other.page.waitForURL(/decision=permitted&from=-24h/)
    await other.page.getByRole('button', { name: 'Answered today' }).click()
    await other.page.getByRole('menuitem', { name: 'Manage…' }).click()
    await other.page.getByRole('button', { name: 'Forget Answered today' }).click()
    await other.page.getByText('There are none left.').waitFor()
    await other.close()
  })

  it('narrows the time by dragging over the chart, and back again', async () => {
    await page.goto(`${app.url}/activity?from=-1h`)
    const chart = page.getByRole('img', { name: /^Calls over time/ })
    const box = await chart.boundingBox()
    if (!box) throw new Error('the chart has no place')
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => Object.keys(search()).toSorted()).toEqual(['from', 'to'])
    const { from = '', to = '' } = search()
    const minutes = (Date.parse(to) - Date.parse(from)) / 60_000
    expect(minutes).toBeGreaterThan(10)
    expect(minutes).toBeLessThan(25)
    // The pointer rests where the wider chart had more steps than the one that comes.
    await page.mouse.move(box.x + box.width * 0.98, box.y + 60)
    await page.goBack()
    await expect.poll(search).toEqual({ from: '-1h' })
    await page.getByRole('button', { name: 'Numbers' }).click()
    const numbers = page.getByRole('region', { name: 'Calls over time, in numbers' })
    await numbers.getByRole('button').first().click()
    await expect.poll(() => Object.keys(search()).toSorted()).toEqual(['from', 'to'])
  })

  it('announces what came meanwhile and never moves what is read', async () => {
    await page.goto(`${app.url}/activity?person=analyst@harbour-tea.example`)
    await rows().first().waitFor()
    const before = await rows().first().getAttribute('href')
    expect(await call('analyst', 'contacts')).toBe(200)
    expect(await call('analyst', 'contacts')).toBe(200)
    const pill = page.getByRole('button', { name: '2 new events' })
    await pill.waitFor()
    expect(await rows().first().getAttribute('href')).toBe(before)
    await pill.click()
    await expect.poll(() => rows().first().getAttribute('href')).not.toBe(before)
    expect(await rows().count()).toBeGreaterThanOrEqual(14)
    expect(admin.faults).toEqual([])
  })

  it('is cards on a phone, nothing wider than the window', async () => {
    const phone = await openTab(browser, { like: admin, width: 360, height: 740, theme: 'dark' })
    await phone.page.goto(`${app.url}/activity`)
    await phone.page.getByRole('listitem').filter({ hasText: 'Planner' }).first().waitFor()
    const wide = await phone.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(wide).toBeLessThanOrEqual(0)
    expect(await seriousIssues(phone.page)).toEqual([])
    expect(phone.faults).toEqual([])
    await phone.close()
  })
})

async function seed({ operator, portal }: App): Promise<Record<'analyst' | 'planner', string>> {
  await connectPortal(operator, {
    title: 'Main',
    kind: 'private_app',
    secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
  })
  await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
  await setGrant(operator, {
    group: 'sales',
    connection: 'main',
    scopes: ['contacts:read'],
    expiresAt: null,
  })
  const one = async (name: string): Promise<string> => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@harbour-tea.example`
    await createMember(operator, { name, email, role: 'member' })
    await addToGroup(operator, { group: 'sales', principal: email })
    const key = await createKey(operator, { principal: email, name: 'laptop', expiresAt: null })
    return key.text.reveal()
  }
  return { analyst: await one('Analyst'), planner: await one('Planner') }
}
