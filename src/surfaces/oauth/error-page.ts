/** What a person sees where a client's request is so wrong that there is nowhere to send an answer. */
import { createHash } from 'node:crypto'
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { isResume } from './routes.ts'

export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set('content-security-policy', POLICY)
  ctx.type = 'html'
  ctx.body = page(
    isResume(ctx.path) && out.error === 'invalid_request' ? TOO_LATE : hintFor(out),
    `${out.error}${out.error_description ? `: ${out.error_description}` : ''}`,
  )
}

const HINTS: Readonly<Record<string, string>> = {
  invalid_client:
    'This client is not known here. If it has no published document, an admin can let clients register themselves (Settings, AI clients).',
  invalid_redirect_uri:
    'The client wants its answer sent to an address that is not one of its own. If you did not start this yourself, close the page.',
  temporarily_unavailable:
    'Too many clients began from your network within a minute. Wait a minute and connect again.',
  server_error: 'Something went wrong inside Hubward. Try again; the log says what it was.',
}

function hintFor({ error, error_description: description = '' }: ErrorOut): string {
  if (error === 'invalid_client' && /metadata document/i.test(description)) return UNFETCHED
  return HINTS[error] ?? 'The client sent a request that cannot be answered.'
}

const UNFETCHED =
  'This client says who it is by a document that it publishes, and Hubward could not fetch or read that. Try again; if it stays so, tell whoever runs Hubward: it has to reach that address and find a small JSON document there; where the way failed, its log says so.'

const TOO_LATE =
  'This page is too old or was opened in another browser than the one in which the client began. Go back to the client and connect again.'

const page = (hint: string, detail: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>This client could not be let in</title><style>${STYLE}</style></head>
<body>
<header><span class="mark"></span>Hubward</header>
<main>
<h1>This client could not be let in</h1>
<p>${escape(hint)}</p>
<p>You can close this page and begin again in the client. Nothing was let in.</p>
<p class="detail">${escape(detail)}</p>
</main>
</body>
</html>
`

/** Colours of the web app's sign-in; nothing is fetched for it. */
const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;box-sizing:border-box;padding:10vh 1rem 2rem;background:light-dark(#f7f6f3,#101416);color:light-dark(#1b2023,#e9edef);font:1rem/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif;overflow-wrap:anywhere}
header,main{max-width:30rem;margin:0 auto}
header{display:flex;gap:.5rem;align-items:center;font-weight:600;margin-bottom:1rem}
.mark{width:1.1rem;height:1.1rem;box-sizing:border-box;border-radius:50%;border:.28rem solid light-dark(#0e6670,#45b3bd)}
main{background:light-dark(#fff,#161b1e);border:1px solid light-dark(#e4e1db,#293136);border-radius:.75rem;padding:1.5rem}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
p{margin:0 0 .75rem}
.detail{margin:0;font-size:.8125rem;color:light-dark(#555c60,#a7b1b6)}`

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
