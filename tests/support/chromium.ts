/**
 * A real Chromium for the tests of the pages: found, started, watched. Every tab collects what no
 * page may do: errors in the console, violations of the Content-Security-Policy, failed requests.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  ...(process.env['PATH'] ?? '').split(delimiter),
]
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const NAMED = process.env['CHROMIUM_PATH'] ?? ''

/** `CHROMIUM_PATH` and no other where it is set; else the first that lies where such programs lie. */
export const CHROMIUM: string | undefined = (
  NAMED === ''
    ? [...PLACES.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE]
    : [NAMED]
).find(isProgram)

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export const NO_CHROMIUM =
  NAMED === ''
    ? 'no Chromium was found on PATH or in the usual places (install it, or name one by CHROMIUM_PATH)'
    : `CHROMIUM_PATH names no program: ${NAMED}`

/** `scrollBars`: those that take room, as on most desktops; without a window Chromium hides them. */
export function openBrowser({ scrollBars = false } = {}): Promise<Browser> {
  if (!CHROMIUM) throw new Error(NO_CHROMIUM)
  return chromium.launch({
    executablePath: CHROMIUM,
    ...(scrollBars && { ignoreDefaultArgs: ['--hide-scrollbars'] }),
  })
}

export interface Tab {
  readonly page: Page
  /** In the order in which they happened; a test expects none. */
  readonly faults: string[]
  close(): Promise<void>
}

export interface TabOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  /** Cookies and storage of a tab that was signed in. */
  readonly like?: Tab
}

/** A window of its own, with an authenticator that says yes. */
export async function openTab(browser: Browser, options: TabOptions = {}): Promise<Tab> {
  const { width = 1280, height = 860, theme = 'light', like } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(like && { storageState: await like.page.context().storageState() }),
  })
  const page = await context.newPage()
  // A busy machine is no fault of a page.
  page.setDefaultTimeout(30_000)
  const cdp = await context.newCDPSession(page)
  debuggers.set(page, cdp)
  await attachAuthenticator(cdp)
  return { page, faults: watch(page), close: () => context.close() }
}

/** One per page: where another one is detached, Chromium takes the page's authenticator along. */
const debuggers = new WeakMap<Page, CDPSession>()

/**
 * Chromium's virtual authenticator (WebAuthn §11): keeps discoverable passkeys, verifies the user,
 * needs no touch. It belongs to its page.
 */
async function attachAuthenticator(cdp: CDPSession): Promise<void> {
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** What Chromium prints for a refusal that a page asks for on purpose. */
const EXPECTED = /Failed to load resource.*\b40[01349]\b/

function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    const fault = message.type() === 'error' || /Content.Security.Policy|TrustedHTML/i.test(text)
    if (fault && !EXPECTED.test(text)) faults.push(`console: ${text}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`HTTP ${response.status()} ${response.url()}`)
  })
  return faults
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly help: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[]
  }[]
}

/** What a theme or a narrow window alone can spoil: the rest of a page is the same in all. */
const RULES = {
  colour: ['color-contrast', 'link-in-text-block'],
  size: [
    'target-size',
    'scrollable-region-focusable',
    'meta-viewport',
    'button-name',
    'link-name',
    'label',
    'aria-hidden-focus',
    'aria-dialog-name',
    'nested-interactive',
    'region',
  ],
} as const

/**
 * Serious and critical issues that axe-core finds on the page as it stands, one line each.
 *
 * @param looksFor all rules unless told
 */
export async function seriousIssues(
  page: Page,
  looksFor: 'all' | keyof typeof RULES = 'all',
): Promise<string[]> {
  // By the debugger and not by a script element, which our own policy refuses.
  const cdp = debuggers.get(page)
  if (!cdp) throw new Error('the page was not opened by openTab')
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  const options = {
    resultTypes: ['violations'],
    ...(looksFor !== 'all' && { runOnly: RULES[looksFor] }),
  }
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify(options)})`,
    awaitPromise: true,
    returnByValue: true,
  })
  const { violations } = result.value as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id} (${help}): ${target.join(' ')} ${html.slice(0, 160)}`),
    )
}
