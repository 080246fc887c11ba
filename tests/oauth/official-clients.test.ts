/**
 * The official clients sign in end to end over HTTP: discovery, who they are, the person's answer,
 * tokens, calls, refresh, and the end within a second.
 */
import {
  Client as ModernClient,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport as ModernTransport,
  UnauthorizedError as ModernUnauthorized,
} from '@modelcontextprotocol/client'
import { UnauthorizedError as LegacyUnauthorized } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { setOAuthSettings } from '../../src/application/authorisation/oauth-settings.ts'
import { revokeAuthorisation } from '../../src/application/authorisation/revoke-authorisation.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import { SignIn } from '../support/mcp-sign-in.ts'
import { oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
let ada: HttpBrowser
let url: URL

beforeAll(async () => {
  world = await oauthWorld()
  ada = await world.person('ada', ['contacts:read', 'contacts:write'])
  url = new URL(`${world.issuer}/mcp`)
})
afterAll(() => world.close())

const INFO = { name: 'test-client', version: '1.0.0' }

/** What both have in common, so that one story can be told of each. */
interface Official {
  connect(
    signIn: SignIn,
  ): Promise<{ call(name: string, args: object): Promise<unknown>; close(): Promise<void> }>
  finish(signIn: SignIn, query: URLSearchParams): Promise<void>
  /** 1.32 answers a challenge for more scope with a refresh, which gives no more, and stops. */
  readonly asksForMore: boolean
  readonly unauthorized: new (...args: never[]) => Error
}

const OFFICIAL: Readonly<Record<string, Official>> = {
  'client 2.4, revision 2026-07-28': {
    unauthorized: ModernUnauthorized,
    asksForMore: true,
    async connect(authProvider) {
      const client = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } })
      await client.connect(new ModernTransport(url, { authProvider }))
      return {
        call: (name, args) => client.callTool({ name, arguments: { ...args } }),
        close: () => client.close(),
      }
    },
    finish: (authProvider, query) => new ModernTransport(url, { authProvider }).finishAuth(query),
  },
  'sdk 1.32, revision 2025-11-25': {
    unauthorized: LegacyUnauthorized,
    asksForMore: false,
    async connect(signIn) {
      const client = new LegacyClient(INFO)
      await client.connect(new LegacyTransport(url, { authProvider: signIn }))
      return {
        call: (name, args) => client.callTool({ name, arguments: { ...args } }),
        close: () => client.close(),
      }
    },
    finish: (signIn, query) =>
      new LegacyTransport(url, { authProvider: signIn }).finishAuth(query.get('code') ?? ''),
  },
}

const newest = async (): Promise<string> =>
  (await world.admin.store.read.authorisations.list())[0]?.id ?? ''

describe.each(Object.entries(OFFICIAL))('%s', (_, official) => {
  async function signedIn(signIn: SignIn, access: 'read' | 'write' = 'write') {
    await expect(official.connect(signIn)).rejects.toThrow(official.unauthorized)
    await official.finish(signIn, await signIn.person(ada, access))
    return official.connect(signIn)
  }

  test('comes in with its published document, calls a tool, refreshes, and is cut within a second', async () => {
    const signIn = new SignIn(world.documents.clientId)
    const client = await signedIn(signIn)
    const found = await client.call('search_records', { object_type: 'contacts', limit: 1 })
    expect(found).toMatchObject({ structuredContent: { connection: 'main' } })
    signIn.loseAccessToken()
    const before = signIn.tokens()?.refresh_token
    expect(await client.call('search_records', { object_type: 'contacts' })).not.toMatchObject({
      isError: true,
    })
    expect(signIn.tokens()?.refresh_token).not.toBe(before)

    await revokeAuthorisation(world.admin, { authorisation: await newest() })
    const since = performance.now()
    await expect(client.call('search_records', { object_type: 'contacts' })).rejects.toThrow(
      official.unauthorized,
    )
    expect(performance.now() - since).toBeLessThan(1_000)
    expect(signIn.sentTo, 'it goes to ask the person again').not.toBeNull()
    await client.close()
  })

  test('registers itself where it has no document and an admin allows it', async () => {
    await setOAuthSettings(world.admin, { dynamicRegistration: true })
    const signIn = new SignIn()
    const client = await signedIn(signIn)
    expect(signIn.clientInformation()?.client_id).toMatch(/^cli_/)
    expect(await client.call('get_my_access', {})).not.toMatchObject({ isError: true })
    await client.close()
    await setOAuthSettings(world.admin, { dynamicRegistration: false })
  })

  test('let in to read only, it goes to ask for more when it wants to write', async () => {
    const signIn = new SignIn(world.documents.clientId)
    const client = await signedIn(signIn, 'read')
    const write = client.call('write_records', {
      object_type: 'contacts',
      action: 'create',
      records: [{ properties: { email: 'step-up@example.com' } }],
    })
    await expect(write).rejects.toThrow(/403|scope|Unauthorized/i)
    if (!official.asksForMore) {
      expect(signIn.sentTo).toBeNull()
      return client.close()
    }
    expect(signIn.sentTo?.searchParams.get('scope')).toContain('hubspot:write')
    await official.finish(signIn, await signIn.person(ada, 'write'))
    const again = await official.connect(signIn)
    const written = await again.call('write_records', {
      object_type: 'contacts',
      action: 'create',
      records: [{ properties: { email: `step-up-${performance.now()}@example.com` } }],
    })
    expect(written).not.toMatchObject({ isError: true })
    await client.close()
    await again.close()
  })
})

test('a service account comes in with its client key by client credentials', async () => {
  await createServiceAccount(world.admin, { name: 'robot' })
  await addToGroup(world.admin, { group: 'group-of-ada', principal: 'robot' })
  const { text } = await createKey(world.admin, { principal: 'robot', name: 'k', expiresAt: null })
  const authProvider = new ClientCredentialsProvider({
    clientId: 'robot',
    clientSecret: text.reveal(),
    expectedIssuer: world.issuer,
  })
  const client = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new ModernTransport(url, { authProvider }))
  const found = await client.callTool({ name: 'get_my_access', arguments: {} })
  expect(found.isError).not.toBe(true)
  await client.close()
})
