/** What can be asked for, by name: of every portal whose people were read. */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { Context } from '../../context.ts'
import { demandPerson } from '../../sign-in/demand-person.ts'
import { doerOf } from '../provisioning/doer-of.ts'
import type { Catalogue } from '../ports.ts'
import { catalogueOf } from '../show-users.ts'

export interface Offer {
  readonly connection: Connection
  readonly catalogue: Catalogue
  /** Whether whoever asks is a user of the portal: only then is there access for a while. */
  readonly isUser: boolean
}

/** Any member may look: names alone, and without them nobody could ask. */
export async function listOffers(ctx: Context): Promise<readonly Offer[]> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const { connections, people, principals } = ctx.store.read
  const self = await principals.get(doerOf(ctx).id)
  const offers: Offer[] = []
  for (const connection of await connections.list()) {
    const reading = await people.newestSealed(connection.id)
    if (!reading || connection.state === 'disconnected') continue
    offers.push({
      connection,
      catalogue: catalogueOf(reading),
      isUser: self !== undefined && (await isUser(self.id, self.email, connection.id)),
    })
  }
  return offers

  async function isUser(id: string, email: string | null, connection: string): Promise<boolean> {
    if ([...(await people.links(connection)).values()].includes(id)) return true
    if (email === null) return false
    const { total } = await people.users(connection, { email, presence: 'present' }, { limit: 2 })
    return total === 1
  }
}
