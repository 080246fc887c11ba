/** Each check of the doctor fails where something is really wrong, and says what to do. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newMasterKeyText } from '../../src/adapters/crypto/master-key.ts'
import { createMasterKeyFile, findMasterKey } from '../../src/adapters/crypto/master-key-source.ts'
import { bindMasterKey } from '../../src/adapters/database/kek-check.ts'
import { createDatabase, createPool } from '../../src/adapters/database/pool.ts'
import type { CheckResult } from '../../src/application/doctor/ports.ts'
import { readConfig } from '../../src/main/config.ts'
import type { OpenDatabase } from '../../src/main/database.ts'
import type { Subject } from '../../src/main/doctor/check.ts'
import { CHECKS } from '../../src/main/doctor/checks.ts'
import { lookAtCertificate } from '../../src/main/doctor/checks/certificate.ts'
import { skew } from '../../src/main/doctor/checks/clocks.ts'
import { lookAtFolder, spaceLeft } from '../../src/main/doctor/checks/data-folder.ts'
import { connectionsLeft } from '../../src/main/doctor/checks/database.ts'
import { memoryLeft, openFiles } from '../../src/main/doctor/checks/limits.ts'
import { workDone } from '../../src/main/doctor/checks/jobs.ts'
import { auditState } from '../../src/main/doctor/checks/audit.ts'
import { nodeVersion } from '../../src/main/doctor/checks/node.ts'
import { examineFromOutside } from '../../src/main/doctor/command.ts'
import { examineSubject } from '../../src/main/doctor/run.ts'
import { localhostCertificate } from '../support/certificate.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { connectionNamed } from '../support/organisation.ts'
import { createStore } from '../../src/adapters/database/store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubward-doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const GB = 1024 ** 3

async function one(name: string, subject: Subject): Promise<CheckResult> {
  const checks = CHECKS.filter((check) => check.name === name)
  const [found] = await examineSubject(subject, checks)
  if (!found) throw new Error(`There is no check ${name}`)
  if (found.status === 'fail' || found.status === 'warn')
    expect(found.remedy?.length ?? 0, `${name} has a remedy`).toBeGreaterThan(10)
  return found
}

const subjectWith = (env: Record<string, string>, more: Partial<Subject> = {}): Subject => {
  const whole = { HUBWARD_DATA: folder, ...env }
  return { env: whole, config: readConfig(whole), ...more }
}

test('the table names every check once, and each is a word', () => {
  const names = CHECKS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.every((name) => /^[a-z_]+$/.test(name))).toBe(true)
})

test('node: too old fails, newer is worth a look', () => {
  expect(nodeVersion('22.20.0').status).toBe('fail')
  expect(nodeVersion('24.14.9').status).toBe('fail')
  expect(nodeVersion('24.15.0').status).toBe('ok')
  expect(nodeVersion('26.0.0').status).toBe('warn')
})

test('config: a mistake is named, and what needs it is passed over', async () => {
  const checks = await examineFromOutside({ HUBWARD_PORT: 'x', HUBWARD_DATA: folder })
  const by = (name: string) => checks.find((check) => check.name === name)
  expect(by('config')).toMatchObject({ status: 'fail' })
  expect(by('config')?.found).toContain('HUBWARD_PORT')
  expect(by('disk')?.status).toBe('passed_over')
})

test('config: what is no setting is named, and everything else is looked at all the same', async () => {
  const checks = await examineFromOutside({ HUBWARD_TYPO: '1', HUBWARD_DATA: folder })
  const by = (name: string) => checks.find((check) => check.name === name)
  expect(by('config')?.found).toContain('HUBWARD_TYPO')
  for (const name of ['disk', 'data_folder', 'master_key'])
    expect(by(name)?.status, name).not.toBe('passed_over')
})

test('config: behind a proxy that is not named, all people count as one', async () => {
  const address = { HUBWARD_PUBLIC_URL: 'https://hubward.example.com' }
  expect(await one('config', subjectWith(address))).toMatchObject({
    status: 'warn',
    remedy: expect.stringContaining('HUBWARD_TRUSTED_PROXIES') as string,
  })
  const named = { ...address, HUBWARD_TRUSTED_PROXIES: '10.0.0.2' }
  expect(await one('config', subjectWith(named))).toMatchObject({ status: 'ok' })
})

describe('the master key', () => {
  const keyFile = () => join(folder, 'keys', 'master.key')
  beforeEach(() => mkdirSync(join(folder, 'keys')))

  test('is missing', async () => {
    expect((await one('master_key', subjectWith({}))).status).toBe('fail')
  })
  test('is open to others', async () => {
    writeFileSync(keyFile(), newMasterKeyText())
    chmodSync(keyFile(), 0o644)
    const found = await one('master_key', subjectWith({}))
    expect(found.status).toBe('fail')
    expect(found.found).toContain('644')
  })
  test('is no key', async () => {
    writeFileSync(keyFile(), 'not a key', { mode: 0o400 })
    expect((await one('master_key', subjectWith({}))).status).toBe('fail')
  })
  test('is well', async () => {
    writeFileSync(keyFile(), newMasterKeyText(), { mode: 0o400 })
    expect((await one('master_key', subjectWith({}))).status).toBe('ok')
  })
})

describe('the data folder', () => {
  test('can be changed by others', async () => {
    chmodSync(folder, 0o777)
    expect((await one('data_folder', subjectWith({}))).status).toBe('fail')
  })
  test('is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect((await lookAtFolder(file)).status).toBe('fail')
  })
  test('is well, or not there yet', async () => {
    expect((await one('data_folder', subjectWith({}))).status).toBe('ok')
    expect((await lookAtFolder(join(folder, 'later'))).status).toBe('passed_over')
  })
})

test('disk: little room is worth a look, none fails', async () => {
  expect(spaceLeft(50 * GB, 100 * GB, 'x').status).toBe('ok')
  expect(spaceLeft(0.5 * GB, 100 * GB, 'x').status).toBe('warn')
  expect(spaceLeft(0.1 * GB, 100 * GB, 'x').status).toBe('fail')
  expect((await one('disk', subjectWith({}))).found).toContain('free')
})

describe('the database', () => {
  let scratch: TestDatabase
  let open: OpenDatabase
  let subject: Subject
  beforeEach(async () => {
    scratch = await testDatabase()
    const pool = createPool({ ...scratch.config, max: 2 })
    const db = createDatabase(pool)
    open = { config: scratch.config, pool, db, close: () => db.destroy() }
    subject = subjectWith({}, { database: open })
  })
  afterEach(async () => {
    await open.close()
    await scratch.drop()
  })
  const named = async (): Promise<string> => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      scratch.db,
    )
    return rows[0]?.name ?? ''
  }
  /** Sessions that begin from now on have it. */
  const setForAll = async (what: string) => {
    await sql.raw(`alter database "${await named()}" set ${what}`).execute(scratch.db)
  }

  test('is well', async () => {
    for (const name of [
      'database',
      'database_role',
      'migrations',
      'database_connections',
      'clock_database',
      'audit',
    ])
      expect(await one(name, subject), name).toMatchObject({ status: 'ok' })
  })
  test('cannot be reached', async () => {
    const checks = await examineFromOutside({
      HUBWARD_DATA: folder,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
      HUBWARD_HUBSPOT_BASE_URL: 'http://127.0.0.1:9',
    })
    expect(checks.find(({ name }) => name === 'database')?.status).toBe('fail')
    expect(checks.find(({ name }) => name === 'migrations')?.status).toBe('passed_over')
  })
  test('is read only', async () => {
    await setForAll('default_transaction_read_only = on')
    expect((await one('database_role', subject)).status).toBe('fail')
  })
  test('is of a newer release, of an edited one, or not brought up yet', async () => {
    const change = (text: string) => sql.raw(text).execute(scratch.db)
    await change(`update migration_checksum set sha256 = 'x' where name = '0001_organisation'`)
    expect((await one('migrations', subject)).found).toContain('0001_organisation')
    await change(`delete from migration_checksum where name = '0001_organisation'`)
    expect((await one('migrations', subject)).status).toBe('warn')
    await change(`insert into migration_checksum values ('9999_future', 'x')`)
    expect(await one('migrations', subject)).toMatchObject({ status: 'fail' })
  })
  test('has another clock', async () => {
    await sql`create schema fake`.execute(scratch.db)
    await sql`create function fake.clock_timestamp() returns timestamptz language sql
      as 'select pg_catalog.clock_timestamp() + interval ''5 minutes'''`.execute(scratch.db)
    await setForAll('search_path = fake, public, pg_catalog')
    const found = await one('clock_database', subject)
    expect(found.status).toBe('fail')
    expect(found.found).toContain('300 s behind')
  })
  test('lost the guards of the audit', async () => {
    for (const name of ['append_only', 'append_only_whole', 'all']) {
      await sql`alter table audit_event disable trigger ${sql.raw(name)}`.execute(scratch.db)
      expect(await one('audit', subject), name).toMatchObject({ status: 'fail' })
      await sql`alter table audit_event enable trigger all`.execute(scratch.db)
    }
    expect((await one('audit', subject)).status).toBe('ok')
  })
  test('is of an older release: what that lacks is passed over, and the migrations say why', async () => {
    await sql`drop table connection_health, notice_channel cascade`.execute(scratch.db)
    await sql`delete from migration_checksum where name = '0013_health'`.execute(scratch.db)
    expect((await one('connections', subject)).status).toBe('passed_over')
    expect((await one('mail', subject)).status).toBe('passed_over')
    expect((await one('migrations', subject)).found).toContain('0013_health')
  })
  test('belongs to another master key', async () => {
    const env = { HUBWARD_MASTER_KEY: newMasterKeyText() }
    const first = findMasterKey(env, folder)
    await bindMasterKey(scratch.db, first!)
    const right = await one('master_key_fits', subjectWith(env, { database: open }))
    expect(right.status).toBe('ok')
    const other = { HUBWARD_MASTER_KEY: newMasterKeyText() }
    const wrong = await one('master_key_fits', subjectWith(other, { database: open }))
    expect(wrong.status).toBe('fail')
    expect(wrong.found).toContain('fingerprint')
  })
  test('was opened by a key that a restart would not find', async () => {
    const { file } = createMasterKeyFile(folder)
    const found = findMasterKey({}, folder)!
    const running = {
      held: async () => [{ fingerprint: found.key.fingerprint, source: found.source, gone: false }],
      startedAt: new Date(),
    }
    await sql`delete from kek_check`.execute(scratch.db)
    await bindMasterKey(scratch.db, found)
    const inside = subjectWith({}, { database: open, running })
    expect((await one('master_key_fits', inside)).status).toBe('ok')
    rmSync(file)
    expect((await one('master_key', inside)).status).toBe('ok')
    const gone = await one('master_key_fits', inside)
    expect(gone.status).toBe('fail')
    expect(gone.found).toContain('a restart would not find it')
    // Another key by variable is no reason to call it well.
    const other = { HUBWARD_SECOND_MASTER_KEY: newMasterKeyText() }
    const beside = subjectWith(other, { database: open, running })
    expect((await one('master_key_fits', beside)).status).toBe('fail')
  })
  test('tells which connection is not well', async () => {
    const connection = connectionNamed('main')
    await createStore(scratch.db).transaction((tx) => tx.connections.insert(connection))
    await createStore(scratch.db).read.health.claimDue(1)
    expect((await one('connections', subject)).status).toBe('ok')
    await sql`update connection_health set condition = 'revoked'`.execute(scratch.db)
    expect((await one('connections', subject)).found).toContain('main (Credential revoked)')
  })
  test('holds work that nobody does', async () => {
    const running = { ...subject, running: { held: async () => [], startedAt: new Date() } }
    expect((await one('jobs', running)).status).toBe('ok')
    await createStore(scratch.db).aside((tx) => tx.jobs.send('health.look', {}))
    await sql`update jobs.job_common set start_after = now() - interval '10 minutes'`.execute(
      scratch.db,
    )
    expect((await one('jobs', running)).status).toBe('warn')
  })
})

test('what is counted has limits', () => {
  expect(connectionsLeft(98, 100).status).toBe('fail')
  expect(connectionsLeft(85, 100).status).toBe('warn')
  expect(connectionsLeft(10, 100).status).toBe('ok')
  expect(workDone(600, 0, 0, 900).status).toBe('fail')
  expect(workDone(3, 2, 0, 900).status).toBe('warn')
  expect(workDone(null, 0, 0, 10).status).toBe('ok')
  expect(workDone(null, 0, 0, 900).status).toBe('fail')
  const guards = ['append_only', 'append_only_whole']
  expect(auditState(guards, false, 0).status).toBe('fail')
  expect(auditState(guards, true, 50_000).status).toBe('warn')
  expect(
    openFiles('Max open files            256                  4096                 files').status,
  ).toBe('fail')
  expect(
    openFiles('Max open files            2048                 4096                 files').status,
  ).toBe('warn')
  const memory = { limit: 4 * GB, free: GB, heapLimit: 2 * GB, used: 0.3 * GB }
  expect(memoryLeft(memory).status).toBe('ok')
  expect(memoryLeft({ ...memory, used: 3.9 * GB }).status).toBe('fail')
  expect(memoryLeft({ ...memory, heapLimit: 8 * GB }).status).toBe('warn')
  expect(memoryLeft({ ...memory, limit: 0.2 * GB }).status).toBe('warn')
  expect(skew(20_000, 'x', { warn: 10_000, fail: 60_000 }).status).toBe('warn')
})

describe('the way to HubSpot', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  const listen = async (server: Server, scheme: string): Promise<string> => {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `${scheme}://localhost:${(server.address() as AddressInfo).port}`
  }
  const hubspotAt = (origin: string) => subjectWith({ HUBWARD_HUBSPOT_BASE_URL: origin })

  test.each<[string, () => Promise<string>, string]>([
    ['has no such name', async () => 'http://nowhere.invalid', 'its name is not resolved'],
    ['is refused', async () => 'http://127.0.0.1:9', 'no connection to it can be made'],
    [
      'has a stranger’s certificate',
      () => listen(createTlsServer(localhostCertificate()), 'https'),
      'its certificate is not accepted',
    ],
    [
      'is silent',
      () =>
        listen(
          createTcpServer((socket) => socket.resume().on('error', () => undefined)),
          'http',
        ),
      'it does not answer',
    ],
  ])('%s', async (_, where, found) => {
    const check = await one('hubspot', hubspotAt(await where()))
    expect(check.status).toBe('fail')
    expect(check.found).toContain(found)
  })

  test('is free, and its clock agrees; or does not', async () => {
    const server = createServer((request, response) => {
      const off = request.url === undefined ? 0 : late
      response.setHeader('date', new Date(Date.now() + off).toUTCString())
      response.writeHead(401).end()
    })
    let late = 0
    const subject = hubspotAt(await listen(server, 'http'))
    expect((await one('hubspot', subject)).status).toBe('ok')
    expect((await one('clock_hubspot', subject)).status).toBe('ok')
    late = -5 * 60_000
    const off = await one('clock_hubspot', subject)
    expect([off.status, off.found]).toEqual(['fail', expect.stringContaining('ahead of HubSpot')])
  })

  test('the public certificate: a stranger’s fails; a known one is about to end; none is not asked', async () => {
    const certificate = localhostCertificate()
    const address = await listen(createTlsServer(certificate), 'https')
    const stranger = await one('certificate', subjectWith({ HUBWARD_PUBLIC_URL: address }))
    expect([stranger.status, stranger.found]).toEqual(['fail', expect.stringContaining('trusted')])
    const known = await lookAtCertificate(new URL(address), certificate.cert)
    expect(known.status).toBe('warn')
    expect((await lookAtCertificate(new URL('https://localhost:9'))).status).toBe('fail')
    expect((await one('certificate', subjectWith({}))).status).toBe('passed_over')
  })
})

test('a check that throws, or does not come to an end, is a finding', async () => {
  const base = { title: 'x', needs: [] }
  const [thrown, stuck] = await examineSubject(
    { env: {} },
    [
      {
        ...base,
        name: 'thrown',
        look: () => {
          throw new Error('the socket is gone')
        },
      },
      { ...base, name: 'stuck', look: () => new Promise(() => undefined) },
    ],
    50,
  )
  expect(thrown).toMatchObject({ status: 'fail', found: expect.stringContaining('socket is gone') })
  expect(stuck).toMatchObject({ status: 'fail', found: expect.stringContaining('come to an end') })
})
