/** What tests of rotation share: a portal of one service key for each test, and what is done with it. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Token } from '../../emulator/index.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { showSlots } from '../../src/application/rotation/show-slots.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { connectionRig, secret, type ConnectionRig } from './connection-rig.ts'

export const DAY_MS = 86_400_000
export const SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write']

/** Of the test that runs. */
export interface RotationWorld {
  rig: ConnectionRig
  token: Token
  connection: Connection
}

/**
 * Registers the hooks of the file that calls it.
 *
 * @param scopes HubSpot scopes of each test's key
 */
export function rotationRig(scopes = SCOPES) {
  const world = {} as RotationWorld
  let count = 0
  beforeAll(async () => {
    world.rig = await connectionRig({ tokens: [{ kind: 'service_key', scopes }] })
  })
  afterAll(() => world.rig.close())
  beforeEach(async () => {
    world.rig.organisation.clock.now = new Date()
    world.rig.portal.faults.clear()
    await connectAnother()
  })
  async function connectAnother(): Promise<void> {
    const { rig } = world
    world.token = rig.portal.addToken({ kind: 'service_key', scopes })
    const made = await connectPortal(rig.ctx, {
      title: `Portal ${++count}`,
      kind: 'service_key',
      secrets: { token: secret(world.token.secret) },
    })
    world.connection = made.connection
  }
  const named = () => ({ connection: world.connection.name })
  return {
    world,
    connectAnother,
    named,
    stage: (text: string) =>
      stageCredential(world.rig.ctx, {
        ...named(),
        kind: 'service_key',
        secrets: { token: secret(text) },
      }),
    promote: (more: { acceptLost?: boolean; suspect?: boolean } = {}) =>
      promoteCredential(world.rig.ctx, { ...named(), ...more }),
    show: () => showSlots(world.rig.ctx, named()),
    async bearer() {
      const { rig, connection } = world
      const now = (await rig.services.pictures.current()).connection(connection.id)
      return (await rig.services.credentials.bearer(now ?? connection)).reveal()
    },
    /** Names of the secrets in the vault. */
    async stored() {
      const { rows } = await world.rig.organisation.database.pool.query<{ field: string }>(
        'select field from secret_version where connection_id = $1 order by field',
        [world.connection.id],
      )
      return rows.map(({ field }) => field)
    },
    actions: async () =>
      (await world.rig.organisation.events()).flatMap(({ event }) =>
        event.type === 'change' && event.connectionId === world.connection.id ? [event.action] : [],
      ),
  }
}
