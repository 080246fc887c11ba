import { HubwardError } from '../../domain/errors.ts'
import type { Services } from '../context.ts'

const ATTEMPTS = 4

/**
 * Writes down what HubSpot changed in a grant. An answer that cannot be written is a grant that may be
 * lost, so it is tried again; not where what it was written for is gone.
 */
export async function writeGrant<T>(
  { log, world }: Pick<Services, 'log' | 'world'>,
  write: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (err) {
      const decided = err instanceof HubwardError && err.code !== 'database.unreachable'
      if (decided || attempt === ATTEMPTS) throw err
      log.warn({ err, attempt }, 'oauth: a grant that HubSpot changed could not be written')
      await world.sleep(250 * attempt)
    }
  }
}
