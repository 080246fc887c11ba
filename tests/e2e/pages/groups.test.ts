/** The matrix of grants in a real browser: seen, changed, merged, and felt by a running MCP client. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { updateGroup } from '../../../src/application/access/update-group.ts'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { modernClient } from '../../support/mcp-clients.ts'
import { wantStepUp } from '../../support/want-step-up.ts'

const SELLER = 'seller@harbour-tea.example'

describeInBrowser('the grants of a group', () => {
  let app: App
  let browser: Browser
  let admin: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
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
    await createMember(operator, { name: 'Seller', email: SELLER, role: 'member' })
    const sales = { name: 'sales', title: 'Sales', description: '', context: '' }
    await createGroup(operator, sales)
    await addToGroup(operator, { group: 'sales', principal: SELLER })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const keyOf = async (principal: string): Promise<string> => {
    const key = { principal, name: 'assistant', expiresAt: null }
    return (await createKey(app.operator, key)).text.reveal()
  }
  const granted = async (...scopes: string[]): Promise<void> => {
    const grant = { group: 'sales', connection: 'main', expiresAt: null }
    await setGrant(app.operator, { ...grant, scopes })
  }
  const open = async (page: Page): Promise<void> => {
    await page.goto(`${app.url}/groups/sales`)
    await page.getByRole('grid', { name: 'Grants of Sales' }).waitFor()
  }
  const toggle = (page: Page, name: string) =>
    page.getByRole('checkbox', { name: new RegExp(`^${name} on Main`) })
  const isOn = (page: Page, name: string): Promise<string | null> =>
    toggle(page, name).getAttribute('aria-checked')
  const save = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Save grants' }).click()
    await page.getByText('Grants saved', { exact: true }).waitFor()
  }

  it('go from a toggle over the diff to a running MCP client within a second', async () => {
    await granted('contacts:read')
    const client = await modernClient(`${app.url}/mcp`, await keyOf(SELLER))
    const search = () =>
      client.call('search_records', { connection: 'main', object_type: 'deals', limit: 1 })
    expect((await search()).isError, 'before').toBe(true)

    const { page, faults } = admin
    await open(page)
    await toggle(page, 'Read deals').click()
    await page.getByText('1 unsaved change').waitFor()
    await page.getByText('See deals, their properties and their pipelines.').first().waitFor()
    await page.getByRole('button', { name: 'Review and save' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('deals:read').first().waitFor()
    const affected = dialog.getByRole('list', { name: 'Who is affected' })
    expect(await affected.innerText()).toMatch(/Seller\s+gains deals:read on Main/)
    expect(await seriousIssues(page), 'the review').toEqual([])
    await save(page)
    await expect
      .poll(async () => (await search()).isError, { interval: 100, timeout: 1_000 })
      .toBe(false)
    expect(await page.getByText('All saved').isVisible()).toBe(true)
    await client.close()
    expect(faults).toEqual([])
  })

  it('are walked and turned by the keyboard alone, each with its meaning', async () => {
    await granted('contacts:read')
    const { page } = admin
    await open(page)
    await toggle(page, 'Read contacts').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    const here = page.locator(':focus')
    expect(await here.getAttribute('aria-label')).toBe('Write companies on Main')
    const words = page.locator(`#${await here.getAttribute('aria-describedby')}`)
    expect(await words.textContent()).toBe('Create, change, associate and archive companies')
    await page.keyboard.press('Space')
    expect(await here.getAttribute('aria-checked')).toBe('true')
    await page.getByText('1 unsaved change').waitFor()
    // What was not saved is not lost by looking elsewhere, and not left by mistake.
    await page.getByRole('tab', { name: 'Members' }).click()
    await page.getByRole('tab', { name: 'Grants' }).click()
    expect(await isOn(page, 'Write companies')).toBe('true')
    await page.getByRole('link', { name: 'Connections' }).first().click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
  })

  it('ask for the passkey again where writing is granted long after signing in', async () => {
    await granted('contacts:read')
    const { page } = admin
    await open(page)
    await toggle(page, 'Write contacts').click()
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByText('you may be asked for your passkey').waitFor()
    await wantStepUp(page, 'PUT', /\/groups\/[^/]+\/grants$/)
    await page.getByRole('button', { name: 'Save grants' }).click()
    const question = page.getByRole('dialog', { name: 'Is it still you?' })
    await question.getByRole('button', { name: /passkey/i }).click()
    await page.getByText('Grants saved', { exact: true }).waitFor()
    expect(await isOn(page, 'Write contacts')).toBe('true')
  })

  it('of two admins at once: neither overwrites the other unseen, neither loses what they did', async () => {
    await granted('contacts:read', 'companies:read')
    const other = await openTab(browser, { like: admin })
    await Promise.all([open(admin.page), open(other.page)])

    await toggle(admin.page, 'Read deals').click()
    await toggle(other.page, 'Read companies').click()
    await toggle(other.page, 'Read tickets').click()
    await other.page.getByRole('button', { name: 'Review and save' }).click()
    await save(other.page)

    const { page, faults } = admin
    await page.getByText('Somebody else saved this group while you were editing').waitFor()
    expect(await isOn(page, 'Read deals'), 'mine is still here').toBe('true')
    await page.getByRole('button', { name: 'Compare theirs with mine' }).click()
    const dialog = page.getByRole('dialog')
    const side = (scope: string, name: 'Mine' | 'Theirs') =>
      dialog
        .getByRole('listitem')
        .filter({ hasText: scope })
        .getByRole('radio', { name: new RegExp(`^${name}`) })
    expect(await side('deals:read', 'Mine').isChecked(), 'my change is proposed').toBe(true)
    expect(await side('companies:read', 'Theirs').isChecked(), 'theirs is proposed').toBe(true)
    expect(await seriousIssues(page), 'the conflict').toEqual([])
    await side('companies:read', 'Mine').check({ force: true })
    await dialog.getByRole('button', { name: 'Go on with this' }).click()
    await dialog.getByText('companies:read').first().waitFor()
    await save(page)
    expect(await isOn(page, 'Read deals'), 'mine').toBe('true')
    expect(await isOn(page, 'Read companies'), 'kept mine').toBe('true')
    expect(await isOn(page, 'Read tickets'), 'took theirs').toBe('true')
    expect(faults).toEqual([])
    await other.close()
  })

  it('saved in the very moment between: the refusal shows theirs, and mine is not lost', async () => {
    await granted('contacts:read')
    const { page } = admin
    await open(page)
    // The stream is cut, so that this page hears of the other change only by the refusal.
    await page.route('**/api/v1/live', (route) => route.abort())
    await page.reload()
    await page.getByRole('grid', { name: 'Grants of Sales' }).waitFor()
    await toggle(page, 'Read lists').click()
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByText('lists:read').first().waitFor()
    await granted('contacts:read', 'forms:read')
    await page.getByRole('button', { name: 'Save grants' }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody else saved this group meanwhile' })
    await dialog.waitFor()
    await dialog.getByRole('button', { name: 'Go on with this' }).click()
    await save(page)
    expect(await isOn(page, 'Read lists')).toBe('true')
    expect(await isOn(page, 'Read forms')).toBe('true')
    // Away first: an attempt under way would be cut, and told of, after the faults were taken.
    await page.goto('about:blank')
    await page.unroute('**/api/v1/live')
    admin.faults.splice(0)
  })

  it('have texts beside them, which two admins cannot overwrite unseen either', async () => {
    const { page, faults } = admin
    await page.goto(`${app.url}/groups/sales?tab=texts`)
    const text = page.getByLabel('What their AI is told')
    await text.fill('Amounts are net.')
    await updateGroup(app.operator, { group: 'sales', context: 'Be brief.' })
    await page.getByText('Somebody else changed these texts while you were writing').waitFor()
    expect(await text.inputValue(), 'mine is kept').toBe('Amounts are net.')
    const [refused] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'PATCH'),
      page.getByRole('button', { name: 'Save changes' }).click(),
    ])
    expect(refused.status()).toBe(409)
    expect(await seriousIssues(page)).toEqual([])
    await text.fill('Be brief. Amounts are net.')
    await page.getByRole('button', { name: 'Keep mine, save over theirs' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const client = await modernClient(`${app.url}/mcp`, await keyOf(SELLER))
    expect(client.instructions).toContain('Be brief. Amounts are net.')
    await client.close()
    expect(faults).toEqual([])
  })

  it('mark what the credential cannot do, with what is missing at HubSpot', async () => {
    const { operator, portal } = app
    const thin = portal.addToken({
      name: 'thin',
      kind: 'private_app',
      scopes: ['oauth', 'crm.objects.contacts.read', 'crm.schemas.contacts.read', 'content'],
    })
    await connectPortal(operator, {
      title: 'Branch',
      name: 'branch',
      kind: 'private_app',
      secrets: { token: redacted(thin.secret) },
    })
    const { page } = admin
    await open(page)
    const uncovered = page.getByRole('checkbox', { name: /^Write contacts on Branch, no effect/ })
    await uncovered.hover()
    await page
      .getByText(/the credential lacks crm\.objects\.contacts\.write/)
      .first()
      .waitFor()
    await uncovered.click()
    // Without `hubdb` pages are served all the same: it does not look as though it were useless.
    const inPart = page.getByRole('checkbox', {
      name: 'Read content on Branch, works but for a part',
    })
    await inPart.hover()
    await page
      .getByText(/Works but for a part: the credential lacks hubdb/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'More for Branch' }).click()
    await page.getByRole('menuitem', { name: 'Grant all reading' }).click()
    expect(await inPart.isChecked(), 'among all that can be read').toBe(true)
    await page.getByRole('button', { name: 'Review and save' }).click()
    const warned = page
      .getByRole('dialog')
      .getByRole('listitem')
      .filter({ hasText: 'is granted, but' })
    await page.getByText('Some of it has no effect yet').waitFor()
    expect((await warned.allInnerTexts()).join(' '), 'what works').not.toContain('content:read')
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByText('All saved').waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('for a while say in the review until when', async () => {
    await granted('contacts:read')
    const { page } = admin
    await open(page)
    await page.getByRole('button', { name: 'More for Main' }).click()
    await page.getByRole('menuitem', { name: /temporary access/ }).click()
    await page.getByLabel('Last day').fill('2097-12-24')
    await page.getByRole('button', { name: 'Add column' }).click()
    await page.getByRole('checkbox', { name: 'Read lists on Main, until Dec 24, 2097' }).click()
    await page.getByRole('button', { name: 'Review and save' }).click()
    const changes = page.getByRole('list', { name: 'Changes on Main' })
    await changes.getByText('lists:read').waitFor()
    expect(await changes.innerText()).toContain('until Dec 24, 2097')
    await save(page)
  })
})
