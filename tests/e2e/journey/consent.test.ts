/** The question of an AI client as a person meets it: refused, half allowed, allowed later, not theirs. */
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { setOAuthSettings } from '../../../src/application/authorisation/oauth-settings.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { startIdentityProvider, type IdentityProvider } from '../../support/identity-provider.ts'
import { offerProvider } from '../../support/offer-provider.ts'
import { openLoopback, type Loopback } from '../../support/loopback.ts'
import { SignIn } from '../../support/mcp-sign-in.ts'
import { callTool } from '../../support/oauth-world.ts'
import { wantStepUp } from '../../support/want-step-up.ts'

const SELLER = 'sales-rep@harbour-tea.example'
const BUYER = 'buyer@harbour-tea.example'
const INFO = { name: 'consent', version: '1.0.0' }

describeInBrowser('the question of an AI client', () => {
  let app: App
  let browser: Browser
  let loopback: Loopback
  let admin: Tab
  let member: Tab
  let signIn: SignIn
  let provider: IdentityProvider | undefined

  beforeAll(async () => {
    ;[app, browser, loopback] = await Promise.all([openApp(), openBrowser(), openLoopback()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    const { operator, portal } = app
    const token = redacted(portal.tokens[0]?.secret ?? '')
    await connectPortal(operator, {
      title: 'Main',
      name: 'main',
      kind: 'private_app',
      secrets: { token },
    })
    const texts = { description: '', context: '' }
    await createGroup(operator, { name: 'sales', title: 'Sales', ...texts })
    await setGrant(operator, {
      group: 'sales',
      connection: 'main',
      scopes: ['contacts:read', 'contacts:write'],
      expiresAt: null,
    })
    await createMember(operator, { name: 'Sales rep', email: SELLER, role: 'member' })
    await addToGroup(operator, { group: 'sales', principal: SELLER })
    await setOAuthSettings(operator, { dynamicRegistration: true })
    const { token: invitation } = await inviteMember(operator, { member: SELLER })
    member = await openTab(browser)
    await member.page.goto(linkAddress(app.url, invitation.reveal()))
    await member.page.getByRole('button', { name: 'Make a passkey' }).click()
    await member.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await loopback?.close()
    await provider?.close()
    await app?.close()
  })
  beforeEach(() => {
    signIn = new SignIn(undefined, loopback.address)
  })

  const transport = () =>
    new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`), { authProvider: signIn })
  const connect = async (): Promise<Client> => {
    const client = new Client(INFO, { versionNegotiation: { mode: 'auto' } })
    await client.connect(transport())
    return client
  }
  /** Where the client sends its person; it is asked once. */
  const sentTo = (): string => {
    const { href } = signIn.sentTo ?? new URL('about:blank')
    signIn.sentTo = null
    return href
  }
  const begin = async (): Promise<string> => {
    await expect(connect()).rejects.toThrow(UnauthorizedError)
    return sentTo()
  }
  const question = (page: Page): Promise<void> =>
    page.getByRole('heading', { level: 1, name: 'Let Official client in?' }).waitFor()
  /** Presses the button and waits for what the browser brings back to the client. */
  const answer = async (page: Page, button: string): Promise<URLSearchParams> => {
    const back = loopback.next()
    await page.getByRole('button', { name: button }).click()
    const query = await back
    await page.getByRole('heading', { name: 'Back in the client' }).waitFor()
    return query
  }
  const letIn = async (): Promise<number> =>
    (await app.operator.store.read.authorisations.list()).length
  const write = (client: Client, email: string) =>
    client.callTool({
      name: 'write_records',
      arguments: {
        object_type: 'contacts',
        action: 'create',
        records: [{ properties: { email } }],
      },
    })

  it('comes after signing in where nobody is signed in, and is not lost on the way', async () => {
    const { page, faults } = member
    await page.getByRole('button', { name: /Sales rep/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(await begin())
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await question(page)
    expect(await seriousIssues(page)).toEqual([])
    expect(faults).toEqual([])
  })

  it('refused, sends the client away with nothing but a no', async () => {
    const { page } = member
    const before = await letIn()
    await page.goto(await begin())
    await question(page)
    const query = await answer(page, 'Refuse')
    expect(query.get('error')).toBe('access_denied')
    expect(query.get('code')).toBeNull()
    await expect(transport().finishAuth(query)).rejects.toThrow('The person said no.')
    await expect(connect(), 'still a stranger').rejects.toThrow(UnauthorizedError)
    expect(await letIn()).toBe(before)
  })

  it('answered with reading alone, is asked again when the client wants to write, and then it writes', async () => {
    const { page, faults } = member
    await page.goto(await begin())
    await question(page)
    await page.getByRole('radio', { name: /^Read only/, checked: true }).waitFor()
    await transport().finishAuth(await answer(page, 'Let it in'))
    const reader = await connect()
    const found = await reader.callTool({
      name: 'search_records',
      arguments: { object_type: 'contacts', limit: 1 },
    })
    expect(found).not.toMatchObject({ isError: true })
    expect(await challenge(app.url, signIn)).toMatchObject({
      status: 403,
      challenge: expect.stringMatching(/error="insufficient_scope".*scope="[^"]*hubspot:write/),
    })
    await expect(write(reader, 'step-up@example.com')).rejects.toThrow(/403|scope|Unauthorized/i)

    await page.goto(sentTo())
    await question(page)
    await page.getByRole('radio', { name: /^Read and change/ }).click()
    await transport().finishAuth(await answer(page, 'Let it in'))
    const writer = await connect()
    expect(await write(writer, 'step-up@example.com')).not.toMatchObject({ isError: true })
    await reader.close()
    await writer.close()
    expect(faults).toEqual([])
  })

  it('is answered by whoever comes in at an identity provider, who proves there again that they may let it write', async () => {
    provider = await startIdentityProvider(app.url)
    provider.person = { sub: 'somebody', email: BUYER, email_verified: false }
    await offerProvider(app.operator, provider)
    await createMember(app.operator, { name: 'Buyer', email: BUYER, role: 'member' })
    await addToGroup(app.operator, { group: 'sales', principal: BUYER })
    const { token } = await inviteMember(app.operator, { member: BUYER })
    const buyer = await openTab(browser)
    const { page, faults } = buyer
    const byProvider = page.getByRole('button', { name: 'Continue with Harbour ID' })
    await page.goto(linkAddress(app.url, token.reveal()))
    await byProvider.click()
    // Refused there, they stand before no door that they have no key to.
    await page.getByRole('heading', { name: 'That did not work' }).waitFor()
    provider.person = { sub: 'somebody', email: BUYER, email_verified: true }
    await page.getByRole('link', { name: 'Back to your invitation' }).click()
    await page.getByRole('heading', { name: 'Welcome, Buyer' }).waitFor()
    await byProvider.click()
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    expect(await page.evaluate(() => Object.keys(sessionStorage))).not.toContain(
      'hubward.invitation',
    )
    await page.getByRole('button', { name: /Buyer/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()

    await page.goto(await begin())
    await byProvider.click()
    await question(page)
    await page.getByText('Buyer').first().waitFor()
    await page.getByRole('radio', { name: /^Read and change/ }).click()
    await wantStepUp(page, 'POST', /\/api\/v1\/consents\//)
    const back = loopback.next()
    await page.getByRole('button', { name: 'Let it in' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Harbour ID/ })
      .click()
    // The answer that waited is given as soon as they have shown who they are.
    await transport().finishAuth(await back)
    const client = await connect()
    expect(await write(client, 'by-provider@example.com')).not.toMatchObject({ isError: true })
    await client.close()
    expect(faults).toEqual([])
    await buyer.close()
  })

  it('can be taken back under Settings, for whomever it was answered, and the client is cut at once', async () => {
    const { page, faults } = admin
    await member.page.goto(await begin())
    await question(member.page)
    await transport().finishAuth(await answer(member.page, 'Let it in'))
    const running = await connect()
    const search = () =>
      running.callTool({ name: 'search_records', arguments: { object_type: 'contacts', limit: 1 } })
    expect(await search()).not.toMatchObject({ isError: true })

    await page.goto(`${app.url}/settings?tab=ai-clients`)
    const clients = page.getByRole('table', { name: 'AI clients' })
    const ofSeller = clients.getByRole('row', { name: /Official client.*Sales rep/ })
    await ofSeller.first().waitFor()
    const before = await ofSeller.count()
    expect(before, 'of this person, from this test and those before').toBeGreaterThan(1)
    expect(await clients.getByRole('row', { name: /Official client.*Buyer/ }).count()).toBe(1)
    expect(await seriousIssues(page)).toEqual([])
    for (let left = before; left > 0; left -= 1) {
      await ofSeller
        .first()
        .getByRole('button', { name: /^Cut off/ })
        .click()
      const dialog = page.getByRole('dialog', { name: 'Cut Official client of Sales rep off?' })
      await dialog.getByText('It can do nothing more in their name within a second.').waitFor()
      await dialog.getByRole('button', { name: 'Cut off' }).click()
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(() => ofSeller.count()).toBe(left - 1)
    }
    await expect(search(), 'the client is refused').rejects.toThrow(/./)
    expect(await clients.getByRole('row', { name: /Buyer/ }).count(), 'others go on').toBe(1)
    await page.getByRole('button', { name: /^Show \d+ ended$/ }).click()
    await ofSeller.filter({ hasText: 'cut off' }).first().waitFor()
    expect(faults).toEqual([])
  })

  it('sent on to somebody else, is refused in words and tells them nothing of the client', async () => {
    const stranger = await openTab(browser)
    const before = await letIn()
    await stranger.page.goto(await begin())
    await stranger.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    const uid = /\/consent\/[\w-]+/.exec(decodeURIComponent(stranger.page.url()))?.[0]
    const { page, faults } = member
    await page.goto(`${app.url}${uid}`)
    await page.getByRole('heading', { name: 'This question cannot be answered' }).waitFor()
    await page
      .getByRole('alert')
      .getByText(/browser/)
      .waitFor()
    await page.getByText('Nothing was let in.').waitFor()
    expect(await page.getByText('Official client').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Let it in' }).count()).toBe(0)
    expect(await seriousIssues(page)).toEqual([])
    expect(await letIn()).toBe(before)
    expect(faults).toEqual([])
    await stranger.close()
  })
})

/** The refusal of a write as it stands on the wire. */
async function challenge(url: string, signIn: SignIn) {
  const answer = await callTool(url, signIn.tokens()?.access_token ?? '', 'write_records', {
    object_type: 'contacts',
    action: 'create',
    records: [{ properties: { email: 'by-hand@example.com' } }],
  })
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') }
}
