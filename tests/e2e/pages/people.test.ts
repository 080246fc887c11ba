/** People in a real browser: invited, given a key that works, seen through, and offboarded at once. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKey } from '../../../src/application/access/create-key.ts'
import { newId } from '../../../src/application/context.ts'
import type { App } from '../../support/app.ts'
import { openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { shareMain } from '../../support/main-shared.ts'
import { modernClient } from '../../support/mcp-clients.ts'
import { openWithAdmin } from '../../support/opened.ts'

const SELLER = 'seller@harbour-tea.example'

describeInBrowser('people', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let close: (() => Promise<void>) | undefined

  beforeAll(async () => {
    ;({ app, browser, admin, close } = await openWithAdmin({ portalName: 'Harbour Tea' }))
    await shareMain(app, {
      people: { [SELLER]: 'Seller' },
      groups: [
        {
          name: 'sales',
          title: 'Inside sales',
          scopes: ['contacts:read', 'deals:read'],
          members: [SELLER],
        },
        { name: 'support', title: 'Support', scopes: ['contacts:read'], members: [SELLER] },
      ],
    })
  }, 90_000)
  afterAll(() => close?.())

  it('are invited by a link that is shown once and opens the app for the invited', async () => {
    const { page, faults } = admin
    await page.goto(`${app.url}/people`)
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Marketer')
    await dialog.getByLabel('E-mail address').fill('not an address')
    await dialog.getByRole('radio', { name: /Auditor/ }).click()
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.getByText('This is not an e-mail address.').waitFor()
    expect(await dialog.getByLabel('Name').inputValue(), 'nothing typed is lost').toBe('Marketer')
    await dialog.getByLabel('E-mail address').fill('marketer@harbour-tea.example')
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    const shown = page.getByRole('dialog', { name: 'The link for Marketer' })
    const link = await shown.locator('pre').innerText()
    expect(await seriousIssues(page), 'the link').toEqual([])
    await shown.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('row', { name: /Marketer.*Auditor.*invited/ }).waitFor()

    const invited = await openTab(browser)
    await invited.page.goto(link)
    await invited.page.getByRole('button', { name: /passkey/i }).click()
    await invited.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    expect(invited.faults).toEqual([])
    await invited.close()
    expect(faults).toEqual([])
  })

  it('may do the union of their groups, and it says where each scope comes from', async () => {
    const { page } = admin
    await page.goto(`${app.url}/people`)
    await page.getByRole('link', { name: 'Seller' }).click()
    const scopes = page.getByRole('list', { name: 'Scopes on Main' })
    const row = (scope: string) => scopes.getByRole('listitem').filter({ hasText: scope })
    expect(await row('contacts:read').innerText()).toMatch(/through\s+Inside sales, Support/)
    expect(await row('deals:read').innerText()).toMatch(/through\s+Inside sales$/)
    expect(await seriousIssues(page)).toEqual([])
  })

  it('get a key that is shown once and works at once, until it is ended here', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('button', { name: 'New key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('laptop')
    await dialog.getByRole('button', { name: 'Make key' }).click()
    const shown = page.getByRole('dialog', { name: 'The key “laptop”' })
    const key = await shown.locator('pre').first().innerText()
    await shown.getByRole('button', { name: 'Done' }).click()
    const ask = () =>
      fetch(`${app.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } }).then(
        ({ status }) => status,
      )
    expect(await ask()).toBe(200)
    await page.getByRole('button', { name: 'End the key laptop' }).click()
    await page.getByRole('button', { name: 'End key' }).click()
    await page.getByRole('row', { name: /laptop.*Ended/ }).waitFor()
    expect(await ask()).toBe(401)
  })

  it('have a role that is changed here, in words that say what it may do', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Change role' }).click()
    await page.getByRole('radio', { name: /Operator.*pauses, resumes/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
    await page.getByText('Role changed', { exact: true }).waitFor()
    // It says the same while it is there.
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('Reads everything; pauses, resumes and rechecks connections.').waitFor()
  })

  it('are offboarded by one button that says what ends; a running client ends with them', async () => {
    const { text } = await createKey(app.operator, {
      principal: SELLER,
      name: 'assistant',
      expiresAt: null,
    })
    const client = await modernClient(`${app.url}/mcp`, text.reveal())
    const search = () =>
      client.call('search_records', { connection: 'main', object_type: 'contacts' })
    expect((await search()).isError).toBe(false)

    const { page, faults } = admin
    const missed: string[] = []
    page.on('response', (answer) => answer.status() === 404 && missed.push(answer.url()))
    await page.getByRole('button', { name: 'Offboard…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Loses main: contacts:read, deals:read').waitFor()
    await dialog.getByText('Leaves 2 groups: Inside sales, Support').waitFor()
    await dialog.getByText('1 client key ends: assistant').waitFor()
    expect(await seriousIssues(page), 'what ends').toEqual([])
    await dialog.getByRole('button', { name: 'End all access' }).click()
    await page.getByText('All access of Seller has ended', { exact: true }).waitFor()
    await expect(search()).rejects.toThrow(/401|auth/i)
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.getByRole('row', { name: /Seller/ }).waitFor({ state: 'detached' })
    expect(missed, 'nothing is asked about who is gone').toEqual([])
    expect(faults).toEqual([])
  })

  it('cannot lose the last admin, and are told so before anything ends', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'IT admin' }).click()
    await page.getByRole('button', { name: 'Offboard…' }).click()
    await page.getByText(/is the last admin/).waitFor()
    expect(await page.getByRole('button', { name: 'End all access' }).count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('are joined by programs, whose key also opens by client id and secret', async () => {
    const { page, faults } = admin
    await page.goto(`${app.url}/people?tab=service-accounts`)
    await page.getByRole('button', { name: 'New service account' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('crm-sync')
    await page.getByRole('button', { name: 'Make service account' }).click()
    await page.getByRole('heading', { level: 1, name: 'crm-sync' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('production')
    await page.getByRole('button', { name: 'Make key' }).click()
    const key = await page.getByRole('dialog').locator('pre').first().innerText()
    await page.getByRole('button', { name: 'Done' }).click()
    const command = await page.locator('pre').first().innerText()
    expect(command).toContain(`${id}:$HUBWARD_KEY`)
    const [, resource = ''] = /resource=(\S+)/.exec(command) ?? []
    const [, scope = ''] = /scope="([^"]+)"/.exec(command) ?? []
    const answer = await fetch(`${app.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect(await seriousIssues(page)).toEqual([])
    expect(faults).toEqual([])
  })

  it('are found among hundreds by a word of their name, address, role or group', async () => {
    const { page } = admin
    await hireDockWorkers(app, 300)
    await page.goto(`${app.url}/people`)
    const find = page.getByRole('searchbox', { name: 'Find a member' })
    await find.fill('dock auditor')
    const rows = page.getByRole('table', { name: 'Members' }).getByRole('row')
    // The head and the one that fits.
    await expect.poll(() => rows.count()).toBe(2)
    await rows.getByRole('link', { name: 'Dock worker 7' }).waitFor()
    await find.fill('dock auditor nobody')
    await page.getByText('Nothing fits what you typed.').waitFor()
    expect(await find.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
  })

  it.each([
    ['a table', 1280, 'table'],
    ['cards on a phone', 360, 'list'],
  ] as const)('in hundreds are drawn only where one looks, as %s', async (_, width, role) => {
    const { page, faults } = admin
    await page.setViewportSize({ width, height: 740 })
    await page.goto(`${app.url}/people`)
    const list = page.getByRole(role, { name: 'Members' })
    const links = list.getByRole('link', { name: /^Dock worker/ })
    await list.getByRole('link', { name: 'Dock worker 1', exact: true }).waitFor()
    expect(await links.count(), 'of 300').toBeLessThan(100)
    const height = () => page.evaluate<number>('document.documentElement.scrollHeight')
    const whole = await height()
    expect(whole, 'there is room for all').toBeGreaterThan(300 * 40)
    expect(await seriousIssues(page)).toEqual([])
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await list.getByRole('link', { name: 'Dock worker 300' }).waitFor()
    expect(await links.count(), 'of 300').toBeLessThan(100)
    expect(await list.getByRole('link', { name: 'Dock worker 1', exact: true }).count()).toBe(0)
    // By keyboard from the last, and faster than a busy machine draws.
    await list.getByRole('link', { name: 'Dock worker 300' }).focus()
    const focused = () => page.evaluate<string>('document.activeElement?.textContent ?? ""')
    for (let at = 299; at >= 240; at -= 1) {
      await page.keyboard.press('ArrowUp')
      if (at % 10 === 0) await expect.poll(focused).toBe(`Dock worker ${at}`)
    }
    // Scrolled away, the row that has the focus keeps it, and a key goes on from there.
    await page.evaluate('scrollTo(0, 0)')
    await list.getByRole('link', { name: 'Dock worker 1', exact: true }).waitFor()
    expect(await focused()).toBe('Dock worker 240')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('Dock worker 241')
    expect(faults).toEqual([])
  })
})

/** At once: one by one each would raise the picture of access. */
async function hireDockWorkers({ operator }: App, count: number): Promise<void> {
  await operator.store.transaction(async (tx) => {
    for (let at = 1; at <= count; at += 1)
      await tx.principals.insert({
        id: newId(operator.world, 'member'),
        kind: 'member',
        name: `Dock worker ${at}`,
        email: `dock-${at}@harbour-tea.example`,
        role: at === 7 ? 'auditor' : 'member',
        state: 'active',
        createdAt: operator.world.now(),
      })
  })
}
