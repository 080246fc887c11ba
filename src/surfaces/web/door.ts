/**
 * The web app's door: its files, and `index.html` for every page address. It takes GET and HEAD and
 * knows nobody: what the pages show, they ask the admin API for. Requests that are not for a page
 * go on to whoever answers the rest.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Form, WebFile, WebFiles } from './files.ts'
import { SECURITY_HEADERS } from './security.ts'

export type Door = (request: IncomingMessage, response: ServerResponse) => void

export interface WebDoorOptions {
  /** The build; waited for where it is being made. */
  readonly files: () => Promise<WebFiles>
  /** For what is neither a file nor a page. */
  readonly otherwise: Door
}

/** Not pages, whatever they accept: `/api/v1/…` is a prefix of the admin API alone. */
const NO_PAGES = /^\/(api|oauth|hubspot|mcp|\.well-known)(\/|$)/

export function createWebDoor({ files, otherwise }: WebDoorOptions): Door {
  return (request, response) => {
    const path = pathOf(request.url ?? '/')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads || path === undefined || NO_PAGES.test(path)) return otherwise(request, response)
    files().then(
      (found) => {
        const file = found.get(path === '/' ? '/index.html' : path)
        if (file) return send(request, response, file)
        const page = !path.startsWith('/assets/') && wantsPage(request)
        const index = page ? found.get('/index.html') : undefined
        return index ? send(request, response, index) : otherwise(request, response)
      },
      (error: unknown) => notBuilt(request, response, error, otherwise),
    )
  }
}

/** Without the query; escapes stay as they are, for no file of ours has any. */
function pathOf(url: string): string | undefined {
  const [path = ''] = url.split('?')
  return path.startsWith('/') ? path : undefined
}

const wantsPage = (request: IncomingMessage): boolean =>
  request.headers.accept?.includes('text/html') === true

function send(request: IncomingMessage, response: ServerResponse, file: WebFile): void {
  const form = bestForm(file, request.headers['accept-encoding'])
  const bytes = file.forms[form] ?? file.forms.identity
  const etag = `"${file.hash}${form === 'identity' ? '' : `-${form}`}"`
  const headers = {
    ...SECURITY_HEADERS,
    etag,
    vary: 'accept-encoding',
    // A page names the present files, so it is asked for anew; `no-cache` still spares the bytes.
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': bytes.length,
    ...(form !== 'identity' && { 'content-encoding': form }),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** The smallest form that the browser takes (RFC 9110 §12.5.3); `q=0` refuses one. */
function bestForm({ forms }: WebFile, accepted = ''): Form {
  const takes = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map((one) => one.trim().split(/\s*;\s*/))
      .filter(([, q]) => q === undefined || !/^q=0(\.0*)?$/.test(q))
      .map(([name]) => name),
  )
  for (const form of ['br', 'gzip'] as const) if (forms[form] && takes.has(form)) return form
  return 'identity'
}

/** Weak comparison (RFC 9110 §13.1.2). */
const matches = (given: string | undefined, etag: string): boolean =>
  given !== undefined &&
  (given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))

/** People get words; programs get what they would get without a web app. */
function notBuilt(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  otherwise: Door,
): void {
  if (!wantsPage(request)) return otherwise(request, response)
  const reason = error instanceof Error ? error.message : String(error)
  const text = `The web app could not be built, so there are no pages. Everything else works.\n\n${reason}\n\nTry \`npm run build:ui\` in the checkout; it says more.\n`
  response.writeHead(503, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '5',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
