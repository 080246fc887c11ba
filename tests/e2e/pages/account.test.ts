/** One's own account in a real browser: ways in, the step-up dialog, a session that ends elsewhere. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { startIdentityProvider } from '../../support/identity-provider.ts'
import { offerProvider } from '../../support/offer-provider.ts'
import { wantStepUp } from '../../support/want-step-up.ts'

describeInBrowser('one’s own account', () => {
  let app: App
  let browser: Browser
  let tab: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    tab = await openTab(browser)
    await becomeFirstAdmin(tab, app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  it('renames a passkey by keyboard alone, with the focus where it was afterwards', async () => {
    const { page } = tab
    await page.goto(`${app.url}/account`)
    const rename = page.getByRole('button', { name: 'Rename Passkey' })
    await rename.focus()
    await page.keyboard.press('Enter')
    const name = page.getByRole('dialog').getByLabel('Name')
    await name.waitFor()
    expect(await name.evaluate((input) => input.matches(':focus'))).toBe(true)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Desk')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const renamed = page.getByRole('button', { name: 'Rename Desk' })
    await expect.poll(() => renamed.evaluate((button) => button.matches(':focus'))).toBe(true)
  })

  it.each(['/account', '/settings?tab=notifications', '/activity'])(
    'is steady, and so are others of many parts: %s moves nothing when answers come one by one',
    async (address) => {
      const slow = await openTab(browser, { like: tab })
      const { page, faults } = slow
      await page.addInitScript(`
        globalThis.moved = 0
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries())
            if (!hadRecentInput) globalThis.moved += value
        }).observe({ type: 'layout-shift', buffered: true })
      `)
      let asked = 0
      await page.route(/\/api\/v1\/(?!live)/, async (route) => {
        const later = 300 + (asked++ % 6) * 100
        await new Promise((resolve) => setTimeout(resolve, later))
        await route.fallback()
      })
      await page.goto(`${app.url}${address}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect
        .poll(() => page.getByRole('status', { name: '' }).filter({ hasText: 'Loading' }).count())
        .toBe(0)
      await page.waitForLoadState('load')
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 1200))')
      expect(await page.evaluate<number>('globalThis.moved')).toBeLessThan(0.02)
      expect(faults).toEqual([])
      await slow.close()
    },
  )

  it('shows the server’s own word beside the field and keeps what was typed', async () => {
    const { page } = tab
    await page.getByRole('button', { name: 'Rename Desk' }).click()
    const name = page.getByRole('dialog').getByLabel('Name')
    await name.fill('x'.repeat(101))
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This must have at most 100 characters.').waitFor()
    expect(await name.inputValue()).toHaveLength(101)
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    expect(await name.evaluate((input) => input.matches(':focus'))).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('asks for the passkey where the server wants it, then does what was asked for', async () => {
    const { page, faults } = tab
    await wantStepUp(page, 'DELETE', /\/api\/v1\/passkeys\//)
    await page.getByRole('button', { name: 'Remove Desk' }).click()
    await page.getByRole('button', { name: 'Remove passkey' }).click()
    await page.getByRole('heading', { name: 'Is it still you?' }).waitFor()
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    // The only way in stays: that is the server's answer to the repeated request.
    const refusal = page.getByRole('dialog').getByText(/last|only/i)
    await refusal.first().waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(faults).toEqual([])
  })

  it('asks for the passkey before an identity is linked long after signing in, then goes there', async () => {
    const provider = await startIdentityProvider(app.url)
    provider.person = { sub: 'me', email: 'me@example.com', email_verified: true }
    await offerProvider(app.operator, provider)
    const { page, faults } = tab
    await page.goto(`${app.url}/account`)
    await wantStepUp(page, 'POST', /\/api\/v1\/sign-in\/oidc\/begin$/)
    await page.getByRole('button', { name: 'Link', exact: true }).click()
    await page.getByRole('heading', { name: 'Is it still you?' }).waitFor()
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByText('me@example.com').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
    expect(faults).toEqual([])
    await provider.close()
  })

  it('asks over the page when the session ended, and goes on where one was', async () => {
    const { page } = tab
    await page.getByRole('button', { name: 'Rename Desk' }).click()
    const name = page.getByRole('dialog').getByLabel('Name')
    await name.fill('Kitchen')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'You were signed out' }).waitFor()
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('button', { name: 'Rename Kitchen' }).waitFor()
  })

  it('keeps the chosen theme over a reload, before anything is painted', async () => {
    const { page } = tab
    await page.getByRole('radio', { name: 'Dark' }).click()
    await page.reload({ waitUntil: 'commit' })
    // Not by waitForFunction: it tries again by `eval`, which our policy refuses.
    await expect
      .poll(() => page.evaluate<string>('document.documentElement.dataset.theme'))
      .toBe('dark')
    // Nothing is painted before the style sheet is there; its first ground is the dark one.
    const grounds = new Set<string>()
    await expect
      .poll(async () => {
        const ground = 'getComputedStyle(document.documentElement).backgroundColor'
        grounds.add(await page.evaluate<string>(ground))
        return grounds.size > 1 || !grounds.has('rgba(0, 0, 0, 0)')
      })
      .toBe(true)
    expect([...grounds].filter((ground) => ground !== 'rgba(0, 0, 0, 0)')).toEqual([
      'rgb(16, 20, 22)',
    ])
    await page.getByRole('radio', { name: 'As the system' }).click()
  })
})
