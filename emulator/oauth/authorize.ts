// The authorize page, with an admin who always agrees (or always declines, by a switch). Wrong
// requests are shown as a page and never redirected, as RFC 6749 §4.1.2.1 asks.
import type { Answer, Call, Route } from '../server/route.ts'
import type { OAuthApp } from './store.ts'

export const authorizeRoutes: readonly Route[] = [
  { method: 'GET', path: '/oauth/authorize', needs: 'open', handle: authorize },
  { method: 'GET', path: '/oauth/:hub/authorize', needs: 'open', handle: authorize },
]

function authorize({ world, query, now }: Call): Answer {
  const app = world.oauth.app(query.get('client_id') ?? '')
  if (!app) return page('No app has this client_id.')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app.redirectUris.includes(redirectUri)) {
    return page(`The redirect_uri is not one of this app's: ${app.redirectUris.join(', ')}`)
  }
  const asked = words(query.get('scope'))
  const mismatch = scopeMismatch(app, asked)
  if (mismatch !== null) return page(mismatch)
  const back = new URL(redirectUri)
  const state = query.get('state')
  if (state !== null) back.searchParams.set('state', state)
  if (world.switches.denyAuthorize) {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The user denied the request')
    return redirect(back)
  }
  const optional = words(query.get('optional_scope')).filter((scope) =>
    app.optionalScopes.includes(scope),
  )
  const challenge = query.get('code_challenge')
  const method = query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain'
  const code = world.oauth.makeCode(
    {
      app,
      redirectUri,
      scopes: [...asked, ...optional],
      challenge: challenge === null ? null : { method, value: challenge },
    },
    now,
  )
  back.searchParams.set('code', code)
  return redirect(back)
}

/** Official: the URL's scopes must be those of the app's configuration, or the install is blocked. */
function scopeMismatch(app: OAuthApp, asked: readonly string[]): string | null {
  const missing = app.scopes.filter((scope) => scope !== 'oauth' && !asked.includes(scope))
  const extra = asked.filter((scope) => scope !== 'oauth' && !app.scopes.includes(scope))
  if (missing.length + extra.length === 0) return null
  return [
    'There is a mismatch between the scopes in the install URL and the app’s configured scopes.',
    missing.length > 0 ? `Missing from the URL: ${missing.join(' ')}.` : '',
    extra.length > 0 ? `Not configured: ${extra.join(' ')}.` : '',
  ].join(' ')
}

const words = (text: string | null): string[] => (text ?? '').split(/[ ,+]+/).filter(Boolean)

const redirect = (to: URL): Answer => ({ status: 302, headers: { Location: to.toString() } })

const page = (problem: string): Answer => ({
  status: 400,
  html: `<!doctype html>\n<title>Authorization failed</title>\n<h1>Authorization failed</h1>\n<p>${escape(problem)}</p>\n`,
})

const escape = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!,
  )
