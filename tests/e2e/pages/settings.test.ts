/** Settings in a browser: a provider that is read while one types, a file whose plan is shown first. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createMember } from '../../../src/application/access/create-member.ts'
import { newId } from '../../../src/application/context.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { startIdentityProvider, type IdentityProvider } from '../../support/identity-provider.ts'

describeInBrowser('settings', () => {
  let app: App
  let browser: Browser
  let provider: IdentityProvider
  let admin: Tab
  let page: Page

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    provider = await startIdentityProvider(app.url)
    admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    const { operator } = app
    await createGroup(operator, { name: 'sales', title: 'Sales', description: '', context: '' })
    await createMember(operator, { name: 'Ada', email: 'ada@tea.example', role: 'member' })
  }, 90_000)
  afterAll(async () => {
    await provider?.close()
    await browser?.close()
    await app?.close()
  })

  it('adds an identity provider whose document was read before, and offers it at sign-in', async () => {
    await page.goto(`${app.url}/settings?tab=sign-in`)
    await page.getByRole('button', { name: 'Add a provider' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Provider').selectOption('Another one')
    await dialog.getByLabel('Name').fill('Harbour ID')
    await dialog.getByLabel('Issuer').fill(`${provider.issuer}/nobody-here`)
    await dialog.getByText('It cannot be used as it stands').waitFor()
    // Mended meanwhile, it is read once more without being typed anew.
    await page.route('**/identity-providers/test', async (route) => {
      const headers = { ...route.request().headers() }
      await route.continue({ headers, postData: JSON.stringify({ issuer: provider.issuer }) })
    })
    await dialog.getByRole('button', { name: 'Read it again' }).click()
    await dialog.getByText('It answers as it should').waitFor()
    await page.unroute('**/identity-providers/test')
    await dialog.getByLabel('Issuer').fill(provider.issuer)
    await dialog.getByText('It answers as it should').waitFor()
    expect(await dialog.textContent()).toContain(provider.redirectUri)
    expect(await seriousIssues(page)).toEqual([])

    await dialog.getByRole('button', { name: 'Add provider' }).click()
    await dialog.locator('[aria-invalid="true"]').first().waitFor()
    await dialog.getByLabel('Client id').fill(provider.clientId)
    await dialog.getByLabel('Client secret').fill(provider.clientSecret)
    await dialog.getByRole('button', { name: 'Add provider' }).click()
    await page.getByRole('button', { name: 'Acts on Harbour ID' }).waitFor()
    expect(await page.getByRole('main').textContent()).not.toContain(provider.clientSecret)

    const outside = await openTab(browser)
    await outside.page.goto(`${app.url}/sign-in`)
    await outside.page.getByRole('button', { name: /Harbour ID/ }).waitFor()
    await outside.close()
  })

  it('names who would be locked out before a provider is removed', async () => {
    await linkAda(app, provider.issuer)
    const act = page.getByRole('button', { name: 'Acts on Harbour ID' })
    await act.click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByText('switched off', { exact: true }).waitFor()
    await act.click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Could no longer sign in: Ada.').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    const remove = dialog.getByRole('button', { name: 'Remove Harbour ID' })
    expect(await remove.isDisabled(), 'before the name is typed').toBe(true)
    await dialog.getByRole('textbox').fill('Harbour ID')
    await remove.click()
    await page.getByText('None yet. With one, people sign in').waitFor()
  })

  it('shows what a file would change, changes nothing, then does exactly that', async () => {
    await page.getByRole('tab', { name: 'Organisation' }).click()
    const file = page.getByLabel('org.yaml')
    await file.fill('version: 1\ngroups:\n  - name: Not A Name\n')
    await page.getByRole('button', { name: 'Preview changes' }).click()
    await page.locator('[aria-invalid="true"]').waitFor()
    expect(await file.inputValue(), 'a refusal loses nothing').toContain('Not A Name')

    await file.fill(
      'version: 1\ngroups:\n  - name: sales\n    title: Sales team\n    members: [ada@tea.example]\n  - name: support\n',
    )
    await page.getByRole('button', { name: 'Preview changes' }).click()
    const plan = page.getByRole('region', { name: 'Plan' })
    await plan.getByText('2 changes').waitFor()
    const said = await plan.getByRole('list').textContent()
    expect(said).toContain('title: Sales → Sales team')
    expect(said).toMatch(/Added:.*support/)
    expect(await seriousIssues(page)).toEqual([])
    const { groups } = app.operator.store.read
    expect((await groups.list()).map(({ title }) => title)).toEqual(['Sales'])

    await plan.getByRole('button', { name: 'Apply all 2' }).click()
    await page.getByText('Applied 2 changes').first().waitFor()
    const titles = (await groups.list()).map(({ title }) => title)
    expect(titles.toSorted()).toEqual(['Sales team', 'support'])
  })

  it('renames the organisation everywhere at once', async () => {
    const name = page.getByLabel('Name of the organisation')
    await name.fill('Harbour Coffee')
    await page.getByRole('button', { name: 'Save name' }).click()
    await page.getByRole('complementary').getByText('Harbour Coffee').waitFor()
  })

  it('switches registration of unknown clients, and tells what runs here', async () => {
    await page.getByRole('tab', { name: 'AI clients' }).click()
    const registration = page.getByRole('switch')
    const before = await registration.getAttribute('aria-checked')
    await registration.click()
    await expect.poll(() => registration.getAttribute('aria-checked')).not.toBe(before)
    await page.getByRole('tab', { name: 'Vault' }).click()
    await page.getByRole('button', { name: 'Copy fingerprint' }).waitFor()
    await page.getByRole('tab', { name: 'Sessions' }).click()
    await page.getByText('this one').waitFor()
    await page.getByRole('tab', { name: 'About' }).click()
    await page.getByText(/\d+ applied, the last is/).waitFor()
    expect(admin.faults).toEqual([])
  })
})

/** As though Ada, who has no passkey, had come by the provider. */
async function linkAda({ operator }: App, issuer: string): Promise<void> {
  const ada = await operator.store.read.principals.findMemberByEmail('ada@tea.example')
  const [provider] = await operator.store.read.signIn.providers.list()
  if (!ada || !provider) throw new Error('there is no Ada, or no provider')
  await operator.store.transaction((tx) =>
    tx.signIn.identities.insert({
      id: newId(operator.world, 'federated_identity'),
      providerId: provider.id,
      issuer,
      subject: 'ada-at-the-provider',
      principalId: ada.id,
      email: 'ada@tea.example',
      createdAt: operator.world.now(),
      usedAt: null,
    }),
  )
}
