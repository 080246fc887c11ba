/**
 * `npm run screens`: every page of the web app in light, dark and narrow into `docs/screens/`, from
 * a Hubward with example data. Names on the command line choose pages (`npm run screens -- home`).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openTab, type Tab } from '../support/chromium.ts'
import { openWithAdmin } from '../support/opened.ts'
import { SCREEN_PAGES, showPage } from './pages.ts'
import { seed } from './seed.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screens')

const FORMS = [
  { form: 'light', theme: 'light', width: 1280, height: 860 },
  { form: 'dark', theme: 'dark', width: 1280, height: 860 },
  { form: 'narrow', theme: 'light', width: 390, height: 844 },
] as const

const wanted = process.argv.slice(2)
const pages = SCREEN_PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
mkdirSync(FOLDER, { recursive: true })
const opened = await openWithAdmin({
  portalName: 'Harbour Tea',
  contacts: 400,
  companies: 60,
  deals: 80,
})
const { app, browser, admin } = opened
let failed = 0
try {
  await seed(app)
  for (const { form, ...options } of FORMS) {
    const inside = await openTab(browser, { ...options, like: admin })
    const outside = await openTab(browser, options)
    for (const screen of pages) {
      const tab = screen.signedOut ? outside : inside
      await capture(tab, screen, form)
    }
    await inside.close()
    await outside.close()
  }
} finally {
  await opened.close()
}
process.exitCode = failed > 0 ? 1 : 0

async function capture(
  { page, faults }: Tab,
  screen: (typeof pages)[number],
  form: string,
): Promise<void> {
  const before = faults.length
  try {
    await showPage(page, app.url, screen)
    await page.screenshot({ path: join(FOLDER, `${screen.name}-${form}.png`) })
  } catch (error) {
    await page.screenshot({ path: join(FOLDER, `${screen.name}-${form}.png`) })
    faults.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  const found = faults.slice(before)
  failed += found.length
  console.log([`${screen.name}-${form}`, ...found].join('\n  '))
}
