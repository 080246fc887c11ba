/** Ids: from a pasted link, by picking, and by pasting into the search. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectPortal } from '../../../src/application/connection/connect-portal.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'

describeInBrowser('ids from links', () => {
  let app: App
  let browser: Browser
  let page: Page
  let portal: number

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), openBrowser()])
    const admin = await openTab(browser)
    page = admin.page
    await becomeFirstAdmin(admin, app)
    const token = redacted(app.portal.tokens[0]?.secret ?? '')
    const input = { title: 'Main', kind: 'service_key', secrets: { token } }
    const { connection } = await connectPortal(app.operator, input)
    portal = connection.portalId
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const board = () =>
    `https://app.hubspot.com/contacts/${portal}/objects/0-3/views/all/board?pipeline=default`

  it('says while one types what a link is, without asking anybody', async () => {
    await page.goto(`${app.url}/connections/main?tab=ids`)
    const field = page.getByLabel('Link from HubSpot')
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    await field.fill(board())
    await page.getByText(`Pipeline default of deals in portal ${portal}`).waitFor()
    await field.fill('https://app.hubspot.com.evil.example/contacts/1/record/0-1/2')
    await page.getByText('Do not sign in there').waitFor()
    await field.fill('https://app.hubspot.com/contacts/99/deal/5')
    await page.getByText(`This is of portal 99, not of portal ${portal}`).waitFor()
    expect(sent.filter((url) => url.includes('resolutions') || url.includes('hubspot'))).toEqual([])
    expect(await seriousIssues(page)).toEqual([])
  })

  it('looks it up, and gives the ids to take along', async () => {
    await page.getByLabel('Link from HubSpot').fill(board())
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByText('It is there').waitFor()
    await page.getByRole('button', { name: 'Copy id', exact: true }).waitFor()
    expect(await page.getByText('no grant of yours has it').count()).toBe(1)
    expect(await seriousIssues(page)).toEqual([])
  })

  it('lists what can be picked, with the stages of a pipeline', async () => {
    await page.getByLabel('What', { exact: true }).selectOption('pipelines')
    const stages = page.getByRole('list', { name: /^Stages of/ }).first()
    await stages.waitFor()
    expect(await stages.textContent()).toContain('closedwon')
    await page.getByLabel('What', { exact: true }).selectOption('forms')
    await page
      .getByRole('button', { name: /^Copy the id of / })
      .first()
      .waitFor()
    expect(await seriousIssues(page)).toEqual([])
  })

  it('takes a link that is pasted into the search to the connection of its portal', async () => {
    await page.goto(app.url)
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(board())
    await page.getByRole('option', { name: /Look up on Main/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('Link from HubSpot').waitFor()
    expect(await page.getByLabel('Link from HubSpot').inputValue()).toBe(board())
    expect(page.url()).not.toContain('pipeline')
  })
})
