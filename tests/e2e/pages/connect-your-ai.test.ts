/** "Connect your AI" as a member without any role sees it, up to the first call that arrives. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { legacyClient } from '../../support/mcp-clients.ts'

const SELLER = 'seller@harbour-tea.example'

describeInBrowser('connect your AI', () => {
  let app: App
  let browser: Browser
  let member: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    const admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    await admin.close()
    const { operator, portal } = app
    await connectPortal(operator, {
      title: 'Main',
      name: 'main',
      kind: 'private_app',
      secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
    })
    await createMember(operator, { name: 'Seller', email: SELLER, role: 'member' })
    const { token } = await inviteMember(operator, { member: SELLER })
    member = await openTab(browser)
    await member.page.goto(linkAddress(app.url, token.reveal()))
    await member.page.getByRole('button', { name: /passkey/i }).click()
    await member.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await member.page.getByRole('link', { name: 'Connect your AI' }).first().click()
    await member.page.getByRole('heading', { level: 1, name: 'Connect your AI' }).waitFor()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  it('is open to a member without a role, and says when connecting would be in vain', async () => {
    const { page } = member
    await page.getByText('You may use nothing yet').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    const { operator } = app
    await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
    await setGrant(operator, {
      group: 'sales',
      connection: 'main',
      scopes: ['companies:read'],
      expiresAt: null,
    })
    await addToGroup(operator, { group: 'sales', principal: SELLER })
    // By the live stream, without a reload.
    await page.getByText('See companies').waitFor()
    await page.getByText(/Show me three companies from HubSpot/).waitFor()
  })

  it('gives this very Hubward’s address in every step, and says who cannot reach it', async () => {
    const { page } = member
    const begins = page.getByRole('tab', { name: 'Claude Code' })
    expect(await begins.getAttribute('aria-selected'), 'one that can reach it').toBe('true')
    await page.getByRole('tab', { name: 'Claude', exact: true }).click()
    await page.getByText('Claude cannot reach this Hubward').waitFor()
    await page.getByRole('tab', { name: 'Claude Code' }).click()
    await page
      .getByText(`claude mcp add --transport http hubspot ${app.url}/mcp`, { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Copy Command' }).click()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      `claude mcp add --transport http hubspot ${app.url}/mcp`,
    )
    await page.getByRole('radio', { name: /By key/ }).click()
    await page.getByText(/ask an admin for one/).waitFor()
    for (const client of ['Cursor', 'VS Code', 'ChatGPT', 'SDKs and scripts']) {
      await page.getByRole('tab', { name: client }).click()
      await page.getByText(app.url).first().waitFor()
      expect(await seriousIssues(page), client).toEqual([])
    }
  })

  it('waits for the first call and sees it arrive, also when it is refused', async () => {
    const { page, faults } = member
    const check = page.getByRole('region', { name: 'Check' })
    const { text } = await createKey(app.operator, {
      principal: SELLER,
      name: 'assistant',
      expiresAt: null,
    })
    const client = await legacyClient(`${app.url}/mcp`, text.reveal())
    const search = (type: string) =>
      client.call('search_records', { connection: 'main', object_type: type, limit: 1 })
    await check.getByText('Waiting for the first call…').waitFor()
    await search('companies')
    await check.getByText('Received: it works').waitFor()
    await check.getByText('search_records').waitFor()
    expect(await seriousIssues(page)).toEqual([])

    // What was there before the page was opened is not taken for the first call.
    await page.reload()
    await check.getByText('Waiting for the first call…').waitFor()
    await fetch(`${app.url}/hubspot/main/crm/v3/objects/deals`, {
      headers: { authorization: `Bearer ${text.reveal()}` },
    })
    await check.getByText('Received, and refused').waitFor()
    await client.close()
    expect(faults).toEqual([])
  })
})
