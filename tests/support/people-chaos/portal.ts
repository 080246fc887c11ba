/** An emulated portal in the process, and the ports through which the code under test reaches it. */
import {
  ConnectionCut,
  openPortal,
  type DirectPortal,
  type Switches,
} from '../../../emulator/index.ts'
import { createRandom } from '../../../emulator/random.ts'
import type { Context } from '../../../src/application/context.ts'
import type { Connection } from '../../../src/domain/connection/connection.ts'
import { redacted } from '../../../src/domain/redacted.ts'
import { ok } from '../../../src/domain/result.ts'
import { connectionNamed } from '../organisation.ts'
import { Referee } from './referee.ts'

export type Draw = (below: number) => number

export interface ChaosPortal {
  readonly portal: DirectPortal
  readonly connection: Connection
  readonly referee: Referee
  readonly clock: { now: number }
  /** Enough of one to read people and to call HubSpot. */
  readonly ctx: Context
  readonly ownUserId: string
  readonly breakGlass: string
  readonly draw: Draw
}

const START = Date.UTC(2026, 10, 20, 9)

const SCOPES = [
  'crm.objects.owners.read',
  'crm.objects.users.read',
  'settings.billing.write',
  'settings.users.read',
  'settings.users.teams.read',
  'settings.users.write',
]

export function chaosPortal(seed: number): ChaosPortal {
  const random = createRandom(seed)
  const draw: Draw = (below) => Math.floor(random() * below)
  const clock = { now: START }
  const portal = openPortal({
    seed,
    contacts: 0,
    users: 6 + draw(30),
    enforceLimits: false,
    now: () => clock.now,
    switches: uncertain(draw),
  })
  const token = portal.tokens[0]
  if (!token) throw new Error('no token')
  const members = portal.people.list().filter(({ state }) => state !== 'removed')
  const others = members.filter(({ id }) => id !== token.userId)
  // More than the floor, so that one of them can be asked to go.
  for (const { id } of others.slice(0, draw(4)))
    portal.people.happens(id, { event: 'made-super-admin' })
  const breakGlass = others[draw(others.length)]?.email ?? ''
  const own = members.find(({ id }) => id === token.userId)
  const referee = new Referee(portal, [breakGlass, own?.email ?? ''])
  const connection: Connection = { ...connectionNamed('chaos'), hubspotScopes: SCOPES }
  const ctx = contextOf(portal, token.secret, connection, referee, clock)
  return {
    portal,
    connection,
    referee,
    clock,
    ctx,
    ownUserId: String(token.userId),
    breakGlass,
    draw,
  }
}

/** What HubSpot's own pages say in two ways, or not at all. */
function uncertain(draw: Draw): Partial<Switches> {
  const either = <T>(one: T, other: T): T => (draw(2) === 0 ? one : other)
  return {
    userPut: either('merges', 'replaces'),
    putDropsExtraRoles: either(true, false),
    createTakesNames: either(true, false),
    namesNeedActivation: either(true, false),
    duplicateUser: either('conflict', 'invalid'),
    deleteActiveUser: draw(8) === 0 ? 'refused' : 'allowed',
    deleteAgain: either('no-content', 'not-found'),
    deactivatedUsersListed: either(true, false),
    userPaging: either('position', 'id'),
    rolesAvailable: draw(10) > 0,
    seatsEndpoint: draw(6) > 0,
    crmUserNeedsActivation: either(true, false),
    shortPages: either(null, 5),
  }
}

function contextOf(
  portal: DirectPortal,
  secret: string,
  connection: Connection,
  referee: Referee,
  clock: { now: number },
): Context {
  const bearer = redacted(secret)
  const quiet = (): void => undefined
  const readAccount = async () =>
    ok({ portalId: connection.portalId, hubspotScopes: SCOPES } as never)
  const parts: Partial<Context> = {
    actor: { kind: 'job', name: 'chaos' },
    world: {
      now: () => new Date(clock.now),
      monotonicMs: () => clock.now,
      sleep: async () => {
        clock.now += 250
      },
      randomBytes: (count) => new Uint8Array(count),
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    credentials: {
      bearer: () => bearer,
      forget: quiet,
      renew: () => 'none',
    },
    budget: {
      take: () => ok({ waitedMs: 0, settle: quiet, cancel: quiet, lost: quiet }),
      refused: quiet,
      reading: () => [],
    },
    callLog: { record: async () => undefined },
    accounts: {
      operatorOrigin: null,
      reserve: async () => ({ read: readAccount, end: quiet }),
      read: readAccount,
    },
    upstream: {
      send({ method, path, body }, answer) {
        const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined
        referee.look(method, path.split('?')[0] ?? '', text ? JSON.parse(text) : undefined)
        clock.now += 20
        try {
          const heard = portal.ask({
            method,
            path,
            headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
            body: text,
          })
          answer.head(heard.status, heard.headers)
          if (heard.text !== '') answer.data(new TextEncoder().encode(heard.text))
          answer.end()
        } catch (thrown) {
          if (!(thrown instanceof ConnectionCut)) throw thrown
          answer.fail({ kind: 'broken', sent: true, detail: 'cut' })
        }
        return { pause: quiet, resume: quiet, abort: quiet }
      },
    },
  }
  // Only what these verbs reach for; anything else fails as loudly as it can.
  return parts as Context
}
