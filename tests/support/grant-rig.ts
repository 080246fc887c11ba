/** What tests of OAuth grants that are rotated share: a connection by a grant for each test. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { revokeCredential } from '../../src/application/rotation/revoke-credential.ts'
import { openSlot } from '../../src/application/rotation/slot-secrets.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { connectionRig, secret, type ConnectionRig } from './connection-rig.ts'
import { APP, OTHER_SECRET } from './oauth-app.ts'

const BOTH = [APP.clientSecret, OTHER_SECRET]

/** Of the test that runs. */
export interface GrantWorld {
  rig: ConnectionRig
  connection: Connection
}

/** Registers the hooks of the file that calls it. HubSpot changes refresh tokens with each refresh. */
export function grantRig() {
  const world = {} as GrantWorld
  let count = 0
  beforeAll(async () => {
    world.rig = await connectionRig({ oauthApps: [APP] })
  })
  afterAll(() => world.rig.close())
  beforeEach(async () => {
    const { rig } = world
    rig.organisation.clock.now = new Date()
    rig.portal.faults.clear()
    rig.portal.switches.rotateRefreshTokens = false
    rig.portal.oauth.setClientSecrets(APP.clientId, BOTH)
    const made = await connectPortal(rig.ctx, {
      title: `OAuth ${++count}`,
      kind: 'oauth',
      secrets: {
        clientId: secret(APP.clientId),
        clientSecret: secret(APP.clientSecret),
        refreshToken: secret(rig.portal.oauth.makeRefreshToken(APP.clientId)),
      },
    })
    world.connection = made.connection
    rig.portal.switches.rotateRefreshTokens = true
  })
  const named = () => ({ connection: world.connection.name })
  const later = (ms: number): void => {
    const { clock } = world.rig.organisation
    clock.now = new Date(clock.now.getTime() + ms)
  }
  const now = async () =>
    (await world.rig.services.store.read.connections.get(world.connection.id)) ?? world.connection
  const refreshToken = async (slot: 'current' | 'previous' | 'next') => {
    const { vault, store } = world.rig.services
    const opened = await openSlot(vault, store.read, world.connection.id, slot, 'oauth')
    return opened['refreshToken']?.reveal()
  }
  return {
    world,
    named,
    later,
    now,
    refreshToken,
    serving: async () => (await refreshToken('current')) ?? '',
    stage: (secrets: { clientId?: string; clientSecret?: string; refreshToken?: string }) =>
      stageCredential(world.rig.ctx, {
        ...named(),
        kind: 'oauth',
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([field, text]) => [field, secret(text)]),
        ),
      }),
    promote: (more: { suspect?: boolean } = {}) =>
      promoteCredential(world.rig.ctx, { ...named(), ...more }),
    revoke: () => revokeCredential(world.rig.ctx, { ...named(), reason: 'a leak' }),
    async bearer() {
      const { rig, connection } = world
      const known = (await rig.services.pictures.current()).connection(connection.id)
      return (await rig.services.credentials.bearer(known ?? connection)).reveal()
    },
    /** So that the next call wants a new access token. */
    letTokenEnd(): void {
      later(31 * 60_000)
      world.rig.services.credentials.forget(world.connection.id)
    },
    state: async () => (await now()).state,
    actions: async () =>
      (await world.rig.organisation.events()).flatMap(({ event }) =>
        event.type === 'change' && event.targetId === world.connection.id ? [event.action] : [],
      ),
    /** Notices of these kinds about the connection, oldest first. */
    async notices(...kinds: readonly string[]) {
      const { rows } = await world.rig.organisation.database.pool.query<{ kind: string }>(
        `select kind from notice where facts->>'connectionId' = $1 and kind = any($2) order by raised_at`,
        [world.connection.id, kinds],
      )
      return rows.map(({ kind }) => kind)
    },
    /** HubSpot refuses whatever token asks for the account. */
    accountRefused: (times?: number, after = 0) =>
      world.rig.portal.faults.set({
        effect: { kind: 'status', status: 401 },
        match: { path: 'account-info' },
        after,
        ...(times && { count: times }),
      }),
    /** HubSpot does what a refresh asks, its answer comes late, and meanwhile something else is done. */
    async whileAnswered<T>(begin: () => Promise<T>, act: () => Promise<unknown>, after = 0) {
      const { faults } = world.rig.portal
      faults.set({
        effect: { kind: 'latency', ms: 1_000, when: 'after' },
        match: { path: '/oauth/.*token$' },
        after,
        count: 1,
      })
      const begun = Promise.allSettled([begin()])
      while (faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
      // HubSpot has looked at it a moment after it struck.
      await new Promise((go) => setTimeout(go, 100))
      await act()
      return (await begun)[0]
    },
  }
}
