/** Walking a page by Tab alone, as somebody without a mouse does. */
import type { Page } from 'playwright-core'

/** As a screen reader would call what has the focus; Chromium computes the same in more words. */
const FOCUSED = `(() => {
  const it = document.activeElement
  if (!it || it === document.body) return ''
  const by = (it.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim()
  const labels = it.labels && it.labels.length > 0 && !['BUTTON'].includes(it.tagName) ? it.labels[0].textContent : ''
  const text = it.tagName === 'BUTTON' && it.labels && it.labels.length > 0 ? it.labels[0].textContent : it.textContent
  return (it.getAttribute('aria-label') ?? (by || labels || text) ?? '').trim()
})()`

const MOST = 200

/** Presses Tab until the thing of this name has the focus. @throws where Tab never gets there */
export async function focusOn(page: Page, name: string | RegExp): Promise<void> {
  const met: string[] = []
  for (let at = 0; at < MOST; at += 1) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate<string>(FOCUSED)
    if (typeof name === 'string' ? here === name : name.test(here)) return
    met.push(here.slice(0, 40))
  }
  throw new Error(`Tab never reached ${String(name)}. It met: ${[...new Set(met)].join(' | ')}`)
}

/** Goes there and presses Enter. */
export async function pressOn(page: Page, name: string | RegExp): Promise<void> {
  await focusOn(page, name)
  await page.keyboard.press('Enter')
}
