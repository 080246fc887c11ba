/** What a person sees where a client's request is so wrong that there is nowhere to send an answer. */
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { isResume } from './routes.ts'

export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
  ctx.type = 'html'
  ctx.body = page(
    isResume(ctx.path) && out.error === 'invalid_request'
      ? TOO_LATE
      : (HINTS[out.error] ?? 'The client sent a request that cannot be answered.'),
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

const TOO_LATE =
  'This page is too old or was opened in another browser than the one in which the client began. Go back to the client and connect again.'

const page = (hint: string, detail: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hubward</title></head>
<body>
<h1>This client could not be let in</h1>
<p>${escape(hint)}</p>
<p><small>${escape(detail)}</small></p>
</body>
</html>
`

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
