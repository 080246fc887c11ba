import type { ConnectionState } from '../../domain/connection/connection.ts'
import type { Intake } from '../../domain/intake/intake.ts'
import type { KeyStanding } from '../../domain/intake/outcome-words.ts'
import type { Repositories } from '../ports.ts'

/** A slot keeps, through every move, when what is in it was approved: so its key is found again. */
export async function keyStanding(
  from: Repositories,
  { connectionId, decidedAt }: Intake,
): Promise<KeyStanding | null> {
  if (connectionId === null) return null
  const slots = await from.slots.list(connectionId)
  const own = slots.find(({ storedAt }) => storedAt.getTime() === decidedAt?.getTime())
  if (own?.slot === 'next') return 'staged'
  if (own?.slot === 'previous') return 'previous'
  const connection = own && (await from.connections.get(connectionId))
  if (connection?.state === 'pending' && (await from.checks.isChecked(connectionId)))
    return 'check_failed'
  return connection ? KEY_STANDINGS[connection.state] : 'gone'
}

const KEY_STANDINGS: Readonly<Record<ConnectionState, KeyStanding>> = {
  pending: 'unchecked',
  active: 'in_use',
  // It is theirs and works; that they pause is no matter of whoever sent it.
  suspended: 'in_use',
  needs_reauth: 'unaccepted',
  disconnected: 'gone',
}
