/**
 * Where the master key comes from: the environment, a file, a systemd credential, or the data
 * folder, in that order; the first that is set counts, and a mistake in it is never skipped over.
 */
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
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
  /** Set by systemd where the unit has `LoadCredential=` (systemd.exec(5)). */
  readonly CREDENTIALS_DIRECTORY?: string | undefined
}

const CREDENTIAL_NAME = 'hubward-master-key'

/** The places in their order, for messages. */
export const keyPlaces = (env: KeyEnvironment, dataDir: string): readonly string[] => [
  'HUBWARD_MASTER_KEY',
  `HUBWARD_MASTER_KEY_FILE${env.HUBWARD_MASTER_KEY_FILE ? ` (${env.HUBWARD_MASTER_KEY_FILE})` : ''}`,
  `the systemd credential ${CREDENTIAL_NAME}`,
  defaultKeyFile(dataDir),
]

export const defaultKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'master.key')

/**
 * The key, or `undefined` where none of the places holds one.
 *
 * @throws HubwardError `vault.key_missing` for a named file that cannot be read; `vault.key_wrong`
 *   for something that is no key, or a file in the data folder that others can read
 */
export function findMasterKey(env: KeyEnvironment, dataDir: string): FoundMasterKey | undefined {
  if (env.HUBWARD_MASTER_KEY) return parsed(env.HUBWARD_MASTER_KEY, 'HUBWARD_MASTER_KEY')
  if (env.HUBWARD_MASTER_KEY_FILE) return fromFile(env.HUBWARD_MASTER_KEY_FILE, 'required')
  if (env.CREDENTIALS_DIRECTORY) {
    const found = fromFile(join(env.CREDENTIALS_DIRECTORY, CREDENTIAL_NAME), 'optional')
    if (found) return found
  }
  const file = defaultKeyFile(dataDir)
  const found = fromFile(file, 'optional')
  if (found) demandPrivate(file)
  return found
}

/** Makes a key in the data folder, readable by its owner alone; never writes over one. */
export function createMasterKeyFile(dataDir: string): { text: string; file: string } {
  const file = defaultKeyFile(dataDir)
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  const text = newMasterKeyText()
  const handle = openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o400)
  try {
    writeSync(handle, `${text}\n`)
  } finally {
    closeSync(handle)
  }
  return { text, file }
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
    'vault.key_wrong',
    `${source} does not hold a master key: 32 bytes as 43 characters of base64url, 44 of base64 or 64 of hex.`,
  )
}

function demandPrivate(file: string): void {
  const mode = statSync(file).mode & 0o777
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  throw new HubwardError(
    'vault.key_wrong',
    `${file} can be read by others (mode ${mode.toString(8)}). If nobody did: chmod 400 "${file}".`,
  )
}
