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
      // Hubward itself speaks plain HTTP, so TLS ends before it.
      if (config.publicUrl.startsWith('https:') && config.trustedProxies.length === 0)
        return warn(ONE_ADDRESS, TRUSTED_PROXIES)
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

const ONE_ADDRESS =
  'People come by https, but no proxy is named: all of them count as one address, and one who guesses wrongly keeps the others out.'
const TRUSTED_PROXIES =
  'Set HUBWARD_TRUSTED_PROXIES to the address from which the proxy that ends TLS calls Hubward.'
const PUBLIC_URL = 'Set HUBWARD_PUBLIC_URL to the https address that people use.'
