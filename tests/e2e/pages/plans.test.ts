/** Plans for the users of a portal: made, looked at, let through, applied, stopped, taken back. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { releaseGuard } from '../../../src/application/people/provisioning/release-guard.ts'
import { listPlans } from '../../../src/application/people/provisioning/show-plans.ts'
import { syncPeople } from '../../../src/application/people/sync-people.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { AMPLE, grantAmple } from '../../support/ample.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

const JOINER = 'joiner@our-firm.example'

describeInBrowser('plans for the users of a portal', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let page: Page

  beforeAll(async () => {
    const opened = openApp({ portalName: 'Harbour Tea', users: 40, ...AMPLE })
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
    await syncPeople(app.operator, { connection: 'emea' })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const plain = () =>
    app.portal.people
      .list()
      .filter(({ superAdmin, state }) => !superAdmin && state === 'active')
      .map(({ email }) => email)
  const goToPlans = () => page.goto(`${app.url}/connections/emea?tab=users&view=plans`)
  const steps = () => page.getByRole('table', { name: 'Steps of the plan' })
  const stepOf = (email: string) => steps().getByRole('row').filter({ hasText: email })
  const shown = () => page.getByRole('heading', { level: 1, name: /^Plan/ }).waitFor()

  async function makePlan(file: string): Promise<void> {
    await goToPlans()
    await page.getByRole('button', { name: 'Plan changes…' }).click()
    await page.getByLabel(/^people\.yaml/).fill(file)
    await page.getByRole('button', { name: 'Show the plan' }).click()
  }
  const apply = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Apply…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Apply \d+ steps?$/ })
      .click()
  }
  const file = (body: string): string => `version: 1\nprotected: [rescue@our-firm.example]\n${body}`

  it('tells each mistake by its line, keeps what was typed, and then shows what would change', async () => {
    const wrong = file(
      `rules:\n  - emails: [${JOINER}]\n    permissionSet: View only\n    team: Nowhere\n`,
    )
    await makePlan(wrong)
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^line 6, column \d+: .*Nowhere/).waitFor()
    const field = page.getByLabel(/^people\.yaml/)
    expect(await field.inputValue()).toBe(wrong)
    await field.fill(wrong.replace('Nowhere', 'Sales'))
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await shown()
    // By the names that ids have.
    const text = await stepOf(JOINER).innerText()
    expect(text).toMatch(/Create/)
    expect(text).toMatch(/Permission set:\s+none.*View only/s)
    expect(text).toMatch(/Main team:\s+none.*Sales/s)
    expect(app.portal.people.find(JOINER)).toBeUndefined()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('is applied after saying what will happen, and says how each step ended', async () => {
    await page.getByRole('button', { name: 'Apply…' }).click()
    await page.getByRole('dialog').getByText('Create 1 user').waitFor()
    expect(await seriousIssues(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Apply 1 step' }).click()
    await page.getByText('The step was done, and was seen in the portal afterwards.').waitFor()
    expect(await stepOf(JOINER).innerText()).toMatch(/Done/)
    expect(app.portal.people.find(JOINER)).toMatchObject({ roleIds: ['51002'] })
  })

  it('is taken back by another plan, which says what it cannot take back', async () => {
    const changed = plain()[0]!
    const before = app.portal.people.find(changed)?.roleIds
    await makePlan(file(`rules:\n  - emails: [${changed}]\n    permissionSet: Contractor\n`))
    await shown()
    await apply()
    await page.getByText('The step was done, and was seen in the portal afterwards.').waitFor()
    expect(app.portal.people.find(changed)?.roleIds).not.toEqual(before)
    await page.getByRole('button', { name: 'Plan the way back' }).click()
    await page.getByRole('heading', { level: 1, name: 'Plan of a way back' }).waitFor()
    await apply()
    await page.getByText('The step was done, and was seen in the portal afterwards.').waitFor()
    expect(app.portal.people.find(changed)?.roleIds).toEqual(before)
    // Of the plan before: who was created goes another way.
    const made = await listPlans(app.operator, { connection: 'emea' })
    const created = made.find(({ plan }) => plan.plan.items.some(({ act }) => act === 'create'))
    await page.goto(`${app.url}/connections/emea/plans/${created?.plan.id}`)
    await page.getByRole('button', { name: 'Plan the way back' }).click()
    const left = page.getByRole('list', { name: 'Not taken back' })
    await left.getByText(/leaves step by step/).waitFor()
    expect(await left.innerText()).toContain(JOINER)
  })

  it('is held back where it does too much, until somebody else lets it pass', async () => {
    const leavers = plain().slice(0, 7)
    const body = leavers.map((email) => `  - email: ${email}\n    recordsTo: keep\n`).join('')
    await makePlan(file(`leavers:\n${body}`))
    await shown()
    await page.getByText(/^Held back: Too much in one run/).waitFor()
    expect(await page.getByRole('button', { name: 'Apply…' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Let it pass…' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Let it pass' }).click()
    await page.getByText(/Released by .*: it counts for everybody else/).waitFor()
    expect(await page.getByRole('button', { name: 'Apply…' }).count()).toBe(0)
    // The operator is somebody else; the page hears of it by itself.
    const [newest] = await listPlans(app.operator, { connection: 'emea' })
    const { id, hash, plan } = newest!.plan
    for (const { guard, on } of plan.blocks)
      if (on === 'plan') await releaseGuard(app.operator, { plan: id, planHash: hash, guard })
    await page.getByRole('button', { name: 'Apply…' }).waitFor()
  })

  it('is stopped before its next write, and goes on where it stopped', async () => {
    app.portal.faults.set({
      match: { path: '^/settings/v3/users', method: 'PUT' },
      effect: { kind: 'latency', ms: 1_500 },
    })
    await apply()
    await page.getByRole('progressbar', { name: 'Applying the plan' }).waitFor()
    await page.getByText(/^[1-9]\d* of \d+ steps$/).waitFor()
    await page.getByRole('button', { name: 'Stop before the next write' }).click()
    await page
      .getByText(/^It stopped after \d+ of \d+ steps: somebody stopped all writing/)
      .waitFor()
    app.portal.faults.clear()
    expect(await seriousIssues(page)).toEqual([])
    await page.getByRole('button', { name: 'Let plans be applied again' }).click()
    await page.getByText('Plans can be applied again').first().waitFor()
    await page.getByRole('button', { name: 'Go on with it…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Go on', exact: true }).click()
    await page.getByText(/^Applied by /).waitFor()
  })

  it('leaves to a person what HubSpot’s API cannot do', async () => {
    await page.goto(`${app.url}/connections/emea?tab=users&view=tasks`)
    const tasks = page.getByRole('list', { name: 'For a person to do' })
    await tasks
      .getByText(/^Deactivate the user in HubSpot/)
      .first()
      .waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })
})
