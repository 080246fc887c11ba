/**
 * A Hubward that holds a canary as every kind of secret it can be given or makes itself. A new kind of
 * secret is one more line here: the search does the rest.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { ALL_SCOPES, type EmulatorOptions } from '../../emulator/index.ts'
import { newMasterKeyText } from '../../src/adapters/crypto/master-key.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { beginOAuth } from '../../src/application/connection/begin-oauth.ts'
import { completeOAuth } from '../../src/application/connection/complete-oauth.ts'
import { recheckConnection } from '../../src/application/connection/recheck-connection.ts'
import { replaceCredential } from '../../src/application/connection/replace-credential.ts'
import { EVIDENCE_FIELD } from '../../src/application/review/ports.ts'
import { createProvider } from '../../src/application/sign-in/identity-providers.ts'
import { inviteMember } from '../../src/application/sign-in/links.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { seed } from '../screens/seed.ts'
import type { App } from '../support/app.ts'
import { startIdentityProvider, type IdentityProvider } from '../support/identity-provider.ts'

/** By what they are, for messages. */
export type Canaries = Record<string, string>

export const ADMIN = 'it-admin@harbour-tea.example'

const token = (): string => `pat-na1-${randomUUID()}`
const OAUTH_APP = {
  clientId: randomUUID(),
  redirectUris: ['http://localhost/connections/oauth-callback'],
  scopes: ['oauth', 'crm.objects.contacts.read'],
}

/** What is chosen before there is a Hubward. */
export function chosenCanaries(): { canaries: Canaries; portal: EmulatorOptions } {
  const canaries = {
    'the token of main': token(),
    'the next token of main': token(),
    'the token that is handed over': token(),
    'the client secret of an OAuth app': randomUUID(),
    'a password that an identity provider sent': `Pw-${randomUUID()}`,
    'the master key': newMasterKeyText(),
  }
  const scopes = ALL_SCOPES
  return {
    canaries,
    portal: {
      portalName: 'Harbour Tea',
      tokens: [
        { name: 'now', kind: 'service_key', scopes, token: canaries['the token of main'] },
        { name: 'next', kind: 'service_key', scopes, token: canaries['the next token of main'] },
        {
          name: 'handed',
          kind: 'service_key',
          scopes,
          token: canaries['the token that is handed over'],
        },
      ],
      oauthApps: [{ ...OAUTH_APP, clientSecret: canaries['the client secret of an OAuth app'] }],
    },
  }
}

export interface SeededCanaries {
  /** Of an admin. */
  readonly key: string
  /** By which a browser comes in as that admin; used up by it. */
  readonly invitation: string
  readonly provider: IdentityProvider
}

/** Gives each to the product, and notes what the product makes. */
export async function seedCanaries(app: App, canaries: Canaries): Promise<SeededCanaries> {
  const { operator } = app
  const first = new URL(await app.adminLink()).hash.slice(1)
  await createMember(operator, { name: 'IT admin', email: ADMIN, role: 'admin' })
  await seed(app)
  await connectByOAuth(app, canaries)
  const provider = await startIdentityProvider(app.url)
  await createProvider(operator, {
    name: 'Example ID',
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: redacted(provider.clientSecret),
    enabled: true,
  })
  const { text } = await createKey(operator, { principal: ADMIN, name: 'canary', expiresAt: null })
  const { token: invited } = await inviteMember(operator, { member: ADMIN })
  Object.assign(canaries, {
    'the client secret at an identity provider': provider.clientSecret,
    'the first admin’s link': first,
    'a client key': text.reveal(),
    'an invitation': invited.reveal(),
  })
  return { key: text.reveal(), invitation: invited.reveal(), provider }
}

async function connectByOAuth({ operator }: App, canaries: Canaries): Promise<void> {
  const secret = redacted(canaries['the client secret of an OAuth app'] ?? '')
  const { authorizeUrl } = await beginOAuth(operator, {
    clientId: redacted(OAUTH_APP.clientId),
    clientSecret: secret,
    redirectUri: OAUTH_APP.redirectUris[0] ?? '',
    scopes: OAUTH_APP.scopes,
    title: 'With OAuth',
  })
  const answer = await fetch(authorizeUrl, { redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? 'about:blank').searchParams
  const code = back.get('code') ?? undefined
  await completeOAuth(operator, { state: back.get('state') ?? '', code, error: undefined })
  Object.assign(canaries, { 'the code of an authorisation at HubSpot': code })
}

/** As an admin does over the months: another token, and a look whether all is well. */
export async function changeCredentials({ operator }: App, canaries: Canaries): Promise<void> {
  await replaceCredential(operator, {
    connection: 'main',
    kind: 'service_key',
    secrets: { token: redacted(canaries['the next token of main'] ?? '') },
  })
  for (const connection of ['main', 'with-oauth']) await recheckConnection(operator, { connection })
}

/** Whatever the vault holds for connections by now: what HubSpot issued is known to nobody else. */
export async function inTheVault({ operator, pool }: App): Promise<Canaries> {
  const { rows } = await pool.query<{ id: string; field: string; version: number }>(
    `select connection_id as id, field, version from secret_version where field <> 'clientId'`,
  )
  const found = await Promise.all(
    rows.map(async ({ id, field, version }) => {
      const opened = await operator.vault.open(operator.store.read, id, field, version)
      return [`${field} ${version} of ${id} in the vault`, opened?.reveal() ?? ''] as const
    }),
  )
  const key = await evidenceKeyOf(operator, pool)
  return Object.fromEntries([...found, ['the key that signs evidence', key]])
}

async function evidenceKeyOf({ evidence, vault, store }: App['operator'], pool: App['pool']) {
  const { id } = await evidence.key()
  const { rows } = await pool.query<{ kek_id: string; kek_version: number } & SealedBytes>(
    'select kek_id, kek_version, wrapped_key, ciphertext from evidence_key',
  )
  const [row] = rows
  if (!row) throw new Error('no key for evidence')
  const { kek_id: kekId, kek_version: kekVersion, wrapped_key: wrappedKey, ciphertext } = row
  const sealed = { kekId, kekVersion, wrappedKey, ciphertext }
  const opened = await vault.unwrap(store.read, { rowId: id, field: EVIDENCE_FIELD }, sealed)
  return opened.reveal()
}

interface SealedBytes {
  readonly wrapped_key: Buffer
  readonly ciphertext: Buffer
}

/** Not one of ours: what a person pastes where it does not belong. */
export const mispasted = (): string => `pat-eu1-${randomUUID()}`

export const nonsense = (): string => randomBytes(32).toString('base64url')
