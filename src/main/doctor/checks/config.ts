/** Whether the environment holds settings that Hubward understands, and no others that look like its own. */
import { HubwardError } from '../../../domain/errors.ts'
import { readConfig } from '../../config.ts'
import { unfitForBrowsers } from '../../public-name.ts'
import { fail, ok, warn, type Check } from '../check.ts'

export const configCheck: Check = {
  name: 'config',
  title: 'Configuration',
  needs: [],
  look({ env, config: known, running }) {
    try {
      // Of a running process the environment has less by now than it was started with.
      const config = running && known ? known : readConfig(env)
      const unfit = unfitForBrowsers(config.publicUrl)
      if (unfit !== undefined) return warn(`Browsers cannot sign in: ${unfit}`, PUBLIC_URL)
      return ok(`Hubward is reached at ${config.publicUrl}; its data folder is ${config.dataDir}.`)
    } catch (error) {
      if (!(error instanceof HubwardError)) throw error
      const mistakes = error.fields.map(({ path, message }) => `${path}: ${message}`)
      return fail(
        mistakes.join('; ') || error.message,
        'Correct what is named; docs/configuration.md has every variable.',
      )
    }
  },
}

const PUBLIC_URL = 'Set HUBWARD_PUBLIC_URL to the https address that people use.'
