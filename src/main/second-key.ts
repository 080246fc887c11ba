/** Another master key beside the one in use, for the vault to go over to. It is shown once. */
import {
  createMasterKeyFile,
  defaultKeyFile,
  findMasterKeys,
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
  const held = findMasterKeys(env, dataDir)
  if (held.length === 0)
    throw new HubwardError(
      'vault.key_missing',
      'There is no master key here yet. `hubward init` makes the first.',
    )
  const taken = secondKeyFile(dataDir)
  if (held.some(({ source }) => source === taken))
    throw new HubwardError(
      'resource.conflict',
      `There is a master key in ${taken} already. It is left as it is. If it was made for a rotation that is still to come, go on with \`hubward vault rotate\`. ` +
        `If it is the one in use (\`hubward vault status\`), move it to ${defaultKeyFile(dataDir)} and the one before into the safe, then try again.`,
    )
  const { text, file } = createMasterKeyFile(dataDir, secondKeyFile(dataDir))
  return { text: redacted(text), fingerprint: parseMasterKey(text)?.fingerprint ?? '', file }
}
