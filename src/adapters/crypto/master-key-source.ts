/**
 * Where master keys come from: the environment, a file, a systemd credential, or the data folder, in
 * that order; the first that is set counts, and a mistake in it is never skipped over. A second key
 * has four places of its own, for the time in which the vault goes over from one to the other; which
 * of the two is which makes no difference.
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { HubwardError } from '../../domain/errors.ts'
import { newMasterKeyText, parseMasterKey, type MasterKey } from './master-key.ts'

export interface FoundMasterKey {
  readonly key: MasterKey
  /** In words: `HUBWARD_MASTER_KEY`, `/run/…/hubward-master-key`. */
  readonly source: string
}

/** The parts of the environment that are read. */
export interface KeyEnvironment {
  readonly HUBWARD_MASTER_KEY?: string | undefined
  readonly HUBWARD_MASTER_KEY_FILE?: string | undefined
  readonly HUBWARD_SECOND_MASTER_KEY?: string | undefined
  readonly HUBWARD_SECOND_MASTER_KEY_FILE?: string | undefined
  /** Set by systemd where the unit has `LoadCredential=` (systemd.exec(5)). */
  readonly CREDENTIALS_DIRECTORY?: string | undefined
}

interface Names {
  readonly variable: 'HUBWARD_MASTER_KEY' | 'HUBWARD_SECOND_MASTER_KEY'
  readonly credential: string
  /** In the folder `keys` of the data folder. */
  readonly file: string
}

const FIRST: Names = {
  variable: 'HUBWARD_MASTER_KEY',
  credential: 'hubward-master-key',
  file: 'master.key',
}

const SECOND: Names = {
  variable: 'HUBWARD_SECOND_MASTER_KEY',
  credential: 'hubward-second-master-key',
  file: 'second-master.key',
}

/** The places in their order, for messages; those of the second key look alike. */
export function keyPlaces(env: KeyEnvironment, dataDir: string, names = FIRST): readonly string[] {
  const { variable, credential, file } = names
  const named = env[`${variable}_FILE`]
  return [
    variable,
    `${variable}_FILE${named ? ` (${named})` : ''}`,
    `the systemd credential ${credential}`,
    join(dataDir, 'keys', file),
  ]
}

export const secondKeyPlaces = (env: KeyEnvironment, dataDir: string): readonly string[] =>
  keyPlaces(env, dataDir, SECOND)

export const defaultKeyFile = (dataDir: string): string => join(dataDir, 'keys', FIRST.file)

export const secondKeyFile = (dataDir: string): string => join(dataDir, 'keys', SECOND.file)

/**
 * The keys that there are: none, one, or two that differ.
 *
 * @throws HubwardError as {@link findMasterKey}
 */
export function findMasterKeys(env: KeyEnvironment, dataDir: string): readonly FoundMasterKey[] {
  const { found, fault } = lookForMasterKeys(env, dataDir)
  if (fault) throw fault
  return found
}

/** What was found, also where one of the places is not in order. */
export interface Looked {
  readonly found: readonly FoundMasterKey[]
  /** What {@link findMasterKeys} would throw. */
  readonly fault: HubwardError | undefined
}

export function lookForMasterKeys(env: KeyEnvironment, dataDir: string): Looked {
  const found: FoundMasterKey[] = []
  let fault: HubwardError | undefined
  for (const names of [FIRST, SECOND])
    try {
      const one = findMasterKey(env, dataDir, names)
      if (one && one.key.fingerprint !== found[0]?.key.fingerprint) found.push(one)
    } catch (error) {
      if (!(error instanceof HubwardError)) throw error
      fault ??= error
    }
  return { found, fault }
}

/**
 * The key, or `undefined` where none of the places holds one.
 *
 * @throws HubwardError `vault.key_missing` for a named file that cannot be read;
 *   `vault.key_malformed` for something that is no key; `vault.key_exposed` for a file that others
 *   can change, or one in the data folder that they can read; `config.invalid` for two keys at once
 */
export function findMasterKey(
  env: KeyEnvironment,
  dataDir: string,
  { variable, credential, file: name } = FIRST,
): FoundMasterKey | undefined {
  const given = env[variable]
  const named = env[`${variable}_FILE`]
  if (given && named)
    throw new HubwardError(
      'config.invalid',
      `${variable} and ${variable}_FILE are both set. Set one of them.`,
    )
  if (given) return parsed(given, variable)
  if (named) return guarded(fromFile(named, 'required'), named, OTHERS_WRITE)
  if (env.CREDENTIALS_DIRECTORY) {
    const found = fromFile(join(env.CREDENTIALS_DIRECTORY, credential), 'optional')
    if (found) return found
  }
  const file = join(dataDir, 'keys', name)
  return guarded(fromFile(file, 'optional'), file, OTHERS_TOUCH)
}

/**
 * Makes a key in the data folder, readable by its owner alone. The file appears whole or not at
 * all, whatever instant the process dies at, and never over another: it is written aside and then
 * linked into place, which fails where the name exists (link(2), EEXIST).
 *
 * @throws HubwardError `resource.conflict` where another `init` was first
 */
export function createMasterKeyFile(
  dataDir: string,
  file = defaultKeyFile(dataDir),
): { text: string; file: string } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const text = newMasterKeyText()
  const draft = `${file}.${process.pid}.draft`
  const handle = openSync(draft, 'wx', 0o400)
  try {
    writeSync(handle, `${text}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(draft, file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    const message = `There is a master key in ${file} already. It is left as it is.`
    throw new HubwardError('resource.conflict', message, { cause })
  } finally {
    unlinkSync(draft)
  }
  syncFolder(dirname(file))
  return { text, file }
}

/** So that the name survives a power cut too. Windows has no such thing and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function fromFile(file: string, need: 'required' | 'optional'): FoundMasterKey | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (need === 'optional' && code === 'ENOENT') return undefined
    throw new HubwardError(
      'vault.key_missing',
      `The master key file ${file} cannot be read (${code ?? 'unknown reason'}).`,
      { cause },
    )
  }
  return parsed(text, file)
}

function parsed(text: string, source: string): FoundMasterKey {
  const key = parseMasterKey(text)
  if (key) return { key, source }
  throw new HubwardError(
    'vault.key_malformed',
    `${source} does not hold a master key: 32 bytes as 43 characters of base64url, 44 of base64 or 64 of hex.`,
  )
}

/** Container platforms mount secrets readable for all inside the container: that is let be. */
const OTHERS_WRITE = { bits: 0o022, can: 'changed' }
/** Ours, made 0400: nobody else has any business with it. */
const OTHERS_TOUCH = { bits: 0o077, can: 'read' }

/** Windows knows no such bits and shows them all as set. */
function guarded(
  found: FoundMasterKey | undefined,
  file: string,
  forbidden: typeof OTHERS_TOUCH,
): FoundMasterKey | undefined {
  if (!found || process.platform === 'win32') return found
  // Taken away in this very moment: there is nothing to guard.
  const mode = (statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o777
  if ((mode & forbidden.bits) === 0) return found
  throw new HubwardError(
    'vault.key_exposed',
    `${file} can be ${forbidden.can} by others (mode ${mode.toString(8)}). If nobody did: chmod 400 "${file}".`,
  )
}
