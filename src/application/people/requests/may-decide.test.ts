/** What is offered is what is let through, and the other way round: for everybody and in every state. */
import { expect, test } from 'vitest'
import { checkRig, codeOf } from '../../../../tests/support/check-rig.ts'
import {
  PERSONS_WAYS,
  REQUEST_STATES,
  type AccessRequest,
  type PersonsWay,
} from '../../../domain/people/request/request.ts'
import { createMember } from '../../access/create-member.ts'
import type { Context } from '../../context.ts'
import { syncPeople } from '../sync-people.ts'
import {
  approveRequest,
  endRequest,
  refuseRequest,
  settleRequest,
  withdrawRequest,
  type OneRequest,
} from './answer-request.ts'
import { askAccess } from './ask-access.ts'
import { listOffers } from './list-offers.ts'
import { seenBy, setApprovers } from './show-requests.ts'

const world = checkRig()

const VERBS: Readonly<
  Record<PersonsWay, (ctx: Context, one: OneRequest) => Promise<AccessRequest>>
> = {
  approve: approveRequest,
  refuse: refuseRequest,
  withdraw: withdrawRequest,
  end: endRequest,
  settle: settleRequest,
}

const REFUSALS = new Set(['auth.forbidden', 'people.own_request', 'people.request_closed'])

test('whoever looks is offered exactly what the verbs let them do', async () => {
  const { rig, connection } = world
  const { people } = rig.portal
  const member = async (name: string) => {
    const email = `${name}@our-firm.example`
    people.happens(people.invite({ email, roleIds: [] }).id, { event: 'accepted' })
    const { id } = await createMember(rig.ctx, { email, name, role: 'member' })
    return { id, email, ctx: rig.as('member', id) }
  }
  const [own, named, other] = [await member('own'), await member('named'), await member('other')]
  await syncPeople(rig.ctx, { connection: connection.id })
  await setApprovers(rig.ctx, {
    connection: connection.id,
    approvers: [{ person: named.email }, { person: own.email }],
  })
  const request = await askAccess(own.ctx, {
    connection: connection.name,
    permissionSet: '51002',
    hours: 8,
    reason: 'The quarter ends.',
  })
  const lookers: Readonly<Record<string, Context>> = {
    'whoever asked': own.ctx,
    'whoever asked, as an admin': rig.as('admin', own.id),
    'a named approver': named.ctx,
    'somebody else': other.ctx,
    'an admin': rig.as('admin', other.id),
    'an auditor': rig.as('auditor', other.id),
    'the operator': rig.ctx,
  }
  const { pool } = rig.organisation.database
  const disagreements: string[] = []
  let offered = 0
  for (const state of Object.keys(REQUEST_STATES) as (keyof typeof REQUEST_STATES)[]) {
    const put = () =>
      pool.query('update access_request set state = $2 where id = $1', [request.id, state])
    for (const [who, ctx] of Object.entries(lookers)) {
      await put()
      const [seen] = await seenBy(ctx, [{ ...request, state }])
      for (const way of PERSONS_WAYS) {
        await put()
        const code = await codeOf(VERBS[way](ctx, { request: request.id }))
        const isOpen = code.startsWith('no refusal')
        if (!isOpen) expect(REFUSALS).toContain(code)
        if (isOpen) offered += 1
        if (seen?.may.includes(way) !== isOpen) disagreements.push(`${state}: ${who} ${way}`)
      }
    }
  }
  expect(disagreements).toEqual([])
  // Neither all nor nothing.
  expect(offered).toBeGreaterThan(20)
})

test('what can be asked for goes by the names of the newest reading, to people alone', async () => {
  const { rig, connection } = world
  const email = `looks-${world.count}@our-firm.example`
  const { id } = await createMember(rig.ctx, { email, name: 'Looks', role: 'member' })
  const ctx = rig.as('member', id)
  const offer = async () =>
    (await listOffers(ctx)).find((one) => one.connection.id === connection.id)
  expect(await offer(), 'nothing was read yet').toBeUndefined()
  await syncPeople(rig.ctx, { connection: connection.id })
  expect(await offer()).toMatchObject({ isUser: false })
  const sets = (await offer())?.catalogue.permissionSets.map((set) => set.id) ?? []
  expect(sets.toSorted()).toEqual([...rig.portal.portal.users.permissionSets.keys()].toSorted())
  rig.portal.people.happens(rig.portal.people.invite({ email, roleIds: [] }).id, {
    event: 'accepted',
  })
  await syncPeople(rig.ctx, { connection: connection.id })
  expect(await offer()).toMatchObject({ isUser: true })
  const job: Context = { ...rig.services, actor: { kind: 'job', name: 'x' }, door: 'system' }
  expect(await codeOf(listOffers(job))).toMatch(/^auth\./)
})
