/**
 * Every door of the product, used and misused, with all that comes out of it kept. What is not known
 * by name here is reached all the same: the admin API's endpoints are read from its contract.
 */
import { ROUTES } from '../../src/surfaces/admin/routes/all.ts'
import type { App } from '../support/app.ts'
import { play } from '../support/cli-rig.ts'
import { HttpBrowser, signInto } from '../support/http-browser.ts'
import { letIn, refresh, type ClientDocuments, type Tokens } from '../support/oauth-client.ts'
import { callTool, listTools } from '../support/oauth-world.ts'
import type { Haystack } from './haystack.ts'
import { ADMIN, mispasted, type Canaries } from './seed.ts'

export interface Doors {
  readonly app: App
  readonly hay: Haystack
  readonly canaries: Canaries
  /** An admin's client key. */
  readonly key: string
}

/** The cookie is where a session's secret belongs; everything else of an answer is searched. */
async function keep({ hay }: Pick<Doors, 'hay'>, place: string, answer: Response): Promise<void> {
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
  const body = await answer.arrayBuffer().catch(() => new ArrayBuffer())
  hay.add(`answer: ${place}`, `${answer.status} ${JSON.stringify(headers)}`)
  hay.add(`answer: ${place}`, new Uint8Array(body))
}

const ask = async (doors: Doors, path: string, init: RequestInit = {}): Promise<void> => {
  const answer = await fetch(doors.app.url + path, init).catch(() => undefined)
  if (answer) await keep(doors, `${init.method ?? 'GET'} ${path}`.slice(0, 120), answer)
}

/** HubSpot answers, echoes what it was sent, breaks off, and is asked for what it may not be. */
export async function throughRest(doors: Doors): Promise<void> {
  const { app, canaries, key } = doors
  const contacts = '/hubspot/main/crm/v3/objects/contacts'
  const headers = { authorization: `Bearer ${key}` }
  const secret = canaries['the token of main'] ?? ''
  for (const path of [
    `${contacts}?limit=2`,
    `${contacts}/nothing`,
    '/hubspot/main/oauth/v1/access-tokens/x',
    '/hubspot/with-oauth/crm/v3/objects/contacts',
    '/hubspot/nowhere/crm/v3/objects/contacts',
  ])
    await ask(doors, path, { headers })
  await ask(doors, contacts, { headers: { authorization: `Bearer ${mispasted()}` } })
  for (const effect of [
    { kind: 'status', status: 401, message: `bad token ${secret}` },
    { kind: 'status', status: 403, message: `bad token ${encodeURIComponent(secret)}` },
    { kind: 'status', status: 500, message: Buffer.from(secret).toString('base64') },
    { kind: 'reset', when: 'before' },
    { kind: 'torn-body' },
  ] as const) {
    const id = app.portal.faults.set({ effect })
    await ask(doors, contacts, { headers })
    app.portal.faults.clear(id)
  }
}

export async function throughMcp({ app, hay, key }: Doors): Promise<void> {
  const { url } = app
  await keep({ hay }, 'tools/list', await listTools(url, key))
  for (const [tool, args] of [
    ['get_my_access', {}],
    ['search_records', { connection: 'main', object_type: 'contacts' }],
    ['search_records', { connection: 'with-oauth', object_type: 'deals' }],
    ['no_such_tool', {}],
  ] as const)
    await keep({ hay }, `tools/call ${tool}`, await callTool(url, key, tool, args))
}

/** What stands in the place of a path's parameter, so that an endpoint has something to say. */
const KNOWN: Readonly<Record<string, string>> = {
  connection: 'main',
  group: 'sales',
  member: ADMIN,
  principal: ADMIN,
  serviceAccount: 'Data warehouse',
}

/** Every endpoint that reads, and every other one with what it cannot take: a token among it. */
export async function throughAdminApi(doors: Doors): Promise<void> {
  const authorization = `Bearer ${doors.key}`
  for (const { endpoint } of ROUTES) {
    const reads = endpoint.method === 'GET'
    if (endpoint.media === 'text/event-stream') continue
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent((reads && KNOWN[name]) || 'nothing'),
    )
    await ask(doors, path, {
      method: endpoint.method,
      headers: { authorization, ...(!reads && { 'content-type': 'application/json' }) },
      ...(!reads && {
        body: JSON.stringify({ [mispasted()]: doors.canaries['the token of main'] }),
      }),
    })
  }
  const headers = { authorization, 'content-type': 'application/json' }
  const secret = doors.canaries['the token of main'] ?? ''
  for (const token of [`${secret}x`, `Bearer ${secret}`, `"${secret}"`, secret.slice(0, 20)])
    await ask(doors, '/api/v1/connections', {
      method: 'POST',
      headers,
      body: JSON.stringify({ title: 'Again', kind: 'service_key', token }),
    })
  await ask(doors, '/api/v1/connections', { method: 'POST', headers, body: `{"token":"${secret}"` })
  for (const path of ['/metrics', '/healthz', '/readyz', '/api/v1/openapi.json'])
    await ask(doors, path, { headers: { authorization } })
}

/** A client that signs in by OAuth: what it was given is its own, and nobody else's. */
export async function throughOAuth(doors: Doors, documents: ClientDocuments): Promise<void> {
  const { app, canaries, hay } = doors
  const browser = new HttpBrowser(app.url)
  await signInto(browser, app.operator, ADMIN)
  const { clientId } = documents
  const first = await letIn(browser, app.url, { clientId })
  const renewed = (await (await refresh(app.url, clientId, first.refresh_token)).json()) as Tokens
  await keep({ hay }, 'by OAuth', await listTools(app.url, renewed.access_token))
  await keep({ hay }, 'by OAuth, a wrong token', await listTools(app.url, mispasted()))
  Object.assign(canaries, {
    'a browser’s session': browser.cookie('__Host-hubward'),
    'the first access token of a client': first.access_token,
    'the first refresh token of a client': first.refresh_token,
    'the access token of a client': renewed.access_token,
    'the refresh token of a client': renewed.refresh_token,
  })
  await ask(doors, '/.well-known/oauth-authorization-server')
  await ask(doors, '/.well-known/oauth-protected-resource/mcp')
  await ask(doors, '/oauth/jwks')
}

const COMMANDS = [
  'connection list',
  'connection show main',
  'connection show with-oauth',
  'connection show nothing',
  'member list',
  'group list',
  'key list',
  'access show it-admin@harbour-tea.example',
  'scopes',
  'export',
  'audit',
  'explain --as it-admin@harbour-tea.example main GET /crm/v3/objects/deals',
] as const

export async function throughCommands({ app, hay, key }: Doors): Promise<void> {
  const env = { HUBWARD_URL: app.url, HUBWARD_KEY: key }
  for (const command of COMMANDS)
    for (const form of [[], ['--json']]) {
      const { out, err } = await play([...form, ...command.split(' ')], { env })
      hay.add(`command: ${command}`, out)
      hay.add(`command: ${command}`, err)
    }
}
