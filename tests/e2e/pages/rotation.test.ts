/**
 * A connection's credential in a real browser: the next one by hand and by somebody else's, promoted,
 * gone back from, and ended everywhere. Calls are made all the while.
 */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Token } from '../../../emulator/index.ts'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../../src/application/access/create-service-account.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { lookAtConnection } from '../../../src/application/health/look-at-connection.ts'
import { showSlots } from '../../../src/application/rotation/show-slots.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const DAY_MS = 86_400_000
const SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.custom.read',
]

describeInBrowser('the credential of a connection', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page
  let token: Token
  let key = ''

  beforeAll(async () => {
    const tokens = [{ name: 'main', kind: 'service_key', scopes: SCOPES }] as const
    const portal = { portalName: 'Harbour Tea', tokens }
    ;[app, browser] = await Promise.all([openApp(portal), openBrowser()])
    token = app.portal.tokens[0] as Token
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    key = await seed(app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const call = async (): Promise<number> => {
    const answer = await fetch(`${app.url}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
      headers: { authorization: `Bearer ${key}` },
    })
    await answer.arrayBuffer()
    return answer.status
  }
  const slots = () => showSlots(app.operator, { connection: 'main' })
  /** As often as it takes to be believed. */
  const lookTwice = async (): Promise<void> => {
    for (let look = 0; look < 2; look++)
      await lookAtConnection(app.operator, { connection: 'main' })
  }
  const dialog = (): Locator => page.getByRole('dialog')
  const press = (name: string) => page.getByRole('button', { name }).click()

  const openCredential = async (): Promise<void> => {
    await page.goto(`${app.url}/connections/main?tab=credential`)
    await page.getByRole('heading', { name: 'Rotation' }).waitFor()
  }
  const stage = async (secret: string): Promise<void> => {
    await press('Rotate…')
    await dialog().getByLabel('New token', { exact: true }).fill(secret)
    await dialog().getByRole('button', { name: 'Check it with HubSpot' }).click()
  }

  it('says at once what is wrong with what was pasted, and stages nothing', async () => {
    await openCredential()
    await press('Rotate…')
    await dialog().getByText('let the present one expire later').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    const field = dialog().getByLabel('New token', { exact: true })
    const check = dialog().getByRole('button', { name: 'Check it with HubSpot' })
    expect(await check.isDisabled()).toBe(true)
    await field.fill('12345')
    await check.click()
    await dialog()
      .getByText(/This is a number/)
      .waitFor()
    await field.fill(token.secret)
    await check.click()
    await dialog()
      .getByText(/is the credential that "main" has already/)
      .waitFor()
    await page.keyboard.press('Escape')
    expect((await slots()).next).toBeUndefined()
  })

  it('shows on an open page how it fares now, though calls flow as before', async () => {
    await openCredential()
    const scopes = ['crm.objects.contacts.write']
    const believed = page.getByText('HubSpot scope removed', { exact: true })
    app.portal.happens(token, { event: 'scopes-removed', scopes })
    await lookTwice()
    await believed.first().waitFor()
    app.portal.happens(token, { event: 'scopes-added', scopes })
    await lookTwice()
    await believed.first().waitFor({ state: 'detached' })
  })

  it('promotes the next token while calls run, and keeps the one before as the way back', async () => {
    await openCredential()
    const fresh = app.portal.rotateToken(token, 7 * DAY_MS)
    await stage(fresh)
    await dialog().getByText('HubSpot accepts it, and it holds the same scopes').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    expect(await call()).toBe(200)
    await dialog().getByRole('button', { name: 'Try it and promote it' }).click()
    await dialog().getByText('The new token serves every call').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('way back', { exact: true }).waitFor()
    expect((await slots()).previous).toBeDefined()
    expect(await call()).toBe(200)
    expect(await page.content()).not.toContain(fresh)
  })

  it('goes back to the one before, by hand', async () => {
    const before = (await slots()).previous
    await press('Go back…')
    await dialog().getByText('The one in use now is wiped.').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Go back', exact: true }).click()
    await page.getByText('main is back at the credential before', { exact: true }).waitFor()
    await page.getByText('way back', { exact: true }).waitFor({ state: 'detached' })
    const now = await slots()
    expect([now.previous, now.current?.storedAt]).toEqual([undefined, before?.storedAt])
    expect(await call()).toBe(200)
  })

  it('names what groups would lose, waits for a yes, and can throw it away', async () => {
    const poor = app.portal.addToken({ kind: 'service_key', scopes: SCOPES.slice(0, 2) })
    await stage(poor.secret)
    await dialog().getByText('Groups would lose what works for them now').waitFor()
    await dialog()
      .getByText(/contacts:write: sales/)
      .waitFor()
    expect(await seriousIssues(page)).toEqual([])
    const promote = dialog().getByRole('button', { name: 'Try it and promote it' })
    expect(await promote.isDisabled()).toBe(true)
    await dialog().getByLabel('Go on all the same').check()
    expect(await promote.isEnabled()).toBe(true)
    await dialog().getByRole('button', { name: 'Throw it away' }).click()
    await dialog().getByLabel('New token', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    expect((await slots()).next).toBeUndefined()
  })

  it('takes the next one from somebody else’s hand, and promotes it where it waits', async () => {
    await openCredential()
    await page.getByRole('link', { name: 'Ask somebody for it…' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ask for a new key for main' }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
    // The portal is known, so its own objects can be asked for.
    await page.getByText('Other objects', { exact: true }).click()
    await page.getByRole('heading', { level: 3, name: 'Car', exact: true }).waitFor()
    await press('Make the link')
    await dialog().getByText('The link is made').waitFor()
    const shown = (await dialog().textContent()) ?? ''
    const link = /http\S+?\/i\/itk_\w+#[\w-]{43}\.[\w-]{43}/.exec(shown)?.[0] ?? ''

    const sender = await openTab(browser)
    await sender.page.goto(link)
    await sender.page.getByRole('button', { name: 'Show the request' }).click()
    await sender.page
      .getByRole('heading', { level: 1, name: 'Harbour Tea asks for a new HubSpot key' })
      .waitFor()
    await sender.page.getByText('Where you can open the key that they use, rotate it:').waitFor()
    expect(await seriousIssues(sender.page)).toEqual([])
    const fresh = app.portal.addToken({ kind: 'service_key', scopes: SCOPES })
    await sender.page.getByLabel('The key', { exact: true }).fill(fresh.secret)
    await sender.page.getByRole('button', { name: 'Seal and send' }).click()
    const outcome = (name: string) =>
      sender.page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 20_000 })
    await outcome('The key works. It waits to be approved')

    await page.goto(`${app.url}/intakes`)
    await page.getByRole('link', { name: 'A new key for main' }).click()
    await page.getByText('Waits for you').waitFor()
    await page.getByRole('heading', { name: 'What would change' }).waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await press('Approve')
    await dialog().getByText('It is sealed as the next key of main').waitFor()
    expect(await dialog().getByLabel('Name of the connection').count()).toBe(0)
    await dialog().getByRole('button', { name: 'Approve' }).click()
    await page.getByText('It was approved as the next key of its connection').waitFor()
    await outcome('Approved. It waits to take the place of the key before')
    expect(await call()).toBe(200)

    await openCredential()
    await page.getByText('waiting', { exact: true }).waitFor()
    await press('Rotate…')
    await dialog().getByLabel('The token in use may be in strange hands').check()
    await dialog().getByRole('button', { name: 'Try it and promote it' }).click()
    await dialog().getByText('Now end the old one at HubSpot').waitFor()
    await dialog().getByRole('button', { name: 'Close' }).last().click()
    await outcome('Approved and in use')
    expect(await call()).toBe(200)
    expect((await slots()).previous).toBeUndefined()
    expect(sender.faults).toEqual([])
    await sender.close()
  })

  it('ends everywhere when its name is typed, and tells what is left to do at HubSpot', async () => {
    await press('Revoke everywhere…')
    const act = dialog().getByRole('button', { name: 'Revoke main' })
    await dialog().getByText('Every call is refused within a second').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    expect(await act.isDisabled()).toBe(true)
    await dialog()
      .getByLabel(/to confirm/)
      .fill('main')
    await dialog().getByLabel('Reason').fill('Somebody posted it')
    await act.click()
    await dialog().getByText('main is stopped, its secrets are wiped').waitFor()
    await dialog().getByText('open Settings (the gear), then Integrations').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Done' }).click()
    await page.getByText('revoked', { exact: true }).waitFor()
    expect(await call()).toBe(409)
    expect((await slots()).current).toBeUndefined()
    expect((await app.operator.store.read.grants.list()).length).toBe(1)
  })

  it('is made whole again by another, with the grants as they were', async () => {
    const another = app.portal.addToken({ kind: 'service_key', scopes: SCOPES })
    await stage(another.secret)
    await dialog().getByRole('button', { name: 'Try it and promote it' }).click()
    await dialog()
      .getByText(/The new token serves every call/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('serves calls', { exact: true }).waitFor()
    await expect.poll(call).toBe(200)
    expect(admin.faults).toEqual([])
  })
})

/** One portal, one group that reads and writes, one program in it. @returns the program's key */
async function seed({ operator, portal }: App): Promise<string> {
  await connectPortal(operator, {
    title: 'main',
    kind: 'service_key',
    secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
  })
  await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
  await createServiceAccount(operator, { name: 'Website' })
  await addToGroup(operator, { group: 'sales', principal: 'Website' })
  const scopes = ['contacts:read', 'contacts:write']
  await setGrant(operator, { group: 'sales', connection: 'main', scopes, expiresAt: null })
  const { text } = await createKey(operator, { principal: 'Website', name: 'k', expiresAt: null })
  return text.reveal()
}
