/**
 * A Hubward without doors for tests of verbs: a real database, store, access picture and audit. It
 * has no vault and no HubSpot: what reaches for them fails loudly.
 */
import { createHash, randomBytes } from 'node:crypto'
import { hashBytes, hashKey } from '../../src/adapters/crypto/hash-key.ts'
import { createIntakeBox } from '../../src/adapters/crypto/intake-box.ts'
import { createActivity } from '../../src/adapters/database/activity/activity.ts'
import { createSavedFilters } from '../../src/adapters/database/activity/saved-filters.ts'
import { openPictures } from '../../src/adapters/database/pictures.ts'
import { createStore } from '../../src/adapters/database/store.ts'
import { createCourier } from '../../src/adapters/notice/courier.ts'
import { createSignInParts } from '../../src/adapters/sign-in/parts.ts'
import { applySteps } from '../../src/adapters/scim/patch-engine.ts'
import { parseFilter } from '../../src/adapters/scim/filter-grammar.ts'
import { createLiveFeed } from '../../src/application/activity/live-feed.ts'
import { setOrganisation } from '../../src/application/access/set-organisation.ts'
import type { Context, Services } from '../../src/application/context.ts'
import type { RecordedEvent } from '../../src/application/audit/ports.ts'
import type { World } from '../../src/application/ports.ts'
import type { Role } from '../../src/domain/access/entities.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { examineSubject } from '../../src/main/doctor/run.ts'
import { createInstallation } from '../../src/main/installation.ts'
import { testDatabase, type TestDatabase } from './database.ts'

export interface TestOrganisation {
  readonly database: TestDatabase
  readonly services: Services
  /** May do everything. */
  readonly operator: Context
  /** The clock that the verbs see; set it to turn time. */
  readonly clock: { now: Date }
  as(role: Role): Context
  /** Connects a portal in the database only. */
  connect(name: string, more?: Partial<Connection>): Promise<Connection>
  /** Every event, oldest first. */
  events(): Promise<RecordedEvent[]>
  close(): Promise<void>
}

/** Of the key that tests seal with: a name, and no key's. */
export const TEST_FINGERPRINT = '7e57000000000000'

/** Where the browsers of these tests believe to be. */
export const PUBLIC_URL = 'http://localhost:4110'

export async function testOrganisation(name = 'Example Ltd'): Promise<TestOrganisation> {
  const database = await testDatabase()
  const store = createStore(database.db)
  const pictures = await openPictures({
    pool: database.pool,
    listenConfig: database.config,
    log: SILENT,
  })
  const clock = { now: new Date('2026-11-20T09:00:00Z') }
  const activity = createActivity(database.db)
  const services: Services = {
    world: worldOf(clock),
    store,
    pictures,
    hashKey,
    hashBytes,
    log: SILENT,
    rotation: { maxAgeDays: 180 },
    vault: absent('vault'),
    masterKeys: {
      held: async () => [{ fingerprint: TEST_FINGERPRINT, source: 'a test', gone: false }],
      lasting: () => [TEST_FINGERPRINT],
      canary: async () => undefined,
    },
    credentials: absent('credentials'),
    accounts: absent('accounts'),
    oauth: absent('oauth'),
    exclusive: absent('exclusive'),
    health: absent('health'),
    portalLogins: absent('portalLogins'),
    // Without a configuration most checks are passed over; the others look at this very machine.
    doctor: { examine: () => examineSubject({ env: {} }) },
    budget: NO_BUDGET,
    upstream: absent('upstream'),
    callLog: absent('callLog'),
    accessTokens: absent('accessTokens'),
    courier: createCourier({ world: worldOf(clock), allow: [] }),
    activity,
    savedFilters: createSavedFilters(database.db),
    installation: createInstallation({
      db: database.db,
      config: database.config,
      site: { publicUrl: PUBLIC_URL },
      startedAt: clock.now,
    }),
    live: createLiveFeed({
      store,
      world: worldOf(clock),
      pictures,
      activity,
      budget: NO_BUDGET,
      log: SILENT,
    }),
    intakeBox: createIntakeBox(),
    scimSyntax: { parse: parseFilter, apply: applySteps },
    // Its private half would lie in the vault, so it can be shown and signs nothing.
    evidence: {
      key: async () => ({
        id: 'evk_00000000000000000000',
        publicKey: new Uint8Array(32),
        fingerprint: TEST_FINGERPRINT.repeat(4),
      }),
      sign: () => Promise.reject(new Error('no vault in this test')),
    },
    signIn: createSignInParts({ publicUrl: PUBLIC_URL }, SILENT, () => clock.now.getTime()),
  }
  const operator: Context = { ...services, actor: { kind: 'operator' }, door: 'cli' }
  await setOrganisation(operator, { name })
  await noteTestKey(database.pool)
  return {
    database,
    services,
    operator,
    clock,
    as: (role) => ({
      ...services,
      door: 'admin',
      actor: {
        kind: 'principal',
        principalId: 'mem_00000000000000000000',
        principalName: 'Someone',
        means: { kind: 'key', id: 'key_00000000000000000000', name: 'test', expiresAt: null },
        role,
      },
    }),
    connect: async (connectionName, more) => {
      const connection = { ...connectionNamed(connectionName), ...more }
      await store.transaction(async (tx) => {
        await tx.connections.insert(connection)
        await tx.slots.put({
          connectionId: connection.id,
          slot: 'current',
          kind: connection.kind,
          facts: null,
          storedAt: clock.now,
          endsAt: null,
          remindedAtDays: null,
        })
      })
      await pictures.refresh()
      return connection
    },
    events: async () =>
      (await store.read.audit.list({}, { limit: 10_000 })).toSorted(
        (a, b) => a.sequence - b.sequence,
      ),
    close: async () => {
      await pictures.close()
      await database.drop()
    },
  }
}

export function connectionNamed(name: string): Connection {
  return {
    id: `con_${createHash('sha256').update(name).digest('hex').slice(0, 20)}`,
    name,
    title: name,
    kind: 'service_key',
    state: 'active',
    stateReason: null,
    baseUrl: 'https://api.hubapi.com',
    portalId: 1000,
    portalName: null,
    accountType: 'STANDARD',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'Europe/Dublin',
    hubspotUserId: null,
    hubspotAppId: null,
    hubspotScopes: ['crm.objects.contacts.read', 'crm.objects.companies.read'],
    customObjectTypes: [],
    budget: { burst: null, search: null, associations: null, daily: null },
    createdAt: new Date('2026-11-01T00:00:00Z'),
    checkedAt: new Date('2026-11-01T00:00:00Z'),
  }
}

const worldOf = (clock: { now: Date }): World => ({
  now: () => clock.now,
  monotonicMs: () => clock.now.getTime(),
  sleep: () => Promise.resolve(),
  randomBytes: (count) => randomBytes(count),
})

const quiet = (): void => undefined
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet }

/** What a test does without: whoever asks for any part of it is told so. */
function absent<P extends keyof Services>(port: P): Services[P] {
  const part = new Proxy(
    {},
    {
      get: (_, member) => {
        throw new Error(`This test has no ${port}, but something asked for its ${String(member)}`)
      },
    },
  )
  return part as Services[P]
}

/** Nothing has been called, so nothing is known of any allowance. */
const NO_BUDGET: Services['budget'] = {
  take: () => {
    throw new Error('This test makes no calls')
  },
  refused: quiet,
  reading: () => [],
}

/** Whatever seals in a test does so under a key of its own, as version 1: the database is told of it. */
export async function noteTestKey(pool: Pick<TestDatabase['pool'], 'query'>): Promise<void> {
  await pool.query(
    `insert into kek_check (kek_id, kek_version, fingerprint, sealed)
     values ('local', 1, $1, '') on conflict do nothing`,
    [TEST_FINGERPRINT],
  )
}
