/** Who asks, who answers, and who is never both. */
import { describe, expect, test } from 'vitest'
import { accessRequests, HOUR_MS } from '../../../../tests/support/access-requests.ts'
import { checkRig, codeOf } from '../../../../tests/support/check-rig.ts'
import { grantAmple } from '../../../../tests/support/ample.ts'
import { createMember } from '../../access/create-member.ts'
import { createServiceAccount } from '../../access/create-service-account.ts'
import { removeMember } from '../../access/remove-member.ts'
import { connectPortal } from '../../connection/connect-portal.ts'
import type { Context } from '../../context.ts'
import { linkUser } from '../link-user.ts'
import { planPeople } from '../provisioning/plan-people.ts'
import { syncPeople } from '../sync-people.ts'
import {
  approveRequest,
  endRequest,
  refuseRequest,
  settleRequest,
  withdrawRequest,
} from './answer-request.ts'
import { listRequests, setApprovers, showRequest } from './show-requests.ts'

const world = checkRig()
const { sync, asker, later, job, tend, ask, approve, nowOf, stateOf, granted } =
  accessRequests(world)

describe('who may', () => {
  test('never oneself, nor anybody who was not named', async () => {
    const [who, other] = [await asker(0), await asker(1)]
    await sync()
    const request = await ask(who)
    const by = (ctx: Context) => codeOf(approveRequest(ctx, { request: request.id }))
    expect(await by(who.ctx)).toBe('people.own_request')
    expect(await by(other.ctx)).toBe('auth.forbidden')
    expect(await by(job())).toMatch(/^auth\./)
    expect(await listRequests(other.ctx, { open: true })).toEqual([])
    await setApprovers(world.rig.ctx, {
      connection: world.connection.id,
      approvers: [{ person: other.email }],
    })
    expect((await listRequests(other.ctx, { open: true })).map(({ id }) => id)).toEqual([
      request.id,
    ])
    expect((await approveRequest(other.ctx, { request: request.id })).state).toBe('approved')
    expect(await by(other.ctx)).toBe('people.request_closed')
  })

  test('an admin who asked is no answerer either', async () => {
    const who = await asker()
    await sync()
    const { actor } = who.ctx
    if (actor.kind !== 'principal') throw new Error('nobody')
    const admin = world.rig.as('admin', actor.principalId)
    const request = await ask({ ...who, ctx: admin })
    expect(await codeOf(approveRequest(admin, { request: request.id }))).toBe('people.own_request')
  })

  test('never whom it is for by any other name: come back after a removal, or linked', async () => {
    const [who, other] = [await asker(0), await asker(1)]
    await sync()
    const request = await ask(who)
    const kept = () => stateOf(request)
    // Past the removal itself, which ends what was asked.
    const { pool } = world.rig.organisation.database
    await removeMember(world.rig.ctx, { member: who.email })
    expect(await kept()).toMatchObject({ state: 'withdrawn' })
    await pool.query("update access_request set state = 'asked' where id = $1", [request.id])
    const { email } = who
    const back = await createMember(world.rig.ctx, { email, name: 'Back', role: 'admin' })
    const by = (id: string) =>
      codeOf(approveRequest(world.rig.as('admin', id), { request: request.id }))
    expect(await by(back.id)).toBe('people.own_request')
    await linkUser(world.rig.ctx, {
      connection: world.connection.id,
      user: String(who.id),
      person: other.memberId,
    })
    expect(await by(other.memberId)).toBe('people.own_request')
    expect(await kept()).toMatchObject({ state: 'asked' })
  })

  test('nor a program, by whatever it was named or given', async () => {
    const who = await asker()
    await sync()
    const request = await ask(who)
    const name = `sync-job-${world.count}`
    const { id } = await createServiceAccount(world.rig.ctx, { name })
    expect(
      await codeOf(
        setApprovers(world.rig.ctx, {
          connection: world.connection.id,
          approvers: [{ person: name }],
        }),
      ),
    ).toBe('resource.not_found')
    const program = world.rig.as('admin', id)
    expect(await codeOf(approveRequest(program, { request: request.id }))).toBe('auth.forbidden')
  })

  test('whoever is removed keeps nothing: what was given is given back, what waits is withdrawn', async () => {
    const who = await asker()
    const before = nowOf(who)
    const request = await granted(who)
    await removeMember(world.rig.ctx, { member: who.email })
    expect(await stateOf(request)).toMatchObject({ state: 'ending' })
    await tend()
    expect(nowOf(who)).toEqual(before)
    expect(await stateOf(request)).toMatchObject({ state: 'ended' })
  })

  test('settling wants a fresh proof, as approving does', async () => {
    const who = await asker()
    const request = await granted(who)
    world.rig.portal.people.happens(who.id, { event: 'changed', change: { roleIds: [] } })
    later(9 * HOUR_MS)
    await tend()
    const other = await asker(1)
    const { actor, ...rest } = world.rig.as('admin', other.memberId)
    if (actor.kind !== 'principal') throw new Error('nobody')
    const stale: Context = {
      ...rest,
      actor: { ...actor, means: { ...actor.means, kind: 'session' }, steppedUpUntil: null },
    }
    expect(await codeOf(settleRequest(stale, { request: request.id }))).toBe(
      'auth.step_up_required',
    )
    expect((await settleRequest(world.rig.ctx, { request: request.id })).state).toBe('ended')
  })

  test('one’s own are listed, however many others ask', async () => {
    const who = await asker()
    await sync()
    const request = await ask(who)
    await world.rig.organisation.database.pool.query(
      `insert into access_request (id, connection_id, portal_id, state, asked_by, asked_by_name, email,
         email_key, wish, reason, asked_at, lapses_at, next_at)
       select 'req_many_' || n, connection_id, portal_id, 'refused', 'mem_x', 'X', 'x@x.example', 'x@x.example',
         wish, reason, asked_at, lapses_at, next_at
       from access_request, generate_series(1, 600) n where id = $1`,
      [request.id],
    )
    expect((await listRequests(who.ctx, { open: false })).map(({ id }) => id)).toEqual([request.id])
    const other = await asker(1)
    const unseen = showRequest(other.ctx, { request: request.id })
    await expect(unseen).rejects.toThrow(`There is no request "${request.id}"`)
  })

  test('one open request at a time also under another address, and through another connection', async () => {
    const who = await asker()
    const request = await granted(who)
    const email = `moved-${world.count}@our-firm.example`
    Object.assign(world.rig.portal.people.find(who.id)!, { email })
    await sync()
    await linkUser(world.rig.ctx, {
      connection: world.connection.id,
      user: String(who.id),
      person: who.memberId,
    })
    expect(await codeOf(ask(who))).toBe('people.request_open')
    const other = await connectPortal(world.rig.ctx, world.rig.input(`Other ${world.count}`))
    const { id } = await grantAmple(world.rig.ctx, other.connection.id)
    await syncPeople(world.rig.ctx, { connection: id })
    await linkUser(world.rig.ctx, {
      connection: id,
      user: String(who.id),
      person: who.memberId,
    })
    expect(await codeOf(ask(who, { connection: id }))).toBe('people.request_open')
    // Nor does a plan of the other connection write to them meanwhile.
    const rules = { version: 1, rules: [{ emails: [email], permissionSet: null }] } as const
    const { plan } = await planPeople(world.rig.ctx, { connection: id, rules })
    expect(plan.blocks).toMatchObject([{ guard: 'elevated', email }])
    await endRequest(who.ctx, { request: request.id })
    await tend()
    expect((await ask(who, { connection: id })).state).toBe('asked')
  })

  test('one open request at a time; refused, withdrawn and unanswered ones give nothing', async () => {
    const who = await asker()
    const before = nowOf(who)
    await sync()
    const [first, second] = await Promise.allSettled([ask(who), ask(who)])
    const ends = [first, second].map(({ status }) => status).toSorted()
    expect(ends).toEqual(['fulfilled', 'rejected'])
    const lost = [first, second].find((end) => end.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'people.request_open' })
    const won = [first, second].find((end) => end.status === 'fulfilled')
    await refuseRequest(world.rig.ctx, { request: won!.value.id, note: 'Not now.' })
    const again = await ask(who)
    await approve(again)
    await withdrawRequest(who.ctx, { request: again.id })
    const third = await ask(who)
    later(8 * 24 * HOUR_MS)
    await tend()
    expect(await stateOf(third)).toMatchObject({ state: 'lapsed' })
    expect(nowOf(who)).toEqual(before)
  })
})
