/** Whether the master key is there and safe, and whether it is the one of this database. */
import {
  findMasterKeys,
  keyPlaces,
  secondKeyPlaces,
} from '../../../adapters/crypto/master-key-source.ts'
import { demandMasterKeys } from '../../../adapters/database/kek-check.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { fail, ok, type Check, type Finding, type Subject } from '../check.ts'

export const masterKeyCheck: Check = {
  name: 'master_key',
  title: 'Master key',
  needs: ['config'],
  look(subject) {
    const { running } = subject
    if (running)
      return inWords(async () => {
        const sources = (await running.held()).map(({ source, gone }) =>
          gone ? `${source} (which lies there no more)` : source,
        )
        return ok(`Held: ${sources.length > 1 ? 'keys' : 'the key'} from ${sources.join(' and ')}.`)
      })
    return inWords(async () => {
      const { env, dataDir } = configOf(subject)
      const found = findMasterKeys(env, dataDir)
      const said = found.map(({ key, source }) => `${key.fingerprint}, from ${source}`)
      if (found.length > 0)
        return ok(`The key${found.length > 1 ? 's' : ''} ${said.join(' and ')}.`)
      return fail(
        `No master key in ${keyPlaces(env, dataDir).join(', ')}.`,
        'Put the key back in one of these places; for a fresh installation, run hubward init.',
      )
    })
  },
}

export const masterKeyFitsCheck: Check = {
  name: 'master_key_fits',
  title: 'Master key opens the vault',
  needs: ['config', 'database'],
  look(subject) {
    const { running } = subject
    return inWords(async () => {
      if (!running) return fits(subject)
      const now = await inWords(() => fits(subject))
      return now.status === 'ok'
        ? now
        : { ...now, found: `This process holds it, and a restart would not find it. ${now.found}` }
    })
  },
}

async function fits(subject: Subject): Promise<Finding> {
  const { env, dataDir } = configOf(subject)
  const { database } = subject
  if (!database) return fail('There is no database.', 'Start Hubward.')
  const places = [...keyPlaces(env, dataDir), ...secondKeyPlaces(env, dataDir)]
  const { key } = await demandMasterKeys(database.db, findMasterKeys(env, dataDir), places)
  return ok(`The key ${key.fingerprint} opens the vault’s canary.`)
}

/** What the vault says of a key is already a sentence with a way out. */
async function inWords(look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof HubwardError)) throw error
    return fail(error.message, REMEDIES[error.code] ?? 'See docs/configuration.md, “Master key”.')
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  'vault.key_exposed': 'Let nobody but its owner read it (chmod 400). If others could: rotate it.',
  'vault.key_malformed': 'Restore the file from your copy; a key is never made anew.',
  'vault.key_missing': 'Put the named key back in one of the places, from your copy.',
  'vault.key_wrong': 'Give it the key with the wanted fingerprint, or the right database.',
  'config.invalid': 'Set one of the two.',
}

const configOf = ({ config, env }: Subject) => ({ env, dataDir: config?.dataDir ?? './data' })
