/** Promises of going over from one master key to another, with several processes on one database. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { vaultRig, type Replica, type VaultRig } from '../../../tests/support/vault-rig.ts'
import { PRIVATE_KEY } from '../intake/create-intake.ts'
import { SENDER_FIELD } from '../intake/sender.ts'
import { WORDS_FIELD } from '../intake/words.ts'
import { EVIDENCE_FIELD } from '../review/ports.ts'
import { CHANNEL_FIELD } from '../notice/channel-secret.ts'
import { redacted } from '../../domain/redacted.ts'
import { retireVaultKey } from './retire-vault-key.ts'
import { rewrapVault } from './rewrap-vault.ts'
import { rotateVaultKey } from './rotate-vault-key.ts'
import { showVaultKeys } from './show-vault.ts'

let rig: VaultRig
let replica: Replica
let connectionId: string
beforeEach(async () => {
  rig = await vaultRig()
  replica = rig.replica(rig.first)
  connectionId = (await rig.organisation.connect('main')).id
})
afterEach(() => rig.close())

const seal = ({ ctx }: Replica, field: string, text: string) =>
  ctx.store.transaction((tx) => ctx.vault.seal(tx, connectionId, field, redacted(text)))
const open = async ({ ctx }: Replica, field: string) =>
  (await ctx.vault.open(ctx.store.read, connectionId, field))?.reveal()
const states = async () =>
  (await showVaultKeys(replica.ctx)).keys.map(({ fingerprint, state, sealed }) => ({
    fingerprint,
    state,
    sealed,
  }))

/** One value in every place that there is, and how each is read back. */
async function sealEverywhere(): Promise<() => Promise<string[]>> {
  const { ctx } = replica
  const { pool } = rig.organisation.database
  await seal(replica, 'token', 'secret of secret_version')
  const rows = {
    oauth_authorization_secret: ['aut_1', 'clientId'],
    identity_provider: ['idp_1', 'clientSecret'],
    oidc_flow: ['flo_1', 'codeVerifier'],
    signing_key: ['sig_1', 'privateKey'],
    evidence_key: ['evk_1', EVIDENCE_FIELD],
    notice_channel: ['cha_1', CHANNEL_FIELD],
    intake: ['int_1', PRIVATE_KEY],
    intake_sender: ['int_1', SENDER_FIELD],
    intake_words: ['int_1', WORDS_FIELD],
  } as const
  const hash = 'a'.repeat(64)
  const inserts = {
    oauth_authorization_secret: `with a as (insert into oauth_authorization values ('${hash}', 'aut_1', 'operator', '{}', now(), now()))
      insert into oauth_authorization_secret (state_hash, field, kek_id, kek_version, wrapped_key, ciphertext) values ('${hash}', 'clientId', $1, $2, $3, $4)`,
    identity_provider: `insert into identity_provider (id, name, issuer, client_id, enabled, created_at, kek_id, kek_version, wrapped_key, ciphertext)
      values ('idp_1', 'x', 'https://idp.example', 'x', true, now(), $1, $2, $3, $4)`,
    oidc_flow: `insert into oidc_flow (state_hash, browser_hash, id, provider_id, purpose, nonce, created_at, expires_at, kek_id, kek_version, wrapped_key, ciphertext)
      values (decode('${hash}', 'hex'), decode('${hash}', 'hex'), 'flo_1', 'idp_1', 'sign_in', 'n', now(), now(), $1, $2, $3, $4)`,
    signing_key: `insert into signing_key (id, public_jwk, created_at, kek_id, kek_version, wrapped_key, ciphertext)
      values ('sig_1', '{}', now(), $1, $2, $3, $4)`,
    evidence_key: `insert into evidence_key (id, public_key, created_at, kek_id, kek_version, wrapped_key, ciphertext)
      values ('evk_1', decode('${hash}', 'hex'), now(), $1, $2, $3, $4)`,
    notice_channel: `insert into notice_channel (id, kind, name, settings, enabled, created_at, kek_id, kek_version, wrapped_key, ciphertext)
      values ('cha_1', 'webhook', 'x', '{}', true, now(), $1, $2, $3, $4)`,
    intake: `insert into intake (id, state, title, context, scopes, wanted_links, second_person, made_by, made_by_name, created_at, expires_at, ends_at,
        capability_hash, public_key, age_recipient, fingerprint, kek_id, kek_version, wrapped_key, ciphertext)
      values ('int_1', 'open', 'x', 'x', '{}', '[]', false, 'operator', 'operator', now(), now(), now(),
        decode('${hash}', 'hex'), decode('${hash}', 'hex'), 'age1', decode('${hash}', 'hex'), $1, $2, $3, $4)`,
    intake_sender: `insert into intake_sender (intake_id, wipe_at, kek_id, kek_version, wrapped_key, ciphertext)
      values ('int_1', now(), $1, $2, $3, $4)`,
    intake_words: `insert into intake_words (intake_id, kek_id, kek_version, wrapped_key, ciphertext)
      values ('int_1', $1, $2, $3, $4)`,
  }
  for (const [table, [rowId, field]] of Object.entries(rows)) {
    const text = redacted(`secret of ${table}`)
    const sealed = await ctx.vault.wrap(ctx.store.read, { rowId, field }, text)
    await pool.query(inserts[table as keyof typeof rows], [
      sealed.kekId,
      sealed.kekVersion,
      sealed.wrappedKey,
      sealed.ciphertext,
    ])
  }
  return async () => {
    const texts = [(await open(replica, 'token')) ?? '']
    for (const [table, [rowId, field]] of Object.entries(rows)) {
      const { rows: found } = await pool.query(
        `select kek_id as "kekId", kek_version as "kekVersion", wrapped_key as "wrappedKey", ciphertext from ${table}`,
      )
      texts.push((await ctx.vault.unwrap(ctx.store.read, { rowId, field }, found[0])).reveal())
    }
    return texts
  }
}

describe('going over to another master key', () => {
  it('rewraps whatever is sealed anywhere, retires the old key, and needs the new one alone', async () => {
    const readAll = await sealEverywhere()
    const before = await readAll()
    expect(new Set(before).size).toBe(rig.organisation.services.store.read.sealed.places.length)
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await seal(replica, 'late', 'under the new key')
    const places = before.length
    expect(await states()).toEqual([
      { fingerprint: rig.first.key.fingerprint, state: 'replaced', sealed: places },
      { fingerprint: next.key.fingerprint, state: 'active', sealed: 1 },
    ])
    expect(await readAll()).toEqual(before)
    expect(await rewrapVault(replica.ctx)).toEqual({ rewrapped: places, broken: [] })
    expect((await showVaultKeys(replica.ctx)).left).toBe(0)
    expect(await readAll()).toEqual(before)
    await retireVaultKey(replica.ctx, {})
    const alone = rig.replica(next)
    expect(await open(alone, 'token')).toBe('secret of secret_version')
    expect((await showVaultKeys(alone.ctx)).retired).toMatchObject([
      { fingerprint: rig.first.key.fingerprint },
    ])
  })

  it('sends the job that rewraps with the change, and tells who keeps keys', async () => {
    replica.hold(rig.newKey())
    await rotateVaultKey(replica.ctx)
    const { pool } = rig.organisation.database
    const jobs = await pool.query(`select 1 from jobs.job where name = 'vault.rewrap'`)
    expect(jobs.rowCount).toBe(1)
    const notices = await pool.query(`select 1 from notice where kind = 'vault.rotated'`)
    expect(notices.rowCount).toBe(1)
  })

  it('is refused without a new key, and with one that was retired', async () => {
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({ code: 'vault.no_second_key' })
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await rewrapVault(replica.ctx)
    await retireVaultKey(replica.ctx, {})
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({ code: 'vault.no_second_key' })
  })

  it('waits until every running process holds the key, and says which do not', async () => {
    const other = rig.replica(rig.first)
    await replica.beat()
    await other.beat()
    const next = rig.newKey()
    replica.hold(next)
    await replica.beat()
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'vault.key_not_everywhere',
      facts: { processes: [expect.stringContaining('(prc_00000000000000000002)')] },
    })
    expect((await states()).map(({ state }) => state)).toEqual(['active', 'added'])
    other.hold(next)
    await other.beat()
    await rotateVaultKey(replica.ctx)
    await seal(other, 'by-the-other', 'works')
    expect(await open(replica, 'by-the-other')).toBe('works')
  })

  it('does not take a key that never sealed for the one to retire, nor goes over to one that is gone', async () => {
    const other = rig.replica(rig.first)
    await other.beat()
    const next = rig.newKey()
    replica.hold(next)
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'vault.key_not_everywhere',
    })
    await expect(retireVaultKey(replica.ctx, {})).rejects.toThrow(/No master key has been replaced/)
    await retireVaultKey(replica.ctx, { fingerprint: next.key.fingerprint })
    await expect(
      replica.ctx.store.transaction((tx) => tx.vaultKeys.activate(2)),
    ).rejects.toMatchObject({ code: 'vault.no_second_key' })
    expect((await states()).map(({ state }) => state)).toEqual(['active'])
    await expect(rotateVaultKey(replica.ctx)).rejects.toThrow(/retired: it never comes back/)
  })

  it('finds a key that comes to a running process, without a restart', async () => {
    const other = rig.replica(rig.first)
    await seal(other, 'token', 'old')
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await seal(replica, 'new', 'under the new key')
    await expect(open(other, 'new')).rejects.toMatchObject({
      code: 'vault.key_missing',
      facts: { wanted: next.key.fingerprint },
    })
    other.hold(next)
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect(await open(other, 'new')).toBe('under the new key')
  })

  it('goes over to no key that was taken away again, also where another came for it', async () => {
    const [away, next] = [rig.newKey(), rig.newKey()]
    replica.hold(away)
    const waiting = async () =>
      (await showVaultKeys(replica.ctx)).waiting.map(({ fingerprint }) => fingerprint)
    expect(await waiting()).toEqual([away.key.fingerprint])
    replica.drop(away)
    expect(await waiting()).toEqual([])
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'vault.no_second_key',
      message: expect.stringContaining('lies no more') as string,
    })
    replica.hold(next)
    expect((await rotateVaultKey(replica.ctx)).key.fingerprint).toBe(next.key.fingerprint)
  })

  it('made known, and then taken away from its place, is gone over to by nobody', async () => {
    const other = rig.replica(rig.first)
    await other.beat()
    const next = rig.newKey()
    replica.hold(next)
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'vault.key_not_everywhere',
    })
    other.hold(next)
    await other.beat()
    replica.drop(next)
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({ code: 'vault.no_second_key' })
    replica.hold(next)
    other.drop(next)
    await other.beat()
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'vault.key_not_everywhere',
    })
  })

  it('of two new ones is chosen by name', async () => {
    const [one, other] = [rig.newKey(), rig.newKey()]
    replica.hold(one)
    replica.hold(other)
    await expect(rotateVaultKey(replica.ctx)).rejects.toMatchObject({
      code: 'resource.conflict',
      message: expect.stringContaining(other.key.fingerprint) as string,
    })
    await expect(
      rotateVaultKey(replica.ctx, { fingerprint: rig.newKey().key.fingerprint }),
    ).rejects.toMatchObject({ code: 'vault.no_second_key' })
    const { fingerprint } = other.key
    expect((await rotateVaultKey(replica.ctx, { fingerprint })).key.fingerprint).toBe(fingerprint)
  })

  it('retires the old one only while the one that is left lies where a restart finds it, everywhere', async () => {
    const other = rig.replica(rig.first)
    const next = rig.newKey()
    for (const each of [replica, other]) {
      each.hold(next)
      await each.beat()
    }
    await seal(replica, 'token', 'kept')
    await rotateVaultKey(replica.ctx)
    await rewrapVault(replica.ctx)
    replica.drop(next)
    // What was found once goes on opening.
    expect(await open(replica, 'token')).toBe('kept')
    expect((await showVaultKeys(replica.ctx)).keys.at(-1)).toMatchObject({ gone: true })
    const refused = { code: 'vault.key_not_everywhere' }
    await expect(retireVaultKey(replica.ctx, {})).rejects.toMatchObject(refused)
    replica.hold(next)
    other.drop(next)
    // Named by a variable, a file that is gone stops a restart; what it held before counts no more.
    for (const disorder of ['vault.key_missing', undefined] as const) {
      other.disorder(disorder)
      await other.beat()
      await expect(retireVaultKey(replica.ctx, {})).rejects.toMatchObject(refused)
    }
    other.hold(next)
    await other.beat()
    await retireVaultKey(replica.ctx, {})
    expect((await states()).map(({ state }) => state)).toEqual(['active'])
  })

  it('lets a process without the new key write nothing, and says which key it wants', async () => {
    const other = rig.replica(rig.first)
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await expect(seal(other, 'token', 'never')).rejects.toMatchObject({
      code: 'vault.key_missing',
      facts: { wanted: next.key.fingerprint },
    })
    await expect(rewrapVault(rig.replica(next).ctx)).resolves.toMatchObject({ rewrapped: 0 })
  })

  it('does not rewrap without the old key, and says which it wants', async () => {
    await seal(replica, 'token', 'old')
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await expect(rewrapVault(rig.replica(next).ctx)).rejects.toMatchObject({
      code: 'vault.key_missing',
      facts: { wanted: rig.first.key.fingerprint },
    })
    expect((await showVaultKeys(replica.ctx)).left).toBe(1)
  })

  it('keeps the old key while anything is sealed under it, the key that seals always', async () => {
    await seal(replica, 'token', 'old')
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    await expect(retireVaultKey(replica.ctx, {})).rejects.toMatchObject({
      code: 'vault.key_in_use',
      facts: { left: 1 },
    })
    await expect(
      retireVaultKey(replica.ctx, { fingerprint: next.key.fingerprint }),
    ).rejects.toMatchObject({ code: 'vault.key_in_use' })
  })

  it('refuses a row that a late process writes under a retired key', async () => {
    const late = await replica.ctx.vault.wrap(
      replica.ctx.store.read,
      { rowId: 'sig_9', field: 'privateKey' },
      redacted('late'),
    )
    replica.hold(rig.newKey())
    await rotateVaultKey(replica.ctx)
    await retireVaultKey(replica.ctx, {})
    await expect(
      rig.organisation.database.pool.query(
        `insert into signing_key (id, public_jwk, created_at, kek_id, kek_version, wrapped_key, ciphertext)
         values ('sig_9', '{}', now(), $1, $2, $3, $4)`,
        [late.kekId, late.kekVersion, late.wrappedKey, late.ciphertext],
      ),
    ).rejects.toThrow(/foreign key/)
  })

  it('leaves a row alone that does not open, and goes on with the others', async () => {
    for (const field of ['a', 'b', 'c']) await seal(replica, field, field)
    await rig.organisation.database.pool.query(
      `update secret_version set wrapped_key = set_byte(wrapped_key, 20, get_byte(wrapped_key, 20) # 1) where field = 'b'`,
    )
    replica.hold(rig.newKey())
    await rotateVaultKey(replica.ctx)
    expect(await rewrapVault(replica.ctx)).toMatchObject({
      rewrapped: 2,
      broken: [{ place: 'secret_version', field: 'b' }],
    })
    expect([await open(replica, 'a'), await open(replica, 'c')]).toEqual(['a', 'c'])
    await expect(retireVaultKey(replica.ctx, {})).rejects.toMatchObject({ facts: { left: 1 } })
  })

  it('is done by many at once, each row once', async () => {
    for (let number = 0; number < 450; number++) await seal(replica, `f${number}`, `${number}`)
    const next = rig.newKey()
    replica.hold(next)
    await rotateVaultKey(replica.ctx)
    const replicas = [1, 2, 3].map(() => rig.replica(rig.first, next))
    const done = await Promise.all(replicas.map(({ ctx }) => rewrapVault(ctx)))
    await rewrapVault(replica.ctx)
    expect(done.reduce((sum, one) => sum + one.rewrapped, 0)).toBeLessThanOrEqual(450)
    expect((await showVaultKeys(replica.ctx)).left).toBe(0)
    expect(await open(rig.replica(next), 'f449')).toBe('449')
  })
})
