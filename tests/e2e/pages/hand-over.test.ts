/**
 * The whole way of a key in a real browser: asked for, opened, pasted, sealed, held, approved, used;
 * and that nothing on the way or in the database ever held it in clear.
 */
import { gzipSync } from 'node:zlib'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToGroup } from '../../../src/application/access/add-to-group.ts'
import { createGroup } from '../../../src/application/access/create-group.ts'
import { createKey } from '../../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../../src/application/access/create-service-account.ts'
import { setGrant } from '../../../src/application/access/set-grant.ts'
import { createIntake } from '../../../src/application/intake/create-intake.ts'
import { parseIntakeLink } from '../../../src/domain/intake/link.ts'
import { becomeFirstAdmin, openApp, type App } from '../../support/app.ts'
import { openBrowser, openTab, seriousIssues, type Tab } from '../../support/chromium.ts'
import { describeInBrowser } from '../../support/describe-in-browser.ts'
import { REFUSED_ZIPS, zipFile } from '../../support/handed-files.ts'
import { REQUEST } from '../../support/intake-sender.ts'
import { focusOn, pressOn } from '../../support/keyboard.ts'

/** The words on buttons that do not stand on one line. */
const BROKEN_BUTTONS = `[...document.querySelectorAll('button')].filter((button) => {
  const words = document.createRange()
  words.selectNodeContents(button)
  return words.getClientRects().length > 1
}).map(({ textContent }) => textContent)`

describeInBrowser('handing a key over', () => {
  let app: App
  let browser: Browser
  let admin: Tab
  let token: string

  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp({ portalName: 'Harbour Tea' }), openBrowser()])
    token = app.portal.tokens[0]?.secret ?? ''
    admin = await openTab(browser)
    await becomeFirstAdmin(admin, app)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  const makeLink = async (more: Partial<typeof REQUEST> = {}): Promise<string> =>
    (await createIntake(app.operator, { ...REQUEST, ...more })).address.reveal()

  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name }).waitFor()

  const stateOf = async (link: string): Promise<string | undefined> => {
    const read = parseIntakeLink(link)
    if (!read.ok) throw new Error(read.error)
    return (await app.operator.store.read.intakes.get(read.value.id))?.state
  }

  /** Grants a program what the key is for, and calls HubSpot through the gateway. */
  async function callsThrough(connection: string): Promise<number> {
    const { operator } = app
    await createGroup(operator, { name: 'readers', title: 'Readers', description: '', context: '' })
    await createServiceAccount(operator, { name: 'Reader' })
    await addToGroup(operator, { group: 'readers', principal: 'Reader' })
    const scopes = ['contacts:read']
    await setGrant(operator, { group: 'readers', connection, scopes, expiresAt: null })
    const { text } = await createKey(operator, { principal: 'Reader', name: 'k', expiresAt: null })
    const response = await fetch(`${app.url}/hubspot/${connection}/crm/v3/objects/contacts`, {
      headers: { authorization: `Bearer ${text.reveal()}` },
    })
    return response.status
  }

  it('is not begun by robots that load the page, scripts and all, twenty times', async () => {
    const link = await makeLink()
    const { page, faults, close } = await openTab(browser)
    const posted: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') posted.push(request.url())
    })
    for (let visit = 0; visit < 20; visit++) {
      await page.goto('about:blank')
      await page.goto(link)
      await heading(page, 'You were asked for a HubSpot key')
    }
    expect(posted).toEqual([])
    expect(faults).toEqual([])
    await close()
    const { rows } = await app.pool.query<{ seen: boolean; state: string }>(
      'select viewed_at is not null as seen, state from intake order by created_at desc limit 1',
    )
    expect(rows).toEqual([{ seen: false, state: 'open' }])
  })

  it('goes by keyboard from the link to the receipt, on a phone, in either theme', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const link = await makeLink({ wantedLinks: ['The pipeline'] })
      const { page, faults, close } = await openTab(browser, { width: 360, height: 720, theme })
      await page.goto(link)
      await heading(page, 'You were asked for a HubSpot key')
      expect(await seriousIssues(page), `cover, ${theme}`).toEqual([])
      await pressOn(page, 'Show the request')
      await heading(page, 'Harbour Tea asks for a HubSpot key')
      expect(await seriousIssues(page), `request, ${theme}`).toEqual([])
      expect(await page.evaluate(BROKEN_BUTTONS), `request, ${theme}`).toEqual([])
      await focusOn(page, 'The key')
      await page.keyboard.type('12345')
      await page.getByText('This is a number: the id of a key').waitFor()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(`Bearer ${token}`)
      await page.getByText('This looks like a key.').waitFor()
      await focusOn(page, 'The pipeline')
      await page.keyboard.type('https://app.hubspot.com/contacts/1234567/record/0-3/42')
      await page.getByText('Read as: record 42 of deals in portal 1234567.').waitFor()
      expect(await seriousIssues(page), `filled in, ${theme}`).toEqual([])
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      expect(wide).toBeLessThanOrEqual(360)
      await pressOn(page, 'Seal and send')
      await heading(page, 'The key works. It waits to be approved')
      expect(await seriousIssues(page), `outcome, ${theme}`).toEqual([])
      expect(page.url()).toMatch(/#r\./)
      expect(await stateOf(link)).toBe('held')
      expect(faults).toEqual([])
      await close()
    }
  })

  it('stops where the server gives another key than the link’s', async () => {
    const link = await makeLink()
    const { page, close } = await openTab(browser)
    await page.route('**/open', async (route) => {
      const response = await route.fetch()
      const view = (await response.json()) as Record<string, unknown>
      await route.fulfill({ response, json: { ...view, publicKey: 'A'.repeat(43) } })
    })
    await page.goto(link)
    await page.getByRole('button', { name: 'Show the request' }).click()
    await heading(page, 'Stop: this is not the key of your link')
    expect(await page.getByRole('textbox').count()).toBe(0)
    await close()
  })

  it('says what is wrong with a link, and with one that was used', async () => {
    const link = await makeLink()
    const { page, close } = await openTab(browser)
    await page.goto(link.split('#')[0] ?? '')
    await page.getByText('The part of the link from the # on is missing').waitFor()
    await page.goto(link.slice(0, -5))
    await page.getByText('The end of the link is missing').waitFor()
    await page.goto(link.replace(/#.{43}/, `#${'A'.repeat(43)}`))
    await page.getByRole('button', { name: 'Show the request' }).click()
    await page.getByText('This link leads to no request').waitFor()
    await close()
  })

  it('takes a key or a file, and says so where there are both', async () => {
    const { page, close } = await openTab(browser)
    await page.goto(await makeLink())
    await page.getByRole('button', { name: 'Show the request' }).click()
    const ways = page.getByText('Or send a file that you encrypted yourself')
    await ways.click()
    const buffer = Buffer.from(await zipFile(token, REFUSED_ZIPS[0][1]))
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'key.zip', mimeType: 'application/zip', buffer })
    await ways.click()
    await page.getByLabel('The key').fill(token)
    const send = page.getByRole('button', { name: 'Seal and send' })
    await send.click()
    await page.getByText('Empty this field, or take the file out below.').waitFor()
    // A file alone is refused in view, also where its part of the page is folded.
    await page.getByLabel('The key').fill('')
    await ways.click()
    await send.click()
    await page.getByText('and was not sent').first().waitFor()
    await page.getByRole('button', { name: 'Take it out' }).click()
    await page.getByLabel('The key').fill(token)
    await send.click()
    await heading(page, 'The key works. It waits to be approved')
    await close()
  })

  it('gets through once where answers are lost, also when it is pressed again with other words', async () => {
    const link = await makeLink()
    const { page, close } = await openTab(browser)
    let lost = 0
    await page.route('**/submit', async (route) => {
      if (lost < 2) await route.fetch()
      lost += 1
      await route.abort()
    })
    await page.route('**/outcome', (route) => (lost < 3 ? route.abort() : route.continue()))
    await page.goto(link)
    await page.getByRole('button', { name: 'Show the request' }).click()
    await page.getByLabel('The key').fill(token)
    await page.getByRole('button', { name: 'Seal and send' }).click()
    await page.getByText('The server did not answer').waitFor()
    await page.getByRole('button', { name: 'Seal and send' }).click()
    await expect.poll(() => lost).toBe(4)
    await page.getByText('The server did not answer').waitFor()
    await page.getByLabel('Anything they should know').fill('Said too late')
    await page.getByRole('button', { name: 'Seal and send' }).click()
    await heading(page, 'The key works. It waits to be approved')
    const { rows } = await app.pool.query<{ submits: number }>(
      `select count(*)::int as submits from audit_event
        where convert_from(body, 'utf8')::jsonb->>'action' = 'intake.submit'
          and convert_from(body, 'utf8')::jsonb->>'targetId' = $1`,
      [/itk_\w+/.exec(link)?.[0]],
    )
    expect(rows).toEqual([{ submits: 1 }])
    await close()
  })

  it('ends in a connection that works, with the key in clear nowhere on the way', async () => {
    const link = await makeLink({ expectedPortalId: 1_234_567 })
    const sender = await openTab(browser)
    const sent: string[] = []
    const note = (request: Request): void => {
      sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`)
    }
    sender.page.on('request', note)
    await sender.page.goto(link)
    await sender.page.getByRole('button', { name: 'Show the request' }).click()
    await sender.page.getByLabel('The key').fill(token)
    await sender.page.getByRole('button', { name: 'Seal and send' }).click()
    await heading(sender.page, 'The key works. It waits to be approved')
    for (const form of [token, Buffer.from(token).toString('base64').slice(0, 40)])
      expect(sent.filter((text) => text.includes(form))).toEqual([])
    expect(sent.some((text) => text.includes('/submit '))).toBe(true)
    // What is behind the # went to nobody but in the posts that need it.
    const [, fragment = ''] = link.split('#')
    expect(sent.filter((text) => text.includes(fragment))).toEqual([])

    const read = parseIntakeLink(link)
    if (!read.ok) throw new Error(read.error)
    const { rows } = await app.pool.query<{ dump: string }>(
      `select string_agg(t, ' ') as dump from (
         select i::text as t from intake i union all select n::text from notice n
         union all select convert_from(body, 'utf8') from audit_event
         union all select j::text from jobs.job j) everything`,
    )
    expect(rows[0]?.dump).not.toContain(token)
    expect(rows[0]?.dump).not.toContain(Buffer.from(token).toString('hex'))
    expect(rows[0]?.dump).not.toContain(read.value.capability)

    await admin.page.goto(`${app.url}/intakes/${read.value.id}`)
    await admin.page.getByRole('heading', { level: 1, name: REQUEST.title }).waitFor()
    await admin.page.getByText('1234567').first().waitFor()
    await admin.page.getByRole('button', { name: 'Approve' }).click()
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByLabel('Name of the connection').fill('From the seller')
    await dialog.getByRole('button', { name: 'Approve and connect' }).click()
    await admin.page.getByText('It is a connection now').waitFor()
    // The address that the page has now shows the outcome, also after a day.
    await sender.page.reload()
    await heading(sender.page, 'Approved and in use')

    const connection = (await app.operator.pictures.current()).connectionByName('from-the-seller')
    expect(connection).toMatchObject({ state: 'active', portalId: 1_234_567 })
    expect(await callsThrough('from-the-seller')).toBe(200)
    const kept = await app.pool.query(
      'select submission, ciphertext, wrapped_key from intake where id = $1',
      [read.value.id],
    )
    expect(kept.rows).toEqual([{ submission: null, ciphertext: null, wrapped_key: null }])
    expect(sender.faults).toEqual([])
    await sender.close()
  })

  it('costs little: the whole page is one file under 30 KB, packed', async () => {
    const response = await fetch(`${app.url}/i/x`)
    const page = Buffer.from(await response.arrayBuffer())
    expect(page.toString()).not.toMatch(/src=|href=/)
    expect(gzipSync(page).length).toBeLessThan(30_000)
  })
})
