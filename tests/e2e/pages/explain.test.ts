/** Explain in a real browser: the broken link of a refused call is mended by its button. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import type { App } from '../../support/app.ts'
import { seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { shareMain } from '../../support/main-shared.ts'
import { openWithAdmin } from '../../support/opened.ts'

const SELLER = 'seller@harbour-tea.example'
const INTERN = 'sales-intern@harbour-tea.example'

describeInBrowser('explain', () => {
  let app: App
  let admin: Tab
  let key: string
  let close: (() => Promise<void>) | undefined

  beforeAll(async () => {
    ;({ app, admin, close } = await openWithAdmin({ portalName: 'Harbour Tea' }))
    await shareMain(app, {
      people: { [SELLER]: 'Seller', [INTERN]: 'Sales intern' },
      groups: [
        { name: 'sales', title: 'Sales', scopes: ['contacts:read'], members: [SELLER, INTERN] },
      ],
    })
    const laptop = { principal: SELLER, name: 'laptop', expiresAt: null }
    key = (await createKey(app.operator, laptop)).text.reveal()
  }, 90_000)
  afterAll(() => close?.())

  const call = () =>
    fetch(`${app.url}/hubspot/main/crm/v3/objects/deals?limit=1`, {
      headers: { authorization: `Bearer ${key}` },
    }).then(({ status }) => status)

  it('finds the action by what people say, marks the broken link, and mends it by one button', async () => {
    expect(await call(), 'before').toBe(403)
    const { page, faults } = admin
    await page.goto(`${app.url}/explain`)
    const choose = async (name: string, typed: string, option: RegExp): Promise<void> => {
      await page.getByRole('combobox', { name }).fill(typed)
      await page.getByRole('option', { name: option }).first().waitFor()
    }
    await choose('Who', 'sell', /seller/i)
    await page.keyboard.press('Enter')
    await choose('On which connection', 'main', /main/i)
    await page.keyboard.press('Enter')
    await choose('What they want to do', 'update a deal', /Create, change.* deals/)
    await choose('What they want to do', 'see deals', /See deals/)
    await page.keyboard.press('Enter')

    await page.getByText('No: it would be refused').waitFor()
    const chain = page.getByRole('list', { name: 'The chain of decisions' })
    const broken = chain.getByRole('listitem').filter({ hasText: 'broken here' })
    expect(await broken.innerText()).toContain('missing: deals:read')
    await broken.getByText('Grant deals:read on “Main” to the group “Sales”').waitFor()
    await broken.getByText('One other person or program in that group gains the same.').waitFor()
    expect(await seriousIssues(page), 'broken').toEqual([])
    await broken.getByRole('button', { name: 'Do this' }).click()

    await page.getByText('Yes: it would be let through').waitFor()
    expect(await chain.getByText('broken here').count()).toBe(0)
    expect(await seriousIssues(page), 'whole').toEqual([])
    await expect.poll(call).toBe(200)
    expect(faults).toEqual([])
  })

  it('lets the group be chosen where there are several ways', async () => {
    const { operator } = app
    await createGroup(operator, { name: 'web', title: 'Web', description: '', context: '' })
    await setGrant(operator, {
      group: 'web',
      connection: 'main',
      scopes: ['tickets:read', 'lists:read'],
      expiresAt: null,
    })
    const { page } = admin
    await page.goto(`${app.url}/explain?person=${SELLER}&connection=main&scope=tickets:read`)
    const ways = page.getByRole('radiogroup', { name: 'Ways to mend it' })
    await ways.getByRole('radio', { name: /to the group “Web”, which grants it/ }).click()
    await ways.getByText('They also get lists:read on Main. Nobody else gains').waitFor()
    await page.getByRole('button', { name: 'Do this' }).click()
    await page.getByText('Yes: it would be let through').waitFor()
    await page.getByText('Sales, Web').waitFor()
  })

  it('opens on a call by its address, as an entry of the activity links to it', async () => {
    const { page, faults } = admin
    const search = new URLSearchParams({
      person: SELLER,
      connection: 'main',
      method: 'DELETE',
      path: '/crm/v3/objects/deals/1',
    })
    await page.goto(`${app.url}/explain?${search.toString()}`)
    await page.getByText('No: it would be refused').waitFor()
    expect(await page.getByRole('textbox', { name: 'Path at HubSpot' }).inputValue()).toBe(
      '/crm/v3/objects/deals/1',
    )
    expect(await page.getByRole('combobox', { name: 'Who' }).inputValue()).toBe('Seller')
    await page.getByText('missing: deals:write').waitFor()
    expect(faults).toEqual([])
  })

  it('says it in words where nobody is asked about, and where nobody can mend it', async () => {
    const { page } = admin
    await page.goto(
      `${app.url}/explain?person=nobody@harbour-tea.example&connection=main&scope=deals:read`,
    )
    await page.getByText('This cannot be explained').waitFor()
    await page.goto(
      `${app.url}/explain?person=${SELLER}&connection=main&method=GET&path=/no/such/path`,
    )
    const known = page.getByRole('listitem').filter({ hasText: 'Hubward knows the action' })
    await known.getByText('What to do').waitFor()
    expect(await page.getByRole('button', { name: 'Do this' }).count()).toBe(0)
  })
})
