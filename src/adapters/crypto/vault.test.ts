import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import type { Vault } from '../../application/ports.ts'
import { redacted } from '../../domain/redacted.ts'
import { localKek } from './kek.ts'
import { createVault } from './vault.ts'

let organisation: TestOrganisation
let vault: Vault
let ours: string
let theirs: string
beforeAll(async () => {
  organisation = await testOrganisation()
  const { world } = organisation.services
  vault = createVault(localKek(createSecretKey(randomBytes(32)), world.randomBytes), world)
  ours = (await organisation.connect('ours')).id
  theirs = (await organisation.connect('theirs')).id
})
afterAll(() => organisation.close())

const seal = (id: string, field: string, text: string) =>
  organisation.services.store.transaction((tx) => vault.seal(tx, id, field, redacted(text)))
const open = (id: string, field: string) => vault.open(organisation.services.store.read, id, field)
const query = (text: string, values: unknown[]) => organisation.database.pool.query(text, values)

describe('the vault', () => {
  it('keeps versions apart and opens the latest', async () => {
    await seal(ours, 'token', 'first')
    expect(await seal(ours, 'token', 'second')).toBe(2)
    expect((await open(ours, 'token'))?.reveal()).toBe('second')
    expect(await open(ours, 'unknown')).toBeUndefined()
  })

  it('refuses a ciphertext that was moved from another connection', async () => {
    await seal(theirs, 'token', 'their secret')
    await seal(ours, 'stolen', 'placeholder')
    await query(
      `update secret_version s set ciphertext = t.ciphertext, wrapped_key = t.wrapped_key
         from secret_version t where s.connection_id = $1 and s.field = 'stolen' and t.connection_id = $2`,
      [ours, theirs],
    )
    await expect(open(ours, 'stolen')).rejects.toMatchObject({ code: 'vault.sealed_row' })
  })

  it('refuses an older version relabelled as the current one', async () => {
    await seal(ours, 'rolled', 'old')
    await seal(ours, 'rolled', 'new')
    await query(
      `update secret_version s set ciphertext = t.ciphertext, wrapped_key = t.wrapped_key
         from secret_version t where s.connection_id = $1 and s.field = 'rolled' and s.version = 2
          and t.connection_id = $1 and t.field = 'rolled' and t.version = 1`,
      [ours],
    )
    await expect(open(ours, 'rolled')).rejects.toMatchObject({ code: 'vault.sealed_row' })
  })

  it('refuses a secret of one kind presented as another', async () => {
    await seal(ours, 'clientSecret', 'a client secret')
    await query(
      `update secret_version set field = 'accessToken' where connection_id = $1 and field = 'clientSecret'`,
      [ours],
    )
    await expect(open(ours, 'accessToken')).rejects.toMatchObject({ code: 'vault.sealed_row' })
  })

  it('refuses a row that claims another version of the master key', async () => {
    await seal(ours, 'relabelled', 'secret')
    await query(
      `insert into kek_check (kek_id, kek_version, fingerprint, sealed, state)
       values ('local', 2, 'another', '', 'added')`,
      [],
    )
    await query(
      `update secret_version set kek_version = 2 where connection_id = $1 and field = 'relabelled'`,
      [ours],
    )
    await expect(open(ours, 'relabelled')).rejects.toMatchObject({
      code: 'vault.key_missing',
      facts: { wanted: 'another' },
    })
  })

  it('opens what belongs to no connection only in its own place', async () => {
    const { read } = organisation.services.store
    const place = { rowId: 'pending', field: 'clientSecret' }
    const sealed = await vault.wrap(read, place, redacted('pending secret'))
    expect((await vault.unwrap(read, place, sealed)).reveal()).toBe('pending secret')
    await expect(vault.unwrap(read, { ...place, rowId: 'another' }, sealed)).rejects.toMatchObject({
      code: 'vault.sealed_row',
    })
  })

  it('names the place and not the secret when a row does not open', async () => {
    await seal(ours, 'broken', 'the-secret-itself')
    await query(
      `update secret_version set ciphertext = set_byte(ciphertext, 15, get_byte(ciphertext, 15) # 1)
        where connection_id = $1 and field = 'broken'`,
      [ours],
    )
    const error: unknown = await open(ours, 'broken').catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('"broken"')
    expect(String(error)).not.toContain('the-secret-itself')
  })
})
