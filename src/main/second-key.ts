/** Another master key beside the one in use, for the vault to go over to. It is shown once. */
import {
  createMasterKeyFile,
  findMasterKey,
  secondKeyFile,
} from '../adapters/crypto/master-key-source.ts'
import { parseMasterKey } from '../adapters/crypto/master-key.ts'
import { HubwardError } from '../domain/errors.ts'
import { redacted, type Redacted } from '../domain/redacted.ts'
import type { Config } from './config.ts'

export interface SecondKey {
  readonly text: Redacted<string>
  readonly fingerprint: string
  readonly file: string
}

/** @throws HubwardError `resource.conflict` where there is one; `vault.*` where none is in use */
export function makeSecondKey({ env, dataDir }: Pick<Config, 'env' | 'dataDir'>): SecondKey {
  if (!findMasterKey(env, dataDir))
    throw new HubwardError(
      'vault.key_missing',
      'There is no master key here yet. `hubward init` makes the first.',
    )
  const { text, file } = createMasterKeyFile(dataDir, secondKeyFile(dataDir))
  return { text: redacted(text), fingerprint: parseMasterKey(text)?.fingerprint ?? '', file }
}
