import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { newMasterKeyText, parseMasterKey } from '../adapters/crypto/master-key.ts'
import { findMasterKey, findMasterKeys, keyPlaces } from '../adapters/crypto/master-key-source.ts'
import { demandMasterKeys } from '../adapters/database/kek-check.ts'
import { createLog } from '../adapters/telemetry/log.ts'
import { readConfig, type Config } from './config.ts'
import type { OpenDatabase } from './database.ts'
import { initText } from './service-texts.ts'
import { initialise, INIT_DEFAULTS, type InitInput } from './init.ts'

const log = createLog('silent')
const WITH_ADMIN: InitInput = {
  ...INIT_DEFAULTS,
  admin: { email: 'admin@example.com', name: 'Admin' },
}
let dataDir: string
let database: TestDatabase
let open: OpenDatabase

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-init-'))
  database = await testDatabase()
  open = { ...database, close: async () => undefined }
})
afterEach(async () => {
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const config = (env: NodeJS.ProcessEnv = {}): Config =>
  readConfig({ HUBWARD_DATA: dataDir, ...env })
const keyFile = () => join(dataDir, 'keys', 'master.key')
const start = (env: NodeJS.ProcessEnv = {}) =>
  demandMasterKeys(
    open.db,
    findMasterKeys(config(env).env, dataDir),
    keyPlaces(config(env).env, dataDir),
  )

describe('the first init', () => {
  it('makes the master key, one admin and one key, and tells each secret once', async () => {
    const first = await initialise(config(), open, log, WITH_ADMIN)
    expect(first.masterKey?.reveal()).toBe(readFileSync(keyFile(), 'utf8').trim())
    expect(first.adminKey?.reveal()).toMatch(/^hw_/)
    expect(statSync(keyFile()).mode & 0o777).toBe(0o400)
    expect(statSync(first.adminKeyFile).mode & 0o777).toBe(0o600)
    const second = await initialise(config(), open, log, WITH_ADMIN)
    expect(second).toMatchObject({
      masterKey: null,
      adminKey: null,
      fingerprint: first.fingerprint,
    })
  })

  it('makes no admin and no key unless it is asked for: there is no default account', async () => {
    const first = await initialise(config(), open, log, INIT_DEFAULTS)
    expect(first).toMatchObject({ adminEmail: null, adminKey: null })
    expect(existsSync(first.adminKeyFile)).toBe(false)
    expect((await open.pool.query('select id from principal')).rows).toEqual([])
    const lost = initialise(config(), open, log, { ...INIT_DEFAULTS, newKey: true })
    await expect(lost).rejects.toMatchObject({ code: 'resource.not_found' })
    expect((await initialise(config(), open, log, WITH_ADMIN)).adminKey?.reveal()).toMatch(/^hw_/)
  })

  it('writes the admin key to a file of its own, wherever a link of that name leads', async () => {
    symlinkSync(join(dataDir, 'elsewhere'), join(dataDir, 'admin.key'))
    const { adminKeyFile } = await initialise(config(), open, log, WITH_ADMIN)
    expect(existsSync(join(dataDir, 'elsewhere'))).toBe(false)
    expect(lstatSync(adminKeyFile).isFile()).toBe(true)
  })

  it('lets whoever has the machine in again: no key that works, or all of them lost', async () => {
    const first = await initialise(config(), open, log, WITH_ADMIN)
    const lost = await initialise(config(), open, log, { ...WITH_ADMIN, newKey: true })
    expect(lost).toMatchObject({ masterKey: null, adminEmail: first.adminEmail })
    expect(lost.adminKey?.reveal()).not.toBe(first.adminKey?.reveal())
    await open.pool.query('update client_key set revoked_at = now()')
    const revoked = await initialise(config(), open, log, WITH_ADMIN)
    expect(readFileSync(revoked.adminKeyFile, 'utf8').trim()).toBe(revoked.adminKey?.reveal())
    expect((await initialise(config(), open, log, WITH_ADMIN)).adminKey).toBeNull()
  })

  it('says of a stranger who is named that they are no admin, and goes on', async () => {
    await initialise(config(), open, log, WITH_ADMIN)
    const admin = { email: 'stranger@example.com', name: 'Stranger' }
    const again = await initialise(config(), open, log, { ...INIT_DEFAULTS, admin })
    expect(again).toMatchObject({
      adminEmail: 'admin@example.com',
      notAdmin: 'stranger@example.com',
      adminKey: null,
    })
    expect(initText(again)).toContain('stranger@example.com is no admin here')
    expect((await initialise(config(), open, log, WITH_ADMIN)).notAdmin).toBeNull()
  })

  it('makes a key for the admin who is named, and none for another', async () => {
    const first = await initialise(config(), open, log, WITH_ADMIN)
    const admin = { email: 'nobody@example.com', name: 'Nobody' }
    const other = initialise(config(), open, log, { ...INIT_DEFAULTS, admin, newKey: true })
    await expect(other).rejects.toMatchObject({
      code: 'resource.not_found',
      message: expect.stringContaining(String(first.adminEmail)) as string,
    })
    await open.pool.query(`insert into principal (id, kind, email, name, role, state, created_at)
      select 'mem_another', kind, 'another@example.com', 'Another', role, state, created_at from principal`)
    const another = { email: 'another@example.com', name: 'Another' }
    const made = { ...INIT_DEFAULTS, admin: another, newKey: true }
    expect(await initialise(config(), open, log, made)).toMatchObject({
      adminEmail: 'another@example.com',
    })
  })

  it('uses a key that the operator brought, and writes none', async () => {
    const text = newMasterKeyText()
    const report = await initialise(config({ HUBWARD_MASTER_KEY: text }), open, log, WITH_ADMIN)
    expect(report).toMatchObject({ masterKey: null, keySource: 'HUBWARD_MASTER_KEY' })
    expect(existsSync(keyFile())).toBe(false)
  })

  it('stores no key in the database, only its fingerprint and a canary', async () => {
    const report = await initialise(config(), open, log, WITH_ADMIN)
    const { rows } = await open.pool.query('select row_to_json(k)::text as text from kek_check k')
    expect(JSON.stringify(rows)).toContain(report.fingerprint)
    expect(JSON.stringify(rows)).not.toContain(report.masterKey?.reveal())
  })
})

describe('a start over existing data', () => {
  it('refuses without the key, names the one it wants, and makes no second one', async () => {
    const { fingerprint } = await initialise(config(), open, log, INIT_DEFAULTS)
    rmSync(keyFile(), { force: true })
    await expect(start()).rejects.toMatchObject({
      code: 'vault.key_missing',
      message: expect.stringContaining(fingerprint) as string,
    })
    await expect(initialise(config(), open, log, INIT_DEFAULTS)).rejects.toMatchObject({
      code: 'vault.key_missing',
    })
    expect(existsSync(keyFile())).toBe(false)
  })

  it('refuses a wrong key, and names both fingerprints', async () => {
    const { fingerprint } = await initialise(config(), open, log, INIT_DEFAULTS)
    const other = newMasterKeyText()
    const refused = start({ HUBWARD_MASTER_KEY: other })
    await expect(refused).rejects.toMatchObject({
      code: 'vault.key_wrong',
      facts: { wanted: fingerprint, found: [parseMasterKey(other)?.fingerprint] },
    })
  })

  it('never skips a place that is set but wrong in favour of the next', async () => {
    await initialise(config(), open, log, INIT_DEFAULTS)
    expect(() => findMasterKey({ HUBWARD_MASTER_KEY: 'not a key' }, dataDir)).toThrow(
      /HUBWARD_MASTER_KEY does not hold a master key/,
    )
    expect(() =>
      findMasterKey({ HUBWARD_MASTER_KEY_FILE: join(dataDir, 'none') }, dataDir),
    ).toThrow(/cannot be read/)
  })

  it('takes the key as systemd hands it over', async () => {
    const { fingerprint } = await initialise(config(), open, log, INIT_DEFAULTS)
    const text = readFileSync(keyFile(), 'utf8')
    rmSync(keyFile(), { force: true })
    writeFileSync(join(dataDir, 'hubward-master-key'), text)
    const found = findMasterKey({ CREDENTIALS_DIRECTORY: dataDir }, dataDir)
    expect(found?.key.fingerprint).toBe(fingerprint)
  })

  it('refuses a key in the data folder that others can read', async () => {
    await initialise(config(), open, log, INIT_DEFAULTS)
    chmodSync(keyFile(), 0o444)
    expect(() => findMasterKey({}, dataDir)).toThrow(/can be read by others \(mode 444\)/)
  })
})
