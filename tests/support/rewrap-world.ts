/**
 * Two replicas of the product, each a process of its own with a data folder of its own, over one
 * PostgreSQL: what is sealed in every way that people seal, known by hash, and calls that open it.
 */
import type { ChildProcess } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { ALL_SCOPES, startEmulator } from '../../emulator/index.ts'
import { openEnvelope } from '../../src/adapters/crypto/envelope.ts'
import { createKeyRing } from '../../src/adapters/crypto/key-ring.ts'
import { parseMasterKey } from '../../src/adapters/crypto/master-key.ts'
import { knownVersions } from '../../src/adapters/database/kek-check.ts'
import { createStore } from '../../src/adapters/database/store.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { askAdmin, initCommand, startCommand, type Running } from './command.ts'
import { mailServer } from './mail-server.ts'
import { webhookReceiver } from './webhook-receiver.ts'

export interface Process {
  /** Also what its connections to the database call themselves. */
  readonly name: string
  readonly dataDir: string
  /** `null` while it is dead. */
  running: Running | null
}

export interface RewrapWorld {
  readonly database: TestDatabase
  readonly processes: readonly Process[]
  readonly adminKey: string
  /** Names of connections that calls may go through, and the key for those calls. */
  readonly connections: string[]
  readonly callKey: string
  /** Channels that can be tried, with what to ask for it. */
  readonly channels: { readonly id: string; readonly body: object }[]
  /** SHA-256 of what was given or told, by `row field`. */
  readonly known: Map<string, string>
  /** Webhooks that arrived, and those among them whose signature was not of the key that was told. */
  posts(): { readonly arrived: number; readonly wrong: number }
  start(process: Process): Promise<void>
  ask(method: string, path: string, body?: unknown): Promise<unknown>
  addWebhook(): Promise<void>
  addIntake(): Promise<void>
  /** Opens everything with these keys alone; by `row field`. */
  hashes(keys: readonly string[]): Promise<Map<string, string>>
  close(): Promise<void>
}

interface Amounts {
  /** Of each of the two kinds. */
  readonly connections: number
  readonly webhooks: number
  readonly intakes: number
}

const APP = {
  clientId: '0a1b2c3d-0000-4000-8000-00000000c11d',
  clientSecret: '0a1b2c3d-0000-4000-8000-000000005ec7',
  redirectUris: ['http://localhost/callback'],
  scopes: ['oauth', ...ALL_SCOPES],
}
const MUCH = 100_000
const MAIL_ACCOUNT = { user: 'notices', password: randomBytes(12).toString('base64url') }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** As the operator puts it there: in place of what lay there, readable by its owner alone. */
export function putKey({ dataDir }: Process, file: string, text: string | null): void {
  const path = join(dataDir, 'keys', file)
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  rmSync(path, { force: true })
  if (text === null) return
  writeFileSync(path, `${text}\n`, { mode: 0o400 })
  chmodSync(path, 0o400)
}

export async function rewrapWorld(key: string, amounts: Amounts): Promise<RewrapWorld> {
  const database = await testDatabase()
  const portal = await startEmulator({ contacts: 5, enforceLimits: false, oauthApps: [APP] })
  const signers = new Map<string, string>()
  const mails = await mailServer({ security: 'none', account: MAIL_ACCOUNT })
  const receiver = await webhookReceiver()
  const processes: Process[] = ['replica-a', 'replica-b'].map((name) => ({
    name,
    dataDir: mkdtempSync(join(tmpdir(), 'hubward-rewrap-')),
    running: null,
  }))
  const [first] = processes
  if (!first) throw new Error('there are two')
  for (const process of processes) putKey(process, 'master.key', key)
  await initCommand(first.dataDir, { DATABASE_URL: addressOf(database.config, 'init') })
  const adminKey = readFileSync(join(first.dataDir, 'admin.key'), 'utf8').trim()
  const known = new Map<string, string>()
  const connections: string[] = []
  const channels: RewrapWorld['channels'] = []

  const start = async (process: Process): Promise<void> => {
    process.running = await startCommand({
      dataDir: process.dataDir,
      hubspotUrl: portal.url,
      env: {
        DATABASE_URL: addressOf(database.config, process.name),
        HUBWARD_OUTGOING_ALLOW: '127.0.0.0/8',
      },
    })
  }
  const ask = (method: string, path: string, body?: unknown): Promise<unknown> => {
    const url = processes.find(({ running }) => running)?.running?.url
    if (url === undefined) throw new Error('no process runs')
    return askAdmin(url, adminKey, method, path, body)
  }
  const connect = async (secrets: Record<string, string>, kind: string): Promise<void> => {
    const name = `${kind.replace('_', '-')}-${connections.length}-${randomBytes(3).toString('hex')}`
    const budget = { burst: MUCH, search: MUCH, associations: MUCH, daily: MUCH * 100 }
    const made = (await ask('POST', '/connections', {
      title: name,
      name,
      kind,
      ...secrets,
      budget,
    })) as { connection: { id: string } }
    for (const [field, text] of Object.entries(secrets))
      known.set(`${made.connection.id} ${field}`, sha256(text))
    connections.push(name)
  }
  const addChannel = async (body: object, trial: object): Promise<string | null> => {
    const made = (await ask('POST', '/notice-channels', body)) as {
      channel: { id: string }
      signingKey: string | null
    }
    const { id } = made.channel
    if (made.signingKey === null) known.set(`${id} channel`, sha256(MAIL_ACCOUNT.password))
    channels.push({ id, body: trial })
    return made.signingKey
  }
  const addWebhook = async (): Promise<void> => {
    const path = `/${randomBytes(9).toString('hex')}`
    const url = `${receiver.url}${path}`
    const signer = await addChannel({ kind: 'webhook', name: `Hook ${path.slice(1)}`, url }, {})
    if (signer === null) throw new Error('a webhook has a key')
    signers.set(path, signer)
    const id = channels.at(-1)?.id
    known.set(`${id} channel`, sha256(JSON.stringify({ url, key: signer })))
  }
  const addMail = async (): Promise<void> => {
    const mail = {
      host: '127.0.0.1',
      port: mails.port,
      security: 'none',
      user: MAIL_ACCOUNT.user,
      from: 'hubward@example.com',
    }
    const { password } = MAIL_ACCOUNT
    await addChannel({ kind: 'email', name: 'Mail', mail, password }, { to: 'admin@example.com' })
  }
  const addIntake = async (): Promise<void> => {
    await ask('POST', '/intakes', { title: 'A key', scopes: ['contacts:read'] })
  }

  const close = async (): Promise<void> => {
    for (const { running } of processes) if (running) await ended(running.child)
    await Promise.all([receiver.close(), mails.close(), portal.close()])
    await database.drop()
    for (const { dataDir } of processes) rmSync(dataDir, { recursive: true, force: true })
  }
  const fill = async (): Promise<string> => {
    await start(first)
    await times(amounts.connections, async () => {
      const { secret } = portal.addToken({ kind: 'private_app', scopes: ALL_SCOPES })
      await connect({ token: secret }, 'private_app')
    })
    await times(amounts.connections, async () => {
      const { clientId, clientSecret } = APP
      const refreshToken = portal.oauth.makeRefreshToken(clientId)
      await connect({ clientId, clientSecret, refreshToken }, 'oauth')
    })
    await times(amounts.webhooks, addWebhook)
    await addMail()
    await times(amounts.intakes, addIntake)
    const made = await caller(ask, connections)
    for (const process of processes.slice(1)) await start(process)
    return made
  }
  const callKey = await fill().catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    database,
    processes,
    adminKey,
    connections,
    callKey,
    channels,
    known,
    posts() {
      const wrong = receiver.posts.filter((post) => !signedBy(signers.get(post.path), post)).length
      return { arrived: receiver.posts.length, wrong }
    },
    start,
    ask,
    addWebhook,
    addIntake,
    hashes: (keys) => hashes(database, keys),
    close,
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await gone
}

async function caller(ask: RewrapWorld['ask'], connections: readonly string[]): Promise<string> {
  await ask('POST', '/service-accounts', { name: 'reader' })
  await ask('POST', '/groups', { name: 'readers', title: 'Readers' })
  await ask('PUT', '/groups/readers/members/reader')
  for (const connection of connections)
    await ask('PUT', '/grants', { group: 'readers', connection, scopes: ['contacts:read'] })
  const made = await ask('POST', '/keys', { principal: 'reader', name: 'crash test' })
  return (made as { text: string }).text
}

/** So often, a few at once. */
async function times(count: number, work: () => Promise<void>): Promise<void> {
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: 4 }, worker))
}

function addressOf(config: pg.PoolConfig, name: string): string {
  const { connectionString, host, user = 'postgres', database = '', port = 5432 } = config
  const address = new URL(connectionString ?? `postgres://${user}@localhost/${database}`)
  if (connectionString === undefined) {
    address.searchParams.set('host', host ?? '')
    address.searchParams.set('port', String(port))
  }
  address.searchParams.set('application_name', name)
  return address.href
}

/** Standard Webhooks, by the receiver's own hand. */
function signedBy(
  signer: string | undefined,
  { headers, body }: { headers: NodeJS.Dict<string | string[]>; body: string },
): boolean {
  if (signer === undefined) return false
  const mac = createHmac('sha256', Buffer.from(signer.replace(/^whsec_/, ''), 'base64'))
  mac.update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)
  return headers['webhook-signature'] === `v1,${mac.digest('base64')}`
}

async function hashes(
  { db }: TestDatabase,
  texts: readonly string[],
): Promise<Map<string, string>> {
  const ring = createKeyRing({
    find: () => ({
      found: texts.map((text) => {
        const key = parseMasterKey(text)
        if (!key) throw new Error('a key is a key')
        return { key, source: 'a test' }
      }),
      fault: undefined,
    }),
    versions: () => knownVersions(db),
    randomBytes,
    monotonicMs: () => performance.now(),
  })
  await ring.held()
  const found = new Map<string, string>()
  await createStore(db).aside(async (tx) => {
    const organisation = await tx.organisation.get()
    for (const place of tx.sealed.places)
      for (const row of await tx.sealed.lock(place, NO_VERSION, '', 100_000)) {
        const at = { organisationId: organisation?.id ?? '', ...row }
        const text = await openEnvelope(ring, at, row.sealed)
        found.set(`${row.rowId} ${row.field}`, text === undefined ? 'does not open' : sha256(text))
      }
  })
  return found
}

/** Nothing is sealed under it: everything is under another. */
const NO_VERSION = -1
