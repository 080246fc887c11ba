/** People in a real browser: invited, given a key that works, seen through, and offboarded at once. */
import type { Browser } from 'playwright-core'
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
import { modernClient } from '../../support/mcp-clients.ts'

const SELLER = 'seller@harbour-tea.example'

describeInBrowser('people', () => {
  let app: App
  let browser: Browser
  let admin: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    const { operator, portal } = app
    await connectPortal(operator, {
      title: 'Main',
      name: 'main',
      kind: 'private_app',
      secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
    })
    for (const name of ['sales', 'support']) {
      await createGroup(operator, { name, title: name, description: '', context: '' })
      const scopes = name === 'sales' ? ['contacts:read', 'deals:read'] : ['contacts:read']
      await setGrant(operator, { group: name, connection: 'main', scopes, expiresAt: null })
    }
    await createMember(operator, { name: 'Seller', email: SELLER, role: 'member' })
    await addToGroup(operator, { group: 'sales', principal: SELLER })
    await addToGroup(operator, { group: 'support', principal: SELLER })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

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
    expect(await row('contacts:read').innerText()).toMatch(/through\s+sales, support/)
    expect(await row('deals:read').innerText()).toMatch(/through\s+sales$/)
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
    await page.getByRole('button', { name: 'Offboard…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Loses main: contacts:read, deals:read').waitFor()
    await dialog.getByText('Leaves 2 groups: sales, support').waitFor()
    await dialog.getByText('1 client key ends: assistant').waitFor()
    expect(await seriousIssues(page), 'what ends').toEqual([])
    await dialog.getByRole('button', { name: 'End all access' }).click()
    await page.getByText('All access of Seller has ended', { exact: true }).waitFor()
    await expect(search()).rejects.toThrow(/401|auth/i)
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.getByRole('row', { name: /Seller/ }).waitFor({ state: 'detached' })
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
    for (let at = 1; at <= 20; at += 1)
      await createMember(app.operator, {
        name: `Dock worker ${at}`,
        email: `dock-${at}@harbour-tea.example`,
        role: at === 7 ? 'auditor' : 'member',
      })
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
})
