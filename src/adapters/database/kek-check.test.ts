import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { newMasterKeyText, parseMasterKey } from '../crypto/master-key.ts'
import type { FoundMasterKey } from '../crypto/master-key-source.ts'
import { bindMasterKey, demandMasterKeys, wantedFingerprint } from './kek-check.ts'

let organisation: TestOrganisation
beforeAll(async () => {
  organisation = await testOrganisation()
})
afterAll(() => organisation.close())
beforeEach(async () => {
  await organisation.database.pool.query('delete from kek_check')
})

const db = () => organisation.database.db
function someKey(): FoundMasterKey {
  const key = parseMasterKey(newMasterKeyText())
  if (!key) throw new Error('a new key is a key')
  return { key, source: 'a test' }
}

it('binds one key, however many processes come first', async () => {
  const bound = await Promise.all([1, 2, 3].map(() => bindMasterKey(db(), someKey())))
  expect(bound.filter(Boolean)).toHaveLength(1)
})

it('refuses a key whose canary was altered, even with the right fingerprint', async () => {
  const key = someKey()
  await bindMasterKey(db(), key)
  expect(await demandMasterKeys(db(), [key], [])).toBe(key)
  await organisation.database.pool.query(
    'update kek_check set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)',
  )
  await expect(demandMasterKeys(db(), [key], [])).rejects.toMatchObject({ code: 'vault.key_wrong' })
})

it('takes no database for a fresh one in which something is sealed already', async () => {
  expect(await wantedFingerprint(db())).toBeUndefined()
  const { id } = await organisation.connect('sealed')
  // As a restore leaves it that lost a table and the keys to it.
  await organisation.database.pool.query(
    'alter table secret_version drop constraint secret_version_kek',
  )
  await organisation.database.pool.query(
    `insert into secret_version values ($1, 'token', 1, 'local', 1, 'x', 'x', now())`,
    [id],
  )
  await expect(wantedFingerprint(db())).rejects.toMatchObject({ code: 'vault.key_missing' })
})

it('lets the record of a key not go while something is sealed under it', async () => {
  await bindMasterKey(db(), someKey())
  const { pool } = organisation.database
  await pool.query(
    `insert into oauth_authorization values (repeat('a', 64), 'aut_1', 'operator', '{}', now(), now());
     insert into oauth_authorization_secret values (repeat('a', 64), 'clientId', 'local', 1, 'x', 'x')`,
  )
  await expect(pool.query('delete from kek_check')).rejects.toThrow(/foreign key/)
  await pool.query('delete from oauth_authorization')
})
