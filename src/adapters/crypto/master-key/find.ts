/**
 * Looks for the master key where an operator may have put it. The first place that names a key is
 * the one: a broken key there is an error, never a reason to look further. Makes no key.
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HubwardError } from '../../../domain/errors.ts'
import { masterKeyOf, readMasterKeyText, type MasterKey } from './master-key.ts'

export interface KeyPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The data folder; the key's own file is `keys/master.key` in it. */
  readonly dataDir: string
}

export interface KeySearch {
  readonly key: MasterKey | undefined
  /** Every place that was looked at, in words. */
  readonly looked: readonly string[]
}

export const masterKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'master.key')

/** @throws HubwardError `vault.key_malformed`, `vault.key_exposed`, `config.invalid` */
export function findMasterKey({ env, dataDir }: KeyPlaces): KeySearch {
  const variable = present(env['HUBWARD_MASTER_KEY'])
  const file = present(env['HUBWARD_MASTER_KEY_FILE'])
  const credentials = present(env['CREDENTIALS_DIRECTORY'])
  if (variable !== undefined && file !== undefined)
    throw new HubwardError(
      'config.invalid',
      'HUBWARD_MASTER_KEY and HUBWARD_MASTER_KEY_FILE are both set. Set one of them.',
    )
  const looked: string[] = []
  const found = (source: string, read: () => MasterKey | undefined): MasterKey | undefined => {
    looked.push(source)
    return read()
  }
  const key =
    found('the variable HUBWARD_MASTER_KEY', () =>
      variable === undefined ? undefined : fromVariable(variable),
    ) ??
    (file === undefined
      ? undefined
      : found(`${file} (HUBWARD_MASTER_KEY_FILE)`, () => fromFile(file, OPERATORS_FILE))) ??
    (credentials === undefined || file !== undefined
      ? undefined
      : found(`${join(credentials, CREDENTIAL)} (systemd credential)`, () =>
          fromFile(join(credentials, CREDENTIAL), SYSTEMD_FILE),
        )) ??
    (file === undefined
      ? found(masterKeyFile(dataDir), () => fromFile(masterKeyFile(dataDir), OWN_FILE))
      : undefined)
  return { key, looked }
}

const CREDENTIAL = 'hubward-master-key'

const present = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value

function fromVariable(text: string): MasterKey {
  const source = 'the variable HUBWARD_MASTER_KEY'
  return masterKeyOf(readMasterKeyText(text, source), source)
}

/** Permission bits of others than the owner that are refused, and that are worth a warning. */
interface Permissions {
  readonly refused: number
  readonly warned: number
}

/** Ours, made 0400: nobody else has any business with it. */
const OWN_FILE: Permissions = { refused: 0o077, warned: 0 }
/** Container platforms mount secrets readable for all inside the container: said, not refused. */
const OPERATORS_FILE: Permissions = { refused: 0o022, warned: 0o044 }
/** systemd keeps it in memory, for this service alone. */
const SYSTEMD_FILE: Permissions = { refused: 0, warned: 0 }

function fromFile(path: string, permissions: Permissions): MasterKey | undefined {
  let mode: number
  let text: string
  try {
    mode = statSync(path).mode
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new HubwardError('vault.key_missing', `The master key file ${path} cannot be read.`, {
      cause,
    })
  }
  // Windows knows no such bits and shows them all as set.
  const bits = process.platform === 'win32' ? 0 : mode & 0o077
  if (bits & permissions.refused)
    throw new HubwardError(
      'vault.key_exposed',
      `The master key file ${path} can be read or changed by others than its owner. ` +
        `Run: chmod 400 ${path}`,
      { facts: { path, mode: (mode & 0o777).toString(8) } },
    )
  const warnings =
    bits & permissions.warned
      ? [`The master key file ${path} can be read by others on this machine; 0400 would be safer.`]
      : []
  return masterKeyOf(readMasterKeyText(text, path), path, warnings)
}
