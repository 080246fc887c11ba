/**
 * What no form may do to whoever fills it in: hide what the server said, lose what was typed, or go
 * on as if it were saved. Each is walked through a refusal, a cut line, and a success.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Problem } from '../../../src/surfaces/admin/contract/forms.ts'
import { openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { startIdentityProvider, type IdentityProvider } from '../../support/identity-provider.ts'
import { fieldOf, formsOf, type FormRow } from './forms.ts'

describeInBrowser('a form', () => {
  let app: App
  let browser: Browser
  let provider: IdentityProvider
  let admin: Tab

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    provider = await startIdentityProvider(app.url)
    admin = await openTab(browser)
  }, 90_000)
  afterAll(async () => {
    await provider?.close()
    await browser?.close()
    await app?.close()
  })

  const type = async (page: Page, values: FormRow['typed']): Promise<void> => {
    for (const [label, text] of Object.entries(values)) await fieldOf(page, label).fill(text)
  }
  const expectKept = async (page: Page, values: FormRow['typed']): Promise<void> => {
    for (const [label, text] of Object.entries(values))
      expect(await fieldOf(page, label).inputValue(), `typed as ${label}`).toBe(text)
  }

  /** The server's sentence stands beside the field, tied to it, and the focus is there. */
  async function expectRefused(page: Page, form: FormRow): Promise<void> {
    const refusal = page.waitForResponse(
      (response) => response.status() >= 400 && response.request().method() !== 'GET',
    )
    await form.send(page)
    const { error } = (await (await refusal).json()) as Problem
    const sentences = error.fields.map(({ message }) => message)
    const wrong = Object.keys(form.mended)
    expect(sentences, 'what the server has to say').toHaveLength(wrong.length)
    for (const label of wrong) {
      await expect.poll(() => fieldOf(page, label).getAttribute('aria-invalid')).toBe('true')
      expect(sentences, `beside ${label}`).toContain(await errorBeside(page, label))
    }
    await expect.poll(() => page.locator(':focus').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(wrong.length)
    await expectKept(page, form.typed)
  }

  async function walk(page: Page, form: FormRow): Promise<void> {
    await type(page, form.typed)
    await expectRefused(page, form)
    expect(await seriousIssues(page)).toEqual([])

    await type(page, form.mended)
    await page.context().setOffline(true)
    await form.send(page)
    await page
      .getByText(/Hubward cannot be reached/)
      .first()
      .waitFor()
    await expectKept(page, { ...form.typed, ...form.mended })
    await page.context().setOffline(false)
    await form.send(page)
    await form.saved(page)
  }

  it('of whoever becomes the first admin says what is wrong where it is wrong, and loses nothing', async () => {
    const { page } = admin
    await page.goto(await app.adminLink())
    await page.getByLabel('Your name').waitFor()
    await walk(page, FIRST_ADMIN)
  })

  const names = formsOf({ secret: '', issuer: '' }).map(({ name }) => name)
  it.each(names)('for %s does so too', async (name) => {
    const { page } = admin
    const form = formsOf({
      secret: app.portal.tokens[0]?.secret ?? '',
      issuer: provider.issuer,
    }).find((one) => one.name === name)
    if (!form) throw new Error(`there is no form for ${name}`)
    await page.goto(`${app.url}${form.path}`)
    await form.open?.(page)
    await walk(page, form)
  })

  it.each(Object.entries(TAKEN))(
    'for %s says beside the name that it is taken',
    async (name, typed) => {
      const { page, faults } = admin
      const form = formsOf({ secret: '', issuer: '' }).find((one) => one.name === name)
      if (!form) throw new Error(`there is no form for ${name}`)
      await page.goto(`${app.url}${form.path}`)
      await form.open?.(page)
      await type(page, typed)
      await expectRefused(page, { ...form, typed })
      expect(faults.filter((fault) => !PROVOKED.test(fault))).toEqual([])
    },
  )
})

/** What Chromium prints for the line that was cut, and for the provider that is none. */
const PROVOKED = /ERR_INTERNET_DISCONNECTED|status of 502|HTTP 502 .*\/identity-providers$/

/** As the forms before left them. */
const TAKEN: Readonly<Record<string, FormRow['typed']>> = {
  'a new group': { Title: 'More pilots', 'Short name': 'pilots' },
  'an invitation': { Name: 'Somebody else', 'E-mail address': 'marketer@harbour-tea.example' },
  'a service account': { Name: 'night-sync' },
}

const FIRST_ADMIN: FormRow = {
  name: 'the first admin',
  path: '/welcome',
  typed: {
    Organisation: 'Harbour Tea',
    'Your name': 'IT admin',
    'Your e-mail address': 'it-admin at harbour-tea',
  },
  mended: { 'Your e-mail address': 'it-admin@harbour-tea.example' },
  send: (page) => page.getByRole('button', { name: 'Make my passkey' }).click(),
  saved: (page) => page.getByRole('heading', { level: 1, name: 'Home' }).waitFor(),
}

/** What a screen reader says of the field after its name: the text of `aria-describedby`. */
async function errorBeside(page: Page, label: string): Promise<string> {
  const field = fieldOf(page, label)
  const [first = ''] = ((await field.getAttribute('aria-describedby')) ?? '').split(' ')
  return (await page.locator(`[id="${first}"]`).textContent()) ?? ''
}
