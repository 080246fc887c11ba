/**
 * The product as it ships, listening on real ports: any number of replicas over one database,
 * with the emulated portal in HubSpot's place and an admin's key to set things up.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import type { DocumentFetch } from '../../src/adapters/authorisation/document-fetch.ts'
import { newMasterKeyText } from '../../src/adapters/crypto/master-key.ts'
import { createLog } from '../../src/adapters/telemetry/log.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import type { Context } from '../../src/application/context.ts'
import type { Grant } from '../../src/domain/access/entities.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { openDatabase } from '../../src/main/database.ts'
import { openHubward, type Hubward, type HubwardOptions } from '../../src/main/hubward.ts'
import { initialise, INIT_DEFAULTS } from '../../src/main/init.ts'
import { readConfig, type Config } from '../../src/main/config.ts'
import { testDatabase } from './database.ts'

export interface Product {
  readonly portal: Emulator
  /** One per replica: `http://127.0.0.1:…`. */
  readonly urls: readonly string[]
  readonly replicas: readonly Hubward[]
  /** May do everything, on the first replica. */
  readonly admin: Context
  readonly adminKey: string
  readonly masterKey: string
  readonly pool: pg.Pool
  /** A member in a group of their own with these scopes. */
  member(name: string, scopes: readonly string[]): Promise<Member>
  close(): Promise<void>
}

export interface Member {
  readonly email: string
  readonly group: string
  readonly key: string
  readonly keyId: string
  readonly grant: Grant
}

const quiet = (): void => undefined

export async function product(
  options: {
    replicas?: number
    portal?: EmulatorOptions
    /** Hears every line of the log, debug included. */
    log?: (line: string) => void
    /** Where clients believe to be; the first replica's own address unless told. */
    publicUrl?: string
    clientDocuments?: DocumentFetch
    /** Further settings of the operator. */
    env?: Readonly<Record<string, string>>
    courier?: HubwardOptions['courier']
  } = {},
): Promise<Product> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'hubward-test-'))
  const portal = await startEmulator({ contacts: 60, companies: 10, deals: 10, ...options.portal })
  const { host, user = 'postgres', database: name = '', port = 5432 } = database.config
  const log = options.log
    ? createLog('debug', { write: (line: string) => options.log?.(line) })
    : createLog('silent')
  const masterKey = newMasterKeyText()
  const config: Config = readConfig({
    HUBWARD_PORT: '0',
    HUBWARD_DATA: dataDir,
    HUBWARD_HUBSPOT_BASE_URL: portal.url,
    HUBWARD_MASTER_KEY: masterKey,
    ...options.env,
    ...(options.publicUrl && { HUBWARD_PUBLIC_URL: options.publicUrl }),
    DATABASE_URL: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host ?? '')}&port=${port}`,
  })
  const opened = await openDatabase(config, log, quiet)
  const report = await initialise(config, opened, log, {
    ...INIT_DEFAULTS,
    admin: { email: 'admin@localhost', name: 'Admin' },
  })
  await opened.close()
  const replicas = await Promise.all(
    Array.from({ length: options.replicas ?? 1 }, () =>
      openHubward({
        config,
        log,
        ...(options.clientDocuments && { clientDocuments: options.clientDocuments }),
        ...(options.courier && { courier: options.courier }),
      }),
    ),
  )
  const [first] = replicas
  if (!first) throw new Error('a product has at least one replica')
  const admin: Context = { ...first.services, actor: { kind: 'operator' }, door: 'cli' }
  await connectPortal(admin, {
    title: 'Main',
    kind: 'private_app',
    secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
  })
  return {
    portal,
    urls: replicas.map(({ port: own }) => `http://127.0.0.1:${own}`),
    replicas,
    admin,
    masterKey,
    pool: database.pool,
    adminKey: report.adminKey?.reveal() ?? '',
    member: (person, scopes) => newMember(admin, person, scopes),
    async close() {
      await Promise.all(replicas.map((replica) => replica.close()))
      await portal.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function newMember(
  admin: Context,
  person: string,
  scopes: readonly string[],
): Promise<Member> {
  const email = `${person}@example.com`
  await createMember(admin, { name: person, email, role: 'member' })
  const group = `group-of-${person}`
  await createGroup(admin, { name: group, title: person, description: '', context: '' })
  await addToGroup(admin, { group, principal: email })
  const { grant } = await setGrant(admin, {
    group,
    connection: 'main',
    scopes: [...scopes],
    expiresAt: null,
  })
  const { key, text } = await createKey(admin, { principal: email, name: 'test', expiresAt: null })
  return { email, group, key: text.reveal(), keyId: key.id, grant }
}
