import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { masterKeyChecks } from '../../database/master-key-checks.ts'
import { openMasterKey } from './check.ts'
import { createMasterKey } from './create.ts'
import { findMasterKey, masterKeyFile } from './find.ts'
import { masterKeyOf, readMasterKeyText, vaultKeyOf } from './master-key.ts'

let database: TestDatabase
let dataDir: string
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from kek_check')
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-key-'))
  return () => rmSync(dataDir, { recursive: true, force: true })
})

const checks = () => masterKeyChecks(database.db)
const create = (env = {}) => createMasterKey(checks(), { env, dataDir }, randomBytes)
const open = (env = {}) => openMasterKey(checks(), { env, dataDir }, randomBytes)
const text = () => randomBytes(32).toString('base64')

describe('making the master key', () => {
  it('makes one that only its owner can read, and gives its text once', async () => {
    const first = await create()
    expect(first.made?.reveal()).toBe(readFileSync(masterKeyFile(dataDir), 'utf8').trim())
    expect(statSync(masterKeyFile(dataDir)).mode & 0o777).toBe(0o400)
    const second = await create()
    expect(second.made).toBeUndefined()
    expect(second.key.fingerprint).toBe(first.key.fingerprint)
  })

  it('makes one key however many processes begin at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => create()))
    expect(all.filter(({ made }) => made)).toHaveLength(1)
    expect(new Set(all.map(({ key }) => key.fingerprint)).size).toBe(1)
  })

  it('never makes a second one over data whose key is gone, and names the key it wants', async () => {
    const { key } = await create()
    rmSync(masterKeyFile(dataDir))
    await expect(create()).rejects.toMatchObject({
      code: 'vault.key_missing',
      message: expect.stringContaining(key.fingerprint) as string,
    })
    expect(() => statSync(masterKeyFile(dataDir))).toThrow('ENOENT')
  })

  it('takes a key that the operator provides instead of making one', async () => {
    const env = { HUBWARD_MASTER_KEY: text() }
    const { made, key } = await create(env)
    expect(made).toBeUndefined()
    expect((await open(env)).key.fingerprint).toBe(key.fingerprint)
  })
})

describe('starting', () => {
  it('refuses without a key and says where it looked', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'vault.key_missing',
      message: expect.stringContaining(masterKeyFile(dataDir)) as string,
    })
  })

  it('refuses another key than the one of the data, naming both, and changes nothing', async () => {
    const { key } = await create()
    const before = await checks().list()
    const env = { HUBWARD_MASTER_KEY: text() }
    await expect(open(env)).rejects.toMatchObject({
      code: 'vault.key_wrong',
      message: expect.stringContaining(key.fingerprint) as string,
    })
    expect(await checks().list()).toEqual(before)
  })

  it('refuses a key whose canary was altered, even with the right fingerprint', async () => {
    await create()
    await database.pool.query(
      `update kek_check set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`,
    )
    await expect(open()).rejects.toMatchObject({ code: 'vault.key_wrong' })
  })
})

describe('finding the master key', () => {
  it('reads hex, base64 and base64url as the same key', () => {
    const bytes = randomBytes(32)
    const forms = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
    for (const form of forms) expect(readMasterKeyText(` ${form}\n`, 'here')).toEqual(bytes)
  })

  it('refuses anything else without repeating it', () => {
    for (const wrong of ['', 'secret-words', 'ab'.repeat(31), `${text()}=`, text().slice(4)]) {
      try {
        readMasterKeyText(wrong, 'here')
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({ code: 'vault.key_malformed' })
        if (wrong) expect(String(error)).not.toContain(wrong)
      }
    }
  })

  it('does not look further than a place that names a broken key', async () => {
    await create()
    expect(() => findMasterKey({ env: { HUBWARD_MASTER_KEY: 'broken' }, dataDir })).toThrow(
      /not 32 bytes/,
    )
    const missing = { HUBWARD_MASTER_KEY_FILE: join(dataDir, 'nothing') }
    expect(findMasterKey({ env: missing, dataDir }).key).toBeUndefined()
  })

  it('prefers variable, then file, then systemd credential, then its own file', async () => {
    const own = (await create()).key.fingerprint
    const credentials = join(dataDir, 'credentials')
    mkdirSync(credentials)
    writeFileSync(join(credentials, 'hubward-master-key'), text(), { mode: 0o440 })
    const file = join(dataDir, 'elsewhere.key')
    writeFileSync(file, text(), { mode: 0o400 })
    const marks = [
      {},
      { CREDENTIALS_DIRECTORY: credentials },
      { CREDENTIALS_DIRECTORY: credentials, HUBWARD_MASTER_KEY_FILE: file },
      { CREDENTIALS_DIRECTORY: credentials, HUBWARD_MASTER_KEY: text() },
    ].map((env) => findMasterKey({ env, dataDir }).key?.fingerprint)
    expect(marks[0]).toBe(own)
    expect(new Set(marks).size).toBe(4)
  })

  it('refuses an ambiguous setting', () => {
    const env = { HUBWARD_MASTER_KEY: text(), HUBWARD_MASTER_KEY_FILE: '/somewhere' }
    expect(() => findMasterKey({ env, dataDir })).toThrow(/both set/)
  })

  it('refuses its own file when others can read it, and warns of a mounted one', async () => {
    await create()
    chmodSync(masterKeyFile(dataDir), 0o440)
    expect(() => findMasterKey({ env: {}, dataDir })).toThrow(/chmod 400/)
    const mounted = join(dataDir, 'mounted')
    writeFileSync(mounted, text())
    chmodSync(mounted, 0o444)
    const env = { HUBWARD_MASTER_KEY_FILE: mounted }
    expect(findMasterKey({ env, dataDir }).key?.warnings).toHaveLength(1)
    chmodSync(mounted, 0o666)
    expect(() => findMasterKey({ env, dataDir })).toThrow(/chmod 400/)
  })
})

describe('the keys made from it', () => {
  it('are neither the master key nor shown by its fingerprint', () => {
    const bytes = randomBytes(32)
    const key = masterKeyOf(bytes, 'here')
    const derived = vaultKeyOf(key).export()
    expect(derived).not.toEqual(bytes)
    expect(derived.toString('hex')).not.toContain(key.fingerprint.replace('-', ''))
    expect(JSON.stringify(key)).not.toContain(bytes.toString('base64').slice(0, 12))
  })
})
