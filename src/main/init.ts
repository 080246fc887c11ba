/**
 * Sets a fresh Hubward up: the master key, the organisation, and where it is asked for by e-mail an
 * admin with a key. What is secret is told once, here. There is no default admin: without one the
 * first to open the link that `hubward start` prints becomes it.
 */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createMasterKeyFile,
  findMasterKey,
  findMasterKeys,
  keyPlaces,
  secondKeyPlaces,
  type FoundMasterKey,
} from '../adapters/crypto/master-key-source.ts'
import {
  bindMasterKey,
  demandMasterKeys,
  wantedFingerprint,
} from '../adapters/database/kek-check.ts'
import { createKey } from '../application/access/create-key.ts'
import { createMember } from '../application/access/create-member.ts'
import { setOrganisation } from '../application/access/set-organisation.ts'
import type { Context } from '../application/context.ts'
import { HubwardError } from '../domain/errors.ts'
import type { Log } from '../application/ports.ts'
import type { Redacted } from '../domain/redacted.ts'
import { redacted } from '../domain/redacted.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database.ts'
import { openKeyRing } from './key-ring.ts'
import { openServices } from './services.ts'

export interface InitInput {
  readonly organisation: string
  /** An admin with a key, for those without a browser; `null`: none is made. */
  readonly admin: { readonly email: string; readonly name: string } | null
  /** Makes an admin another key, whatever keys there are: they may all be lost. */
  readonly newKey: boolean
}

/** What a first start does by itself. */
export const INIT_DEFAULTS: InitInput = {
  organisation: 'My organisation',
  admin: null,
  newKey: false,
}

/** What was made; every secret in it is told now or never. */
export interface InitReport {
  readonly fingerprint: string
  readonly keySource: string
  /** The master key's text where it was made just now. */
  readonly masterKey: Redacted<string> | null
  /** `null` while there is no admin. */
  readonly adminEmail: string | null
  /** Who was named and is no admin, where no key was to be made: told, since it is no end of a start. */
  readonly notAdmin: string | null
  /** `null` where none was made. */
  readonly adminKey: Redacted<string> | null
  readonly adminKeyFile: string
}

/** Where the command line finds the key of the person at this machine. */
export const adminKeyFile = (dataDir: string): string => join(dataDir, 'admin.key')

export const isInitialised = async (database: OpenDatabase): Promise<boolean> =>
  (await wantedFingerprint(database.db)) !== undefined

/**
 * Idempotent: an interrupted `init` is finished by the next one. Asked for an admin where none has a
 * key that works, it makes one: whoever has the machine is never locked out.
 *
 * @throws HubwardError `vault.key_missing`, `vault.key_wrong` where the data has another key
 */
export async function initialise(
  config: Config,
  database: OpenDatabase,
  log: Log,
  input: InitInput,
): Promise<InitReport> {
  const { key, made } = await masterKeyFor(config, database)
  const open = await openServices(config, database, await openKeyRing(config, database), log)
  try {
    const ctx: Context = { ...open.services, actor: { kind: 'operator' }, door: 'cli' }
    if (!(await ctx.store.read.organisation.get()))
      await setOrganisation(ctx, { name: input.organisation })
    const admin = await adminOf(ctx, input)
    const file = adminKeyFile(config.dataDir)
    if (admin.key) saveAdminKey(file, admin.key)
    return {
      fingerprint: key.key.fingerprint,
      keySource: key.source,
      masterKey: made,
      adminEmail: admin.email,
      notAdmin: admin.passedOver,
      adminKey: admin.key,
      adminKeyFile: file,
    }
  } finally {
    await open.close()
  }
}

/** A database that was begun keeps its key; only a fresh one may be bound to a new key. */
async function masterKeyFor(
  config: Config,
  database: OpenDatabase,
): Promise<{ key: FoundMasterKey; made: Redacted<string> | null }> {
  const { env, dataDir } = config
  const fresh = !(await isInitialised(database))
  const found = findMasterKey(env, dataDir)
  const made = fresh && !found ? redacted(createMasterKeyFile(dataDir).text) : null
  const first = found ?? findMasterKey(env, dataDir)
  if (fresh && first) await bindMasterKey(database.db, first)
  const places = [...keyPlaces(env, dataDir), ...secondKeyPlaces(env, dataDir)]
  return { key: await demandMasterKeys(database.db, findMasterKeys(env, dataDir), places), made }
}

async function adminOf(
  ctx: Context,
  input: InitInput,
): Promise<{ email: string | null; key: Redacted<string> | null; passedOver: string | null }> {
  const admins = (await ctx.store.read.principals.list()).filter(
    ({ role, state }) => role === 'admin' && state === 'active',
  )
  const now = ctx.world.now()
  const live = (await ctx.store.read.keys.list()).filter(
    ({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || expiresAt > now),
  )
  const holder = admins.find(({ id }) => live.some(({ principalId }) => principalId === id))
  const existing = holder ?? admins[0]
  const wanted = input.newKey || (input.admin !== null && !holder)
  const named = admins.find(({ email }) => email === input.admin?.email)
  const passedOver = named ? null : (input.admin?.email ?? null)
  if (!wanted) return { email: (named ?? existing)?.email ?? null, key: null, passedOver }
  if (input.admin && existing && !named) throw noAdmin(input.admin.email, admins)
  const admin =
    named ??
    existing ??
    (input.admin && (await createMember(ctx, { ...input.admin, role: 'admin' })))
  if (!admin)
    throw new HubwardError(
      'resource.not_found',
      'There is no admin yet whose key could be made. Name one with --admin-email, or open the link of hubward admin-link.',
    )
  const made = await createKey(ctx, {
    principal: admin.id,
    name: 'by hubward init',
    expiresAt: null,
  })
  return { email: admin.email, key: made.text, passedOver: null }
}

/** A key for somebody else than the one asked for would be found out late. */
function noAdmin(address: string, admins: readonly { readonly email: string | null }[]) {
  const known = admins.flatMap(({ email }) => email ?? []).join(', ')
  return new HubwardError(
    'resource.not_found',
    `${address} is no admin here, so no key was made. Name one who is (${known}), or leave --admin-email out. To make somebody an admin: hubward member role <email> admin.`,
  )
}

/**
 * So that commands on this machine work at once; only its owner can read it. Written aside and
 * renamed, so that neither a link that lies there nor an older file's mode decides who reads it.
 */
function saveAdminKey(file: string, key: Redacted<string>): void {
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, `${key.reveal()}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(draft, file)
}
