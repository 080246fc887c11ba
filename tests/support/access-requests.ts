/** What tests of requests share: people who ask, the job that gives, and the hours that pass. */
import { beforeEach } from 'vitest'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { approveRequest } from '../../src/application/people/requests/answer-request.ts'
import { askAccess, type AskAccess } from '../../src/application/people/requests/ask-access.ts'
import { tendRequests } from '../../src/application/people/requests/tend-requests.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import type { AccessRequest } from '../../src/domain/people/request/request.ts'
import type { CheckRig } from './check-rig.ts'

export const HOUR_MS = 3_600_000
export const NEW_SET = '51002'

export interface Asker {
  readonly ctx: Context
  readonly email: string
  /** In the portal. */
  readonly id: number
  /** In Hubward. */
  readonly memberId: string
}

/** Registers the hook of the file that calls it. */
export function accessRequests(world: CheckRig) {
  const sync = () => syncPeople(world.rig.ctx, { connection: world.connection.id })
  beforeEach(async () => {
    world.rig.organisation.clock.now = new Date()
    world.rig.portal.faults.clear()
    await sync()
  })

  /** A member who is a user of the portal, with a team and a permission set. */
  async function asker(n = 0): Promise<Asker> {
    const { people, portal } = world.rig.portal
    const email = `asks-${world.count}-${n}@our-firm.example`
    const [team] = portal.users.teams.keys()
    // One on which no seat hangs: what would have to be bought could not be given back.
    const set = [...portal.users.permissionSets.values()].find(
      ({ id, seatName }) => id !== NEW_SET && !seatName,
    )
    const access = { primaryTeamId: team ?? null, roleIds: set ? [set.id] : [] }
    const { id } = people.invite({ email, ...access })
    people.happens(id, { event: 'accepted' })
    const member = await createMember(world.rig.ctx, { email, name: email, role: 'member' })
    return { email, id, memberId: member.id, ctx: world.rig.as('member', member.id) }
  }
  const later = (ms: number): void => {
    const { clock } = world.rig.organisation
    clock.now = new Date(clock.now.getTime() + ms)
  }
  const job = (): Context => ({
    ...world.rig.services,
    actor: { kind: 'job', name: 'people.requests' },
    door: 'system',
  })
  const tend = async (by = job()): Promise<void> => {
    // Whatever a round set aside for minutes has come round.
    later(15 * 60_000)
    await tendRequests(by)
  }
  const ask = (who: Pick<Asker, 'ctx'>, more: Partial<AskAccess> = {}): Promise<AccessRequest> =>
    askAccess(who.ctx, {
      connection: world.connection.name,
      permissionSet: NEW_SET,
      teams: ['Service'],
      hours: 8,
      reason: 'The quarter ends.',
      ...more,
    })
  const approve = ({ id }: AccessRequest) => approveRequest(world.rig.ctx, { request: id })
  return {
    sync,
    asker,
    later,
    job,
    tend,
    ask,
    approve,
    nowOf({ id }: Asker) {
      const { roleIds, primaryTeamId, secondaryTeamIds, seatNames } =
        world.rig.portal.people.find(id)!
      return structuredClone({ roleIds, primaryTeamId, secondaryTeamIds, seatNames })
    },
    stateOf: async ({ id }: AccessRequest): Promise<AccessRequest> =>
      (await world.rig.services.store.read.requests.get(id))!,
    async granted(who: Asker, more: Partial<AskAccess> = {}): Promise<AccessRequest> {
      await sync()
      const request = await ask(who, more)
      await approve(request)
      await tend()
      return request
    },
    /** Why, of the notices about it. */
    async told({ id }: AccessRequest): Promise<unknown[]> {
      const { rows } = await world.rig.organisation.database.pool.query<{ why: string }>(
        "select facts->>'why' as why from notice where kind = 'people.access_waits' and facts->>'requestId' = $1 order by 1",
        [id],
      )
      return rows.map(({ why }) => why)
    },
  }
}
