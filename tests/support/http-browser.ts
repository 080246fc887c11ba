/**
 * A browser without a window: keeps cookies by host and path, follows nothing by itself, and sends
 * what browsers send along (`Sec-Fetch-Site`). Secure cookies go to http://localhost, as in Chromium.
 */
import { startSession } from '../../src/application/sign-in/start-session.ts'
import type { Context } from '../../src/application/context.ts'

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

export class HttpBrowser {
  readonly origin: string
  #cookies: Cookie[] = []

  constructor(origin: string) {
    this.origin = origin
  }

  /** A cookie's value, wherever it would go. */
  cookie(name: string): string | undefined {
    return this.#cookies.find((one) => one.name === name)?.value
  }

  setCookie(name: string, value: string, path = '/'): void {
    this.#cookies = this.#cookies.filter((one) => one.name !== name || one.path !== path)
    if (value !== '') this.#cookies.push({ name, value, path })
  }

  /** A navigation: somebody typed or clicked the address. */
  async open(address: string): Promise<Response> {
    return this.#send(new URL(address, this.origin), { headers: { 'sec-fetch-site': 'none' } })
  }

  /** A request of the web app's page. */
  async api(method: string, path: string, body?: unknown): Promise<Response> {
    return this.#send(new URL(path, this.origin), {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const cookie = this.#cookies
      .filter(
        ({ path }) =>
          url.pathname === path ||
          url.pathname.startsWith(path.replace(/\/?$/, '/')) ||
          path === '/',
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie !== '' && { cookie }) },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const at = pair.indexOf('=')
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
      const gone = attributes.some((one) => /^(expires=Thu, 01 Jan 1970|max-age=0$)/i.test(one))
      this.setCookie(pair.slice(0, at), gone ? '' : pair.slice(at + 1), path)
    }
    return answer
  }
}

/** Gives the browser a session of this member, as signing in does. */
export async function signInto(browser: HttpBrowser, ctx: Context, email: string): Promise<void> {
  const principal = await ctx.store.read.principals.findMemberByEmail(email)
  if (!principal) throw new Error(`there is no member ${email}`)
  const started = await ctx.store.transaction((tx) =>
    startSession(tx, ctx, {
      visit: { address: '127.0.0.1', agent: 'Test', session: null, flow: null, unattended: false },
      principal,
      way: { kind: 'passkey', name: 'test' },
      steppedUpAt: ctx.world.now(),
    }),
  )
  browser.setCookie('__Host-hubward', started.secret.reveal())
}
