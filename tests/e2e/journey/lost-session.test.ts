/**
 * A session that ends under an open form, by whatever way one comes back, and a cookie that
 * somebody kept from before a rotation.
 */
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { inviteMember } from '../../../src/application/sign-in/links.ts'
import { linkAddress } from '../../../src/domain/sign-in/one-time-link.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { askAdmin } from '../../support/command.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { startIdentityProvider, type IdentityProvider } from '../../support/identity-provider.ts'
import { offerProvider } from '../../support/offer-provider.ts'
import { wantStepUp } from '../../support/want-step-up.ts'

const ADMIN = 'it-admin@harbour-tea.example'
const ADA = 'ada@harbour-tea.example'
const COOKIE = '__Host-hubward'

describeInBrowser('a session', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let provider: IdentityProvider | undefined

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
    const texts = { description: '', context: '' }
    await createGroup(app.operator, { name: 'sales', title: 'Sales', ...texts })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await provider?.close()
    await app?.close()
  })

  const endSessions = async (principal: string): Promise<void> => {
    const key = { principal, name: `terminal ${Math.random()}`, expiresAt: null }
    const { text } = await createKey(app.operator, key)
    await askAdmin(app.url, text.reveal(), 'DELETE', '/sessions')
  }
  const cookies = async (tab: Tab) =>
    (await tab.page.context().cookies()).filter(({ name }) => name === COOKIE)

  it('that is ended elsewhere while one types asks over the page, and the text is saved after', async () => {
    const { page, faults } = admin
    await page.goto(`${app.url}/groups/sales?tab=texts`)
    const text = page.getByLabel(/^What their AI is told/)
    await text.fill('We sell to tea houses. ')
    await text.press('End')
    await text.pressSequentially('Amounts are')

    // As the same person does from a terminal; the page hears of it by itself.
    await endSessions(ADMIN)

    const question = page.getByRole('dialog', { name: 'You were signed out' })
    await question.waitFor()
    expect(await text.inputValue()).toBe('We sell to tea houses. Amounts are')
    expect(await seriousIssues(page)).toEqual([])
    await question.getByRole('button', { name: 'Use your passkey' }).click()
    await question.waitFor({ state: 'detached' })
    expect(await text.inputValue(), 'after signing in').toBe('We sell to tea houses. Amounts are')
    await text.pressSequentially(' net.')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const group = await app.operator.store.read.groups.findByName('sales')
    expect(group?.context).toBe('We sell to tea houses. Amounts are net.')
    expect(faults).toEqual([])
  })

  it('is kept alive by what its person does, not by what an open page asks', async () => {
    const { page, faults } = admin
    const { operator, pool } = app
    const [cookie] = await cookies(admin)
    const hash = Buffer.from(operator.hashKey(cookie?.value ?? ''), 'hex')
    const long = 10 * 60_000
    const idle = async (): Promise<number> => {
      const { rows } = await pool.query<{ ms: string }>(
        'select extract(epoch from now() - seen_at) * 1000 as ms from browser_session where secret_hash = $1',
        [hash],
      )
      return Number(rows[0]?.ms)
    }
    // What opening the page asks is its person's doing, so it has to be answered before the clock turns.
    const open = new Set<Request>()
    page.on('request', (request) => request.url().includes('/api/') && open.add(request))
    page.on('requestfinished', (request) => open.delete(request))
    page.on('requestfailed', (request) => open.delete(request))
    const unanswered = () => [...open].filter((request) => !request.url().endsWith('/live')).length
    await page.goto(`${app.url}/groups`)
    await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor()
    await page.evaluate('{ const { now } = Date; Date.now = () => now() + 120_000 }')
    await expect.poll(unanswered).toBe(0)
    await pool.query(
      `update browser_session set seen_at = now() - interval '10 minutes' where secret_hash = $1`,
      [hash],
    )
    const asked = page.waitForResponse((answer) => answer.url() === `${app.url}/api/v1/groups`)
    await createGroup(operator, { name: 'night', title: 'Night', description: '', context: '' })
    expect((await asked).status(), 'it goes on to show what changes').toBe(200)
    await page.getByRole('link', { name: 'Night' }).waitFor()
    expect(await idle()).toBeGreaterThanOrEqual(long)

    await page.getByRole('link', { name: 'Night' }).click()
    await page.getByRole('heading', { level: 1, name: 'Night' }).waitFor()
    await expect.poll(idle).toBeLessThan(long)
    expect(faults).toEqual([])
  })

  it('whose cookie was kept from before a rotation opens nothing, and the admin reads of it', async () => {
    const { page, faults } = admin
    const kept = await cookies(admin)
    await page.goto(`${app.url}/groups`)
    await page.getByRole('button', { name: 'New group' }).click()
    await page.getByLabel('Title').fill('Support')
    await wantStepUp(page, 'POST', /\/api\/v1\/groups$/)
    await page.getByRole('button', { name: 'Make group' }).click()
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('heading', { level: 1, name: 'Support' }).waitFor()
    const now = await cookies(admin)
    expect(now[0]?.value, 'rotated by the step-up').not.toBe(kept[0]?.value)

    const thief = await openTab(browser)
    await thief.page.context().addCookies(kept)
    await thief.page.goto(`${app.url}/groups`)
    await thief.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(await thief.page.getByText('Support').count()).toBe(0)
    const answer = await thief.page.evaluate<{ status: number; code: string }>(
      `fetch('/api/v1/groups').then(async (it) => ({ status: it.status, code: (await it.json()).error?.code }))`,
    )
    expect(answer).toMatchObject({ status: 401 })
    await thief.close()

    await page.getByRole('link', { name: 'Activity' }).click()
    const row = page.getByRole('row', {
      name: /Refused a replaced cookie of.*it-admin@harbour-tea/,
    })
    await row.getByRole('link').click()
    await page.getByRole('dialog').getByText('session.replayed').first().waitFor()
    expect(faults, 'the one who was robbed goes on').toEqual([])
  })

  describe('of somebody who comes by an identity provider', () => {
    let ada: Tab
    const asked: string[] = []

    beforeAll(async () => {
      provider = await startIdentityProvider(app.url)
      provider.person = { sub: 'ada', email: ADA, email_verified: true }
      await offerProvider(app.operator, provider)
      await createMember(app.operator, { name: 'Ada', email: ADA, role: 'admin' })
      const { token } = await inviteMember(app.operator, { member: ADA })
      ada = await openTab(browser)
      ada.page.on('dialog', (dialog) => {
        asked.push(dialog.type())
        dialog.accept().catch(() => undefined)
      })
      await ada.page.goto(linkAddress(app.url, token.reveal()))
      await byProvider(ada.page).click()
      await ada.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    }, 60_000)

    const byProvider = (page: Page) =>
      page.getByRole('button', { name: 'Continue with Harbour ID' })
    /** The provider keeps a session of its own, which would know better. */
    const comeAs = async (page: Page, sub: string): Promise<void> => {
      if (provider) provider.person = { sub, email: ADA, email_verified: true }
      await page.context().clearCookies({ name: /^_[a-z]/ })
    }
    /** Types beside what stands there. */
    const type = async ({ page }: Tab, more: string) => {
      await page.goto(`${app.url}/groups/sales?tab=texts`)
      const text = page.getByLabel(/^What their AI is told/)
      await text.press('End')
      await text.pressSequentially(more)
      return text
    }
    const kept = async () => (await app.operator.store.read.groups.findByName('sales'))?.context

    it('is stepped up in a window of its own, which closes, and what waited for it is done', async () => {
      const { page, faults } = ada
      await type(ada, ' Stepped up.')
      await wantStepUp(page, 'PATCH', /\/api\/v1\/groups\/[^/]+$/)
      await page.getByRole('button', { name: 'Save changes' }).click()
      const beside = page.context().waitForEvent('page')
      await byProvider(page).click()
      const { promise: closed, resolve } = Promise.withResolvers<void>()
      ;(await beside).once('close', () => resolve())
      await page.getByText('Saved', { exact: true }).waitFor()
      await closed
      expect(await kept()).toMatch(/ Stepped up\.$/)
      expect(asked, 'nobody was asked whether to leave').toEqual([])
      expect(faults).toEqual([])
    })

    it('says in the page what the provider’s window met, and where no window may open what that costs', async () => {
      const { page, faults } = ada
      const text = await type(ada, ' Kept.')
      await endSessions(ADA)
      const question = page.getByRole('dialog', { name: 'You were signed out' })
      await question.waitFor()
      await comeAs(page, 'nobody')
      await byProvider(page).click()
      await question.getByText('is linked to nobody here').waitFor()
      expect(await text.inputValue()).toMatch(/ Kept\.$/)

      await comeAs(page, 'ada')
      await page.evaluate('window.open = () => null')
      await byProvider(page).click()
      await question.getByText('what you have not saved here is lost').waitFor()
      expect(await seriousIssues(page)).toEqual([])
      await question.getByRole('button', { name: 'Leave this page and go on there' }).click()
      await page.waitForURL(`${app.url}/groups/sales?tab=texts`)
      await page.getByLabel(/^What their AI is told/).waitFor()
      expect(asked).toEqual([])
      expect(faults).toEqual([])
    })

    it('takes no draft over from whoever sat there before', async () => {
      const { page, faults } = admin
      const before = await kept()
      await type(admin, ' Of the IT admin.')
      await endSessions(ADMIN)
      await page.getByRole('dialog', { name: 'You were signed out' }).waitFor()
      await byProvider(page).click()
      await page.getByRole('button', { name: /Ada/ }).waitFor()
      const text = page.getByLabel(/^What their AI is told/)
      await expect.poll(() => text.inputValue()).toBe(before)
      expect(await kept()).toBe(before)
      expect(faults).toEqual([])
    })
  })
})
