/** What the built web app promises to a browser, looked up in the build itself. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BUDGET, isOverBudget, measure, type Sizes } from './sizes.ts'
import { DIST } from './sources.ts'

let sizes: Sizes
let scripts: readonly string[]

beforeAll(() => {
  execFileSync(process.execPath, [join(import.meta.dirname, 'run.ts'), '--quiet', '--if-older'])
  sizes = measure(DIST)
  scripts = readdirSync(join(DIST, 'assets'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(DIST, 'assets', name), 'utf8'))
}, 120_000)

describe('the built web app', () => {
  it('fits its budget before the first paint, and counts more than the entry alone', () => {
    expect(sizes.firstPaint.scriptBytes).toBeGreaterThan(50_000)
    expect(sizes.firstPaint.scriptBytes).toBeLessThanOrEqual(BUDGET.scriptBytes)
    expect(sizes.firstPaint.styleBytes).toBeLessThanOrEqual(BUDGET.styleBytes)
    expect(isOverBudget(sizes)).toBe(false)
    expect(BUDGET.scriptBytes).toBeLessThanOrEqual(200_000)
  })

  it('holds nothing inline, since the Content-Security-Policy would refuse it', () => {
    const page = readFileSync(join(DIST, 'index.html'), 'utf8')
    expect(page).not.toMatch(/<style|style=|\son\w+=/i)
    expect(page.match(/<script\b[^>]*>[^<]/)).toBeNull()
    expect(page).toMatch(/<script src="\/theme\.js"><\/script>/)
  })

  it('knows the contract by its types alone: no schema is sent to a browser', () => {
    for (const script of scripts) expect(script).not.toMatch(/ZodError|invalid_union|strictObject/)
  })

  it('names every asset by what is in it, so that it can be kept for ever', () => {
    for (const name of readdirSync(join(DIST, 'assets')))
      expect(name).toMatch(/-[\w-]{8}\.(js|css)(\.br|\.gz)?$/)
  })

  it('fetches pages when they are opened', () => {
    const pages = Object.keys(sizes.files).filter((name) =>
      /assets\/(home|groups|activity|settings)-/.test(name),
    )
    expect(pages.length).toBeGreaterThanOrEqual(4)
  })
})
