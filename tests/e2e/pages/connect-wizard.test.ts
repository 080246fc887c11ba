/** The connect wizard as people walk it: by keyboard, with wrong pastes, through HubSpot and back. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES } from '../../../emulator/index.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { focusOn, pressOn } from '../../support/keyboard.ts'

/** The app at HubSpot: its configuration is filled in by the test, as an admin would. */
const oauthApp = {
  clientId: '7d6f0a52-5a2c-4f0e-9b7e-2f54f3f1c001',
  clientSecret: '7d6f0a52-5a2c-4f0e-9b7e-2f54f3f1c002',
  redirectUris: [] as string[],
  scopes: [] as string[],
}

describeInBrowser('the connect wizard', () => {
  let app: App
  let browser: Browser
  let admin: Tab

  beforeAll(async () => {
    const portal = {
      portalName: 'Harbour Tea EMEA',
      oauthApps: [oauthApp],
      tokens: [
        { name: 'everything', kind: 'service_key', scopes: ALL_SCOPES },
        { name: 'contacts', kind: 'service_key', scopes: ['oauth', 'crm.objects.contacts.read'] },
      ],
    } as const
    ;[app, browser] = await Promise.all([openApp(portal), openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    oauthApp.redirectUris.push(`${app.url}/connections/oauth-callback`)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const secretOf = (token: number): string => app.portal.tokens[token]?.secret ?? ''
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 2, name }).waitFor()

  /** Steps 1 to 3 by their shortest way. */
  async function walkToPaste(page: Page, kind = /^Service key/): Promise<void> {
    await page.goto(`${app.url}/connections/new`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio', { name: kind }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'I have it, continue' }).click()
    await heading(page, /^Paste/)
  }

  it('is walked by keyboard alone, from nothing connected to a group that may use the portal', async () => {
    const { page, faults } = admin
    await page.goto(`${app.url}/connections`)
    await page.getByText('No portal is connected yet').waitFor()
    await pressOn(page, 'Connect a portal')

    await heading(page, 'What shall people be able to do?')
    expect(await seriousIssues(page), 'access').toEqual([])
    await pressOn(page, /^Work with customers/)
    await pressOn(page, 'Continue')

    await heading(page, 'Which kind of credential?')
    await focusOn(page, /^Service key/)
    await page.keyboard.press('Space')
    expect(await seriousIssues(page), 'kind').toEqual([])
    await pressOn(page, 'Continue')

    await heading(page, 'Make a service key in HubSpot')
    await focusOn(page, 'crm.objects.contacts.read')
    await page.keyboard.press('Space')
    await pressOn(page, 'Copy the list')
    expect((await page.evaluate<string>('navigator.clipboard.readText()')).split('\n')).toEqual([
      'crm.objects.companies.read',
      'crm.objects.companies.write',
      'crm.objects.contacts.read',
      'crm.objects.contacts.write',
      'crm.objects.deals.read',
      'crm.objects.deals.write',
      'crm.objects.owners.read',
      'tickets',
    ])
    expect(await seriousIssues(page), 'in HubSpot').toEqual([])
    await pressOn(page, 'I have it, continue')

    await heading(page, 'Paste the token')
    await focusOn(page, 'Token')
    await page.keyboard.insertText(`"Bearer ${secretOf(0)}"`)
    await page.getByText('The word "Bearer" in front of it was left out.').waitFor()
    expect(await seriousIssues(page), 'paste').toEqual([])
    await page.keyboard.press('Enter')

    await heading(page, 'What HubSpot says')
    await page.getByText('Harbour Tea EMEA, portal 1234567').waitFor()
    await page.getByText('all 11 chosen scopes').waitFor()
    expect(await seriousIssues(page), 'check').toEqual([])
    await focusOn(page, 'Name')
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('EMEA portal')
    await page.keyboard.press('Enter')

    await heading(page, 'EMEA portal is connected')
    await focusOn(page, 'Name of the new group')
    await page.keyboard.insertText('–')
    await page.keyboard.press('Enter')
    await page.getByText('Give it a name with a letter or a digit.').waitFor()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('Sales EMEA')
    await page.keyboard.press('Enter')
    await page.getByText('Sales EMEA may use EMEA portal').waitFor()
    expect(await seriousIssues(page), 'done').toEqual([])
    expect(faults.splice(0)).toEqual([])

    const read = app.operator.store.read
    const connection = await read.connections.findByName('emea-portal')
    expect(connection).toMatchObject({ state: 'active', kind: 'service_key', portalId: 1234567 })
    const [grant] = await read.grants.list()
    expect(grant?.scopes).toHaveLength(11)
    expect(await read.groups.findByName('sales-emea')).toMatchObject({ title: 'Sales EMEA' })
  })

  it.each([
    ['the end is missing', 'pat-na1-1234', /the end is missing/],
    ['a number, which is the id of a key', '30125567', /the id of a key, an app or a portal/],
    ['dots, which are a preview', 'pat-na1-••••••••••••', /preview of the token/],
    ['a UUID, which is a hapikey', '0f3c7c4a-92d1-4a53-8d4a-0d8a2f6f3c11', /hapikey/],
    ['a refresh token', 'na1-4a5b-77aa-4f10-9c3e-3f6f7a1b2c3d', /OAuth refresh token/],
    ['a piece of JSON', '{"token":"x"}', /piece of JSON/],
  ])('names what is wrong with %s before HubSpot is asked', async (_, pasted, said) => {
    const { page, close } = await openTab(browser, { like: admin })
    await walkToPaste(page)
    const asked = app.portal.requests.total
    const field = page.getByLabel('Token', { exact: true })
    await field.fill(pasted)
    await page.getByText(said).waitFor()
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await expect.poll(() => field.evaluate((input) => input.matches(':focus'))).toBe(true)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(app.portal.requests.total, 'requests at HubSpot').toBe(asked)
    await close()
  })

  it('keeps what was chosen over a reload, and the token nowhere', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await walkToPaste(page)
    await page.getByLabel('Token', { exact: true }).fill(secretOf(0))
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByText('portal 1234567').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Kept name')
    const kept = await page.evaluate<string>(
      'JSON.stringify([sessionStorage, localStorage, history.state, location.href])',
    )
    expect(kept).not.toContain(secretOf(0).slice(-12))
    await page.reload()
    await page.getByText('Paste it again, please').waitFor()
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('')
    await page.getByLabel('Token', { exact: true }).fill(secretOf(0))
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Kept name')
    await close()
  })

  it('loses nothing when the connection drops, and says what the credential lacks', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await walkToPaste(page)
    await page.getByLabel('Token', { exact: true }).fill(secretOf(1))
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByText('Hubward cannot be reached').waitFor()
    await page.getByRole('button', { name: 'Back to the token' }).click()
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe(secretOf(1))
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByText('4 of 6 chosen scopes cannot be served yet').waitFor()
    const row = page.getByRole('row', { name: /deals:read/ })
    expect(await row.textContent()).toContain('crm.objects.deals.read')
    await close()
  })

  it('puts a name that is taken beside its field and keeps what was typed', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await walkToPaste(page)
    await page.getByLabel('Token', { exact: true }).fill(secretOf(0))
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByLabel('Name', { exact: true }).fill('EMEA portal')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const field = page.getByLabel('Short name')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('EMEA portal')
    await close()
  })

  it('also computes what other objects need, and either of two names that HubSpot has for it', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await page.goto(`${app.url}/connections/new`)
    await page.getByText('Other objects', { exact: true }).click()
    const products = page.getByRole('group', { name: 'Products', exact: true })
    await products.getByRole('checkbox', { name: 'Read' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio', { name: /^Service key/ }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    const list = page.getByRole('list', { name: 'HubSpot scopes to tick' })
    await list.getByText('crm.objects.products.read').waitFor()
    await page.getByLabel('For objects.products:read').selectOption('e-commerce')
    await list.getByText('e-commerce').waitFor()
    expect(await list.textContent()).not.toContain('crm.objects.products.read')
    await close()
  })

  it('shows a picture with a description beside every step of every kind', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await page.goto(`${app.url}/connections/new`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await heading(page, 'Which kind of credential?')
    const kinds = page.getByRole('radio')
    await kinds.first().waitFor()
    for (let at = 0; at < 5; at += 1) {
      await kinds.nth(at).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await heading(page, /HubSpot$/)
      const steps = page.locator('section ol > li')
      const pictures = steps.getByRole('img')
      expect(await pictures.count(), `pictures of kind ${at}`).toBe(await steps.count())
      for (const picture of await pictures.all())
        expect((await picture.getAttribute('aria-label'))?.length).toBeGreaterThan(30)
      await page.goBack()
      await heading(page, 'Which kind of credential?')
    }
    await close()
  })

  it('goes through HubSpot’s authorise page and comes back connected', async () => {
    const { page, faults, close } = await openTab(browser, { like: admin })
    await page.goto(`${app.url}/connections/new`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio', { name: /^OAuth app/ }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    const configured = await page.getByLabel('For the app’s configuration').last().textContent()
    const { requiredScopes } = JSON.parse(`{${configured ?? ''}}`) as { requiredScopes: string[] }
    oauthApp.scopes.push(...requiredScopes)
    await page.getByRole('button', { name: 'I have it, continue' }).click()
    await page.getByLabel('Client id').fill(oauthApp.clientId)
    await page.getByLabel('Client secret', { exact: true }).fill(oauthApp.clientSecret)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Name', { exact: true }).fill('By OAuth')

    app.portal.switches.denyAuthorize = true
    await page.getByRole('button', { name: 'Authorise at HubSpot' }).click()
    await page.getByText('The authorisation was declined at HubSpot.').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    expect(new URL(page.url()).search, 'the answer in the address').toBe('')
    app.portal.switches.denyAuthorize = false
    // Chromium prints the refusal that the page was told of.
    expect(faults.splice(0).every((fault) => fault.includes('422'))).toBe(true)

    await page.getByRole('link', { name: 'Back to the wizard' }).click()
    await page.getByLabel('Client id').fill(oauthApp.clientId)
    await page.getByLabel('Client secret', { exact: true }).fill(oauthApp.clientSecret)
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('By OAuth')
    await page.getByRole('button', { name: 'Authorise at HubSpot' }).click()
    await heading(page, 'By OAuth is connected')
    expect(faults).toEqual([])
    await close()
  })

  it('replaces a credential only by one of the same portal, and says what would be lost', async () => {
    const { page, close } = await openTab(browser, { like: admin })
    await page.goto(`${app.url}/connections/emea-portal?tab=credential`)
    await page.getByRole('link', { name: 'Replace' }).click()
    await heading(page, 'Which kind of credential?')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'I have it, continue' }).click()
    await page.getByLabel('Token', { exact: true }).fill(secretOf(1))
    const { identity } = app.portal.portal
    Object.assign(identity, { portalId: 7_654_321 })
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByText('This is portal 7654321; EMEA portal is portal 1234567').waitFor()
    expect(await page.getByRole('button', { name: 'Replace credential' }).count()).toBe(0)

    Object.assign(identity, { portalId: 1_234_567 })
    await page.getByRole('button', { name: 'Back to the token' }).click()
    await page.getByLabel('Token', { exact: true }).fill(` ${secretOf(1)}`)
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    const lost = page.getByRole('list', { name: 'What would be lost' })
    await lost.getByText('deals:write').waitFor()
    expect(await lost.textContent()).toContain('granted to Sales EMEA')
    await page.getByRole('button', { name: 'Replace credential' }).click()
    await page.waitForURL(`${app.url}/connections/emea-portal`)
    const connection = await app.operator.store.read.connections.findByName('emea-portal')
    expect(connection?.hubspotScopes).not.toContain('crm.objects.deals.write')
    await close()
  })
})
