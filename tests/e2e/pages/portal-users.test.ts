/** The users inside a portal, as they are read before one's eyes, found, linked, watched, taken to a file. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMember } from '../../../src/application/access/create-member.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import type { User } from '../../../emulator/people/user.ts'
import { AMPLE, grantAmple } from '../../support/ample.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

/** More than two pages of the table, and two of HubSpot's lists. */
const USERS = 430
const AUDITOR = 'audit@harbour-tea.example'

describeInBrowser('the users inside a portal', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page

  beforeAll(async () => {
    const opened = openApp({ portalName: 'Harbour Tea', users: USERS, ...AMPLE })
    ;[app, browser] = await Promise.all([opened, openBrowser()])
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    const token = redacted(app.portal.tokens[0]?.secret ?? '')
    await connectPortal(app.operator, {
      title: 'EMEA',
      name: 'emea',
      kind: 'service_key',
      secrets: { token },
    })
    await grantAmple(app.operator, 'emea')
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const book = () => app.portal.people
  const present = () =>
    book()
      .list()
      .filter(({ state }) => state !== 'removed')
  const plain = (at: number) =>
    present().filter(({ superAdmin, state }) => !superAdmin && state === 'active')[at]!
  const name = ({ firstName, lastName }: User) => `${firstName} ${lastName}`
  const table = () => page.getByRole('table', { name: 'Users of the portal' })
  const listed = () => page.locator('main').getByText(/^[\d,]+ users?, by name$/)
  const users = async (search = '') => {
    await page.goto(`${app.url}/connections/emea?tab=users${search}`)
    await listed().waitFor()
  }
  const sync = async (ending: RegExp) => {
    await page.getByRole('button', { name: 'Sync users' }).click()
    await page.getByText(ending).first().waitFor()
  }

  it('teaches before the first reading what is read, by which scopes, and what sealed means', async () => {
    await page.goto(`${app.url}/connections/emea?tab=users`)
    await page.getByText('Who is inside this portal?').waitFor()
    const scopes = page.getByRole('list', { name: 'HubSpot scopes' })
    expect(await scopes.getByText('account-info.security.read').count()).toBe(1)
    expect(await scopes.getByText('Held', { exact: true }).count()).toBe(6)
    await page.getByText('What “sealed” means').waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('is read before one’s eyes, and goes on while one looks at another page', async () => {
    app.portal.faults.set({
      match: { path: '^/settings/users' },
      effect: { kind: 'latency', ms: 900 },
    })
    await page.getByRole('button', { name: 'Sync users' }).click()
    await page.getByText(/^Step 2 of 12: Users$/).waitFor()
    await page.getByText(/[1-9]\d* users · [1-9]\d* calls? to HubSpot/).waitFor()
    await page.getByRole('link', { name: 'Groups' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor()
    await page.goBack()
    await page.getByRole('progressbar', { name: 'Reading the users' }).waitFor()
    // A fresh page knows it from the server.
    const other = await openTab(browser, { like: admin })
    await other.page.goto(`${app.url}/connections/emea?tab=users`)
    await other.page.getByText('The users are being read').waitFor()
    app.portal.faults.clear()
    await page
      .getByText(/EMEA: 4\d\d users read in \d+ calls, and sealed/)
      .first()
      .waitFor()
    await page.getByText(/4\d\d users, and nobody is left out/).waitFor()
    await other.page.getByText(/4\d\d users, and nobody is left out/).waitFor()
    await other.close()
    await listed().waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('draws of a long list what is in view, and fetches on as one scrolls', async () => {
    expect(await table().getAttribute('aria-rowcount')).toBe(String(present().length + 1))
    expect(await table().getByRole('row').count()).toBeLessThan(120)
    const last = present()
      .map(name)
      .toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1))[0]!
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4_000)
          return table().getByRole('link', { name: last, exact: true }).count()
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0)
  })

  it('finds by filters that stand in the address', async () => {
    await users()
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByLabel('Super admins', { exact: true }).selectOption('yes')
    await page.waitForURL(/admins=yes/)
    const admins = present().filter(({ superAdmin }) => superAdmin).length
    await page.getByText(`${admins} ${admins === 1 ? 'user' : 'users'}, by name`).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Take away Super admins: Super admins' }).click()
    await page.waitForURL((url) => !url.search.includes('admins'))
    await page.getByRole('searchbox', { name: 'Search' }).fill(plain(3).email)
    await page.getByText('1 user, by name').waitFor()
    // Nobody can be led to a refusal by an address.
    await users('&presence=nonsense')
    await page.getByText(/^4\d\d users, by name$/).waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('tells who made somebody a super admin, in the timeline and on the user’s page', async () => {
    const [one, by] = [plain(0), plain(9)]
    book().happens(one.id, { event: 'made-super-admin', by: { userId: by.id } })
    book().happens(plain(5).id, {
      event: 'changed',
      by: { userId: by.id },
      change: { roleIds: ['51005'] },
    })
    await users()
    await sync(/users read in \d+ calls, and sealed/)
    await page.getByRole('tab', { name: /What changed/ }).click()
    await page.waitForURL(/view=changes/)
    const changes = page.getByRole('list', { name: 'What changed' })
    const became = changes.getByRole('listitem').filter({ hasText: 'Became super admin' })
    await became.getByText(`By ${by.email}, as HubSpot’s security activity says`).waitFor()
    await changes.getByText('HubSpot has no word for such a change').first().waitFor()
    expect(await seriousIssues(page)).toEqual([])

    await became.getByRole('link', { name: one.email }).click()
    await page.getByRole('heading', { level: 1, name: name(one) }).waitFor()
    await page.getByText(`By ${by.email}, as HubSpot’s security activity says`).waitFor()
    await page.getByText(String(one.id), { exact: true }).waitFor()
    const alerts = page.getByRole('list', { name: 'Open alerts' })
    const alert = alerts.getByRole('listitem').filter({ hasText: 'New super admin' })
    expect(await seriousIssues(page)).toEqual([])
    await alert.getByRole('button', { name: /^Close/ }).click()
    await alert.waitFor({ state: 'detached' })
  })

  it('shows on Home that users deserve a look, and leads to the alerts', async () => {
    await page.goto(app.url)
    const need = page.getByRole('listitem').filter({ hasText: 'Users of the portal “' })
    await need.getByRole('link', { name: 'Look at them' }).click()
    await page.getByRole('list', { name: 'Kinds of alerts' }).waitFor()
    await page
      .getByRole('list', { name: 'Kinds of alerts' })
      .getByRole('button', { name: /^Nobody here/ })
      .click()
    await page.waitForURL(/alert=orphan/)
    await listed().waitFor()
  })

  it('joins nobody by guess where an address fits two, until somebody says who it is', async () => {
    const [one] = [plain(1)]
    const { users: inside } = app.portal.portal
    const id = inside.nextId()
    inside.put({ ...one, id, ownerId: String(99_000_000), lastName: 'Twin' })
    await createMember(app.operator, { name: 'Ada Berg', email: one.email, role: 'member' })
    await users()
    await sync(/users read in \d+ calls, and sealed/)
    await page.goto(`${app.url}/connections/emea/users/${id}`)
    await page.getByText('The address fits more than one').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await page.getByRole('button', { name: /^It is this one/ }).click()
    await page.getByText('Somebody said so.').waitFor()
    await page.getByRole('button', { name: 'Unlink' }).click()
    await page.getByText('The address fits more than one').waitFor()
    await page.getByRole('button', { name: 'Somebody else…' }).click()
    await page.getByRole('combobox', { name: 'Member' }).fill('Ada')
    await page.getByRole('option', { name: /Ada Berg/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Link', exact: true }).click()
    await page.getByText('Somebody said so.').waitFor()
  })

  it('takes whoever fits to a file in which nothing is a formula', async () => {
    const { users: inside } = app.portal.portal
    const one = plain(2)
    inside.put({ ...one, firstName: '=HYPERLINK("https://example.com")', lastName: 'Berg' })
    await users()
    await sync(/users read in \d+ calls, and sealed/)
    await users()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/^emea-users-\d{4}-\d\d-\d\d\.csv$/)
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(present().length + 1)
    expect(lines.find((line) => line.includes(one.email))).toContain(
      `"'=HYPERLINK(""https://example.com"") Berg"`,
    )
  })

  it('says why a reading is incomplete, and that it changed nothing', async () => {
    app.portal.faults.set({
      match: { method: 'GET', path: '/roles' },
      effect: { kind: 'status', status: 500 },
      count: 40,
    })
    await users()
    const before = await listed().textContent()
    await sync(/The last reading is incomplete/)
    app.portal.faults.clear()
    await page.getByText('It changed nothing: nobody is taken for gone').waitFor()
    const reasons = page.getByRole('list', { name: 'Reasons' })
    expect(await reasons.textContent()).toContain(
      'The list of permission sets was refused by HubSpot with status 500',
    )
    expect(await reasons.textContent()).toContain('What to do: Read again')
    expect(await listed().textContent()).toBe(before)
    expect(await seriousIssues(page)).toEqual([])
  })

  it('sets how it is read, with the server’s mistakes beside their fields', async () => {
    await page.getByRole('button', { name: 'Settings…' }).click()
    await page.getByLabel('Your domains').fill('our firm')
    await page.getByLabel('Every so many hours').fill('500')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is not a domain.').waitFor()
    expect(await page.getByLabel('Every so many hours').getAttribute('aria-invalid')).toBe('true')
    expect(await seriousIssues(page)).toEqual([])
    await page.getByLabel('Your domains').fill('our-firm.example')
    await page.getByLabel('Every so many hours').fill('24')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('every 24 hours').waitFor()
  })

  it('offers whoever may only read nothing that would be refused', async () => {
    await createMember(app.operator, { name: 'Internal audit', email: AUDITOR, role: 'auditor' })
    const { token } = await inviteMember(app.operator, { member: AUDITOR })
    const reader = await openTab(browser)
    await reader.page.goto(linkAddress(app.url, token.reveal()))
    await reader.page.getByRole('button', { name: 'Make a passkey' }).click()
    await reader.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await reader.page.goto(`${app.url}/connections/emea?tab=users`)
    await reader.page.getByText(/users, by name$/).waitFor()
    await reader.page.getByRole('button', { name: 'Export CSV' }).waitFor()
    for (const act of ['Sync users', 'Settings…'])
      expect(await reader.page.getByRole('button', { name: act }).count(), act).toBe(0)
    await reader.page.goto(`${app.url}/connections/emea/users/${plain(4).id}`)
    await reader.page.getByRole('heading', { name: 'Person here' }).waitFor()
    expect(await reader.page.locator('main').getByRole('button').count()).toBe(0)
    expect(reader.faults).toEqual([])
    await reader.close()
  })

  it('says that there is no such user', async () => {
    await page.goto(`${app.url}/connections/emea/users/1`)
    await page.getByText('There is no such user of this portal').waitFor()
    expect(admin.faults).toEqual([])
  })
})
