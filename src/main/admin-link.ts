/** The first admin's link, for whoever has the machine: printed by a start, or by `hubward admin-link`. */
import type { Services } from '../application/context.ts'
import type { Log } from '../application/ports.ts'
import { makeFirstAdminLink } from '../application/sign-in/links.ts'
import { HubwardError } from '../domain/errors.ts'
import { redacted, type Redacted } from '../domain/redacted.ts'
import { linkAddress } from '../domain/sign-in/one-time-link.ts'
import type { Config } from './config.ts'
import { openDatabase, openDatabaseBeside } from './database.ts'
import { isInitialised } from './init.ts'
import { openKeyRing } from './key-ring.ts'
import { openServices } from './services.ts'

export interface AdminLink {
  /** The whole address; whoever opens it first becomes the admin. */
  readonly address: Redacted<string>
  readonly expiresAt: Date
}

/** `null` where there is an admin: then no such link is made, ever again. */
export async function firstAdminLink(services: Services): Promise<AdminLink | null> {
  const made = await makeFirstAdminLink({ ...services, actor: { kind: 'operator' }, door: 'cli' })
  if (!made) return null
  const { publicUrl } = services.signIn.site
  return {
    address: redacted(linkAddress(publicUrl, made.token.reveal())),
    expiresAt: made.link.expiresAt,
  }
}

/**
 * The same beside a running Hubward, or with none running.
 *
 * @throws HubwardError `vault.*`, `database.*`; `resource.not_found` before the first start
 */
export async function adminLinkFor(config: Config, log: Log): Promise<AdminLink | null> {
  const database = openDatabaseBeside(config) ?? (await openDatabase(config, log, () => undefined))
  try {
    if (!(await isInitialised(database)))
      throw new HubwardError(
        'resource.not_found',
        'Nothing is set up here yet: hubward start sets it up and prints the link.',
      )
    const ring = await openKeyRing(config, database)
    const open = await openServices(config, database, ring, log)
    try {
      return await firstAdminLink(open.services)
    } finally {
      await open.close()
    }
  } finally {
    await database.close()
  }
}
