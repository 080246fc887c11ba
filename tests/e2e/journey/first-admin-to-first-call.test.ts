/**
 * The whole way in one go, as a customer walks it: an empty folder, a printed link, a portal, a
 * group, a colleague, their AI client by OAuth, the first call, what the audit says of it, the end.
 */
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES, startEmulator, type Emulator } from '../../../emulator/index.ts'
import { openBrowser, openTab, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { firstStart, type FirstStart } from '../../support/first-start.ts'
import { openLoopback, type Loopback } from '../../support/loopback.ts'
import { SignIn } from '../../support/mcp-sign-in.ts'

const INFO = { name: 'journey', version: '1.0.0' }

describeInBrowser('from the first admin to the first call', () => {
  let portal: Emulator
  let hubward: FirstStart
  let browser: Browser
  let loopback: Loopback
  let admin: Tab
  let member: Tab
  let signIn: SignIn
  let client: Client
  /** The member's second window, in which the client asks. */
  let asked: Page

  beforeAll(async () => {
    portal = await startEmulator({
      contacts: 60,
      companies: 10,
      deals: 10,
      portalName: 'Harbour Tea',
      tokens: [{ name: 'everything', kind: 'service_key', scopes: ALL_SCOPES }],
    })
    ;[hubward, browser, loopback] = await Promise.all([
      firstStart(portal.url),
      openBrowser(),
      openLoopback(),
    ])
    ;[admin, member] = await Promise.all([openTab(browser), openTab(browser)])
  }, 120_000)
  afterAll(async () => {
    await client?.close()
    await browser?.close()
    await loopback?.close()
    await hubward?.close()
    await portal?.close()
  })

  const heading = (page: Page, name: string | RegExp, level = 1): Promise<void> =>
    page.getByRole('heading', { level, name }).waitFor()
  const search = () =>
    client.callTool({ name: 'search_records', arguments: { object_type: 'contacts', limit: 3 } })
  const connect = async (): Promise<Client> => {
    const made = new Client(INFO, { versionNegotiation: { mode: 'auto' } })
    const address = new URL(`${hubward.url}/mcp`)
    await made.connect(new StreamableHTTPClientTransport(address, { authProvider: signIn }))
    return made
  }

  it('begins with the printed link: who I am, a passkey, and what to do next', async () => {
    const { page } = admin
    await page.goto(hubward.link)
    await page.getByLabel('Organisation').fill('Harbour Tea')
    await page.getByLabel('Your name').fill('IT admin')
    await page.getByLabel('Your e-mail address').fill('it-admin@harbour-tea.example')
    await page.getByRole('button', { name: 'Make my passkey' }).click()
    await heading(page, 'Home')
    await page.getByText('0 of 5 done').waitFor()
  })

  it('connects the portal with a service key and lets a group use it', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Connect a portal' }).first().click()
    await page.getByRole('button', { name: /^Work with customers/ }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio', { name: /^Service key/ }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'I have it, continue' }).click()
    await page.getByLabel('Token', { exact: true }).fill(portal.tokens[0]?.secret ?? '')
    await page.getByRole('button', { name: 'Check it with HubSpot' }).click()
    await page.getByText('all 11 chosen scopes').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Main')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await heading(page, 'Main is connected', 2)
    await page.getByLabel('Name of the new group').fill('sales')
    await page.getByRole('button', { name: 'Grant', exact: true }).click()
    await page.getByText('sales may use Main').waitFor()
  })

  it('invites a colleague, who makes a passkey in a browser of their own', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Marketer')
    await page.getByLabel('E-mail address').fill('marketer@harbour-tea.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    const shown = page.getByRole('dialog', { name: 'The link for Marketer' })
    const link = await shown.locator('pre').innerText()
    await shown.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('link', { name: 'Groups' }).click()
    await page.getByRole('link', { name: 'sales' }).click()
    await page.getByRole('tab', { name: 'Members' }).click()
    await page.getByRole('combobox', { name: 'Add somebody' }).fill('market')
    await page.getByRole('option', { name: /Marketer/ }).click()
    await page.getByRole('row', { name: /Marketer/ }).waitFor()
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByText('4 of 5 done').waitFor()

    await member.page.goto(link)
    await heading(member.page, 'Welcome, Marketer')
    await member.page.getByRole('button', { name: 'Make a passkey' }).click()
    await heading(member.page, 'Home')
  })

  it('leads the colleague’s AI client to a page that says who asks and for what', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'AI clients' }).click()
    // A client on this machine cannot publish who it is where Hubward would fetch it.
    await page.getByRole('switch', { name: /may register themselves/ }).click()
    await page.getByText('Clients may register themselves', { exact: true }).waitFor()

    await member.page.getByRole('link', { name: 'Connect your AI' }).first().click()
    await heading(member.page, 'Connect your AI')
    await member.page.getByText('Waiting for the first call…').waitFor()

    signIn = new SignIn(undefined, loopback.address)
    await expect(connect()).rejects.toThrow(UnauthorizedError)
    asked = await member.page.context().newPage()
    await asked.goto(signIn.sentTo?.href ?? '')
    await heading(asked, 'Let Official client in?')
    for (const said of [
      'nobody vouches for this name',
      new URL(loopback.address).host,
      'Marketer (marketer@harbour-tea.example)',
      'Look twice',
    ])
      await asked.getByText(said, { exact: true }).waitFor()
    const gets = asked.getByRole('region', { name: 'What it gets' })
    await gets.getByText('contacts:read').waitFor()
    await gets
      .getByText(/through sales/)
      .first()
      .waitFor()
    expect(await gets.getByText('contacts:write').count(), 'before changing is allowed').toBe(0)
    await asked.getByRole('radio', { name: /^Read and change/ }).click()
    await gets.getByText('contacts:write').waitFor()
  })

  it('lets it in, and the first call arrives on the page by itself', async () => {
    const back = loopback.next()
    await asked.getByRole('button', { name: 'Let it in' }).click()
    const query = await back
    await heading(asked, 'Back in the client')
    expect(query.get('iss')).toBe(hubward.url)
    await new StreamableHTTPClientTransport(new URL(`${hubward.url}/mcp`), {
      authProvider: signIn,
    }).finishAuth(query)
    client = await connect()
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['get_my_access', 'search_records', 'write_records']),
    )
    await member.page.getByText('Official client is let in. Waiting for the first call…').waitFor()
    expect(await search()).toMatchObject({ structuredContent: { connection: 'main' } })
    await member.page.getByText('Received: it works').waitFor()
    await member.page.getByText('search_records').waitFor()
  })

  it('is in the audit of the admin, with each decision that let it through', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByRole('link', { name: 'Activity' }).first().click()
    await heading(page, 'Activity')
    const row = page.getByRole('row', { name: /Marketer.*search_records/ }).first()
    await row.getByRole('link').click()
    const drawer = page.getByRole('dialog')
    const chain = drawer.getByRole('listitem').filter({ hasText: /^(Held|Broke|Not reached):/ })
    await drawer.getByText('Whether it is granted').waitFor()
    const links = (await chain.allInnerTexts()).map((text) => text.split(/\n+/))
    expect(links).toEqual([
      ['Held:', 'Who asked', 'Marketer'],
      ['Held:', 'What they came with', expect.stringMatching(/^authorisation aut_\w+$/)],
      ['Held:', 'What they asked for', expect.stringContaining('tool search_records')],
      ['Held:', 'Which portal', expect.stringContaining('main')],
      ['Held:', 'Whether it is granted', 'contacts:read, granted through sales'],
      ['Held:', 'Whether there was room', expect.any(String)],
      ['Held:', 'What HubSpot said', expect.stringMatching(/^answered 200/)],
      ['Held:', 'What they got', expect.stringMatching(/^200 after/)],
    ])
    await page.keyboard.press('Escape')
  })

  it('ends for the running client and the open browser when the colleague is offboarded', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('link', { name: 'Marketer' }).click()
    await page.getByRole('button', { name: 'Offboard…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 AI client is cut off').waitFor()
    await dialog.getByText('1 browser session ends').waitFor()
    expect(await search(), 'until then').not.toMatchObject({ isError: true })
    await dialog.getByRole('button', { name: 'End all access' }).click()
    await page.getByText('All access of Marketer has ended', { exact: true }).waitFor()
    await expect
      .poll(() => search().then(() => 'answered', refusedAs), { interval: 50, timeout: 1_000 })
      .toBe('UnauthorizedError')
    // Its refresh token is as dead: it was sent to ask the person again.
    expect(signIn.sentTo).not.toBeNull()
    await member.page.getByRole('dialog', { name: 'You were signed out' }).waitFor()
    expect([...admin.faults, ...member.faults]).toEqual([])
  })
})

const refusedAs = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : 'refused')
