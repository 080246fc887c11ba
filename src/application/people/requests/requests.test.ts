/** Access for a while, against the emulated portal and the real database: asked, given, given back. */
import { describe, expect, test } from 'vitest'
import { accessRequests, HOUR_MS, NEW_SET } from '../../../../tests/support/access-requests.ts'
import { checkRig, codeOf } from '../../../../tests/support/check-rig.ts'
import { Killed, killable } from '../../../../tests/support/killable.ts'
import { createMember } from '../../access/create-member.ts'
import { changeConnection } from '../../connection/change-connection.ts'
import { disconnectPortal } from '../../connection/disconnect-portal.ts'
import { showOverview } from '../../activity/show-overview.ts'
import type { Context } from '../../context.ts'
import { showUser } from '../show-users.ts'
import { planPeople } from '../provisioning/plan-people.ts'
import { endRequest, settleRequest } from './answer-request.ts'
import { seenBy } from './show-requests.ts'
import { tendRequests } from './tend-requests.ts'

const world = checkRig()
const { sync, asker, later, job, tend, ask, approve, nowOf, stateOf, granted, told } =
  accessRequests(world)

describe('access for a while', () => {
  test('is given when somebody else has approved it, and exactly what was there is given back', async () => {
    const who = await asker()
    const before = nowOf(who)
    await sync()
    const request = await ask(who)
    await tend()
    expect(nowOf(who)).toEqual(before)
    await approve(request)
    await tend()
    expect(nowOf(who)).toMatchObject({ roleIds: [NEW_SET], primaryTeamId: before.primaryTeamId })
    expect(nowOf(who).secondaryTeamIds).toHaveLength(1)
    expect(await stateOf(request)).toMatchObject({ state: 'granted', held: null })
    later(7 * HOUR_MS)
    await tend()
    expect(nowOf(who).roleIds).toEqual([NEW_SET])
    later(2 * HOUR_MS)
    await tend()
    expect(nowOf(who)).toEqual(before)
    expect(await stateOf(request)).toMatchObject({ state: 'ended' })
  })

  test('can be ended before, and asked for again; meanwhile the user’s page says what does not stay', async () => {
    const who = await asker()
    const before = nowOf(who)
    const request = await granted(who)
    const shown = () =>
      showUser(world.rig.ctx, { connection: world.connection.name, user: `${who.id}` })
    expect((await shown()).elevated).toMatchObject({ id: request.id, state: 'granted' })
    await endRequest(who.ctx, { request: request.id })
    await tend()
    expect(nowOf(who)).toEqual(before)
    expect((await shown()).elevated).toBeNull()
    expect((await ask(who)).state).toBe('asked')
  })

  test('waits on the Home of whoever may answer it, and of nobody else', async () => {
    const who = await asker()
    await sync()
    const request = await ask(who)
    const member = async (role: 'admin' | 'auditor') => {
      const email = `${role}-${world.count}@our-firm.example`
      const { id } = await createMember(world.rig.ctx, { email, name: role, role })
      return world.rig.as(role, id)
    }
    const [admin, auditor] = [await member('admin'), await member('auditor')]
    const waiting = async (ctx: Context) =>
      (await showOverview(ctx, { timeZone: 'UTC' })).needs.flatMap((need) =>
        need.kind === 'access_request_waiting' && need.connection?.id === world.connection.id
          ? [need]
          : [],
      )
    expect(await waiting(admin)).toMatchObject([
      { severity: 'soon', page: `/requests/${request.id}`, at: request.lapsesAt },
    ])
    expect((await waiting(admin))[0]?.message).toContain(who.email)
    expect(await waiting(auditor)).toEqual([])
    await approve(request)
    expect(await waiting(admin)).toEqual([])
  })

  test('shows whoever decides the user as read, and what would go, until it is given', async () => {
    const who = await asker()
    await sync()
    const request = await ask(who)
    const seen = async () => (await seenBy(world.rig.ctx, [await stateOf(request)]))[0]!
    const { pieces, user } = await seen()
    expect(user?.user).toMatchObject({ userId: `${who.id}`, email: who.email })
    expect(pieces[0]).toMatchObject({ kind: 'permission_set', id: NEW_SET, had: false })
    expect(pieces[0]?.replaces).toHaveLength(1)
    await approve(request)
    await tend()
    // What stood there when it was asked for is not what stands there now.
    expect(await seen()).toMatchObject({ user: null, pieces: [{ replaces: [] }, {}] })
  })

  test('for good stays, and nobody who is not there gets any for a while', async () => {
    const who = await asker()
    const request = await granted(who, { hours: null })
    expect(await stateOf(request)).toMatchObject({ state: 'kept', endsAt: null })
    const email = `stranger-${world.count}@our-firm.example`
    const stranger = await createMember(world.rig.ctx, { email, name: 'S', role: 'member' })
    const ctx = world.rig.as('member', stranger.id)
    expect(await codeOf(ask({ ctx }))).toBe('request.invalid')
    const made = await ask({ ctx }, { hours: null, teams: [] })
    await approve(made)
    await tend()
    expect(world.rig.portal.people.find(email)).toMatchObject({
      state: 'invited',
      roleIds: [NEW_SET],
    })
  })

  test('what somebody changed beside it meanwhile stays theirs', async () => {
    const who = await asker()
    const before = nowOf(who)
    const request = await granted(who, { teams: [] })
    world.rig.portal.people.happens(who.id, { event: 'changed', change: { primaryTeamId: null } })
    later(9 * HOUR_MS)
    await tend()
    expect(nowOf(who)).toEqual({ ...before, primaryTeamId: null })
    expect(await stateOf(request)).toMatchObject({ state: 'ended' })
  })

  test('where somebody changed what was given, nothing is guessed: people are told, and settle it', async () => {
    const who = await asker()
    const request = await granted(who)
    const byHand = { roleIds: [] as string[] }
    world.rig.portal.people.happens(who.id, { event: 'changed', change: byHand })
    const changed = nowOf(who)
    later(9 * HOUR_MS)
    await tend()
    await tend()
    expect(nowOf(who)).toEqual(changed)
    expect(await stateOf(request)).toMatchObject({
      state: 'drifted',
      held: expect.stringContaining('permission set') as unknown,
    })
    const { rows } = await world.rig.organisation.database.pool.query(
      "select from notice where kind = 'people.access_waits' and facts ->> 'requestId' = $1",
      [request.id],
    )
    expect(rows).toHaveLength(1)
    expect(await codeOf(settleRequest(who.ctx, { request: request.id }))).toBe('people.own_request')
    await settleRequest(world.rig.ctx, { request: request.id })
    expect(await stateOf(request)).toMatchObject({ state: 'ended' })
  })

  test('nothing else is planned of them until it is over', async () => {
    const who = await asker()
    await granted(who)
    await sync()
    const rules = {
      version: 1,
      protected: ['rescue@our-firm.example'],
      rules: [{ emails: [who.email], permissionSet: null }],
    } as const
    const made = await planPeople(world.rig.ctx, { connection: world.connection.id, rules })
    expect(made.plan).toMatchObject({
      items: [],
      blocks: [{ guard: 'elevated', email: who.email }],
    })
  })
})

describe('a connection that may not be called', () => {
  const putState = (state: string) =>
    changeConnection(world.rig.ctx, 'operate', 'test', world.connection.id, (before) => ({
      ...before,
      state: state as typeof before.state,
    }))

  test('gives nothing back while it is paused, says so once, and goes on then', async () => {
    const who = await asker()
    const before = nowOf(who)
    const request = await granted(who)
    await putState('suspended')
    later(9 * HOUR_MS)
    await tend()
    await tend()
    expect(await stateOf(request)).toMatchObject({
      state: 'ending',
      held: expect.stringContaining('it is paused') as unknown,
    })
    expect(nowOf(who).roleIds).toEqual([NEW_SET])
    expect(await told(request)).toEqual(['held'])
    await putState('active')
    await tend()
    expect(await stateOf(request)).toMatchObject({ state: 'ended', held: null })
    expect(nowOf(who)).toEqual(before)
  })

  test('disconnected for ever: people are told at once what stays behind, and settle it', async () => {
    const [who, other] = [await asker(0), await asker(1)]
    const request = await granted(who)
    await sync()
    const waiting = await ask(other)
    await disconnectPortal(world.rig.ctx, { connection: world.connection.id })
    await tendRequests(job())
    expect(await stateOf(request)).toMatchObject({
      state: 'drifted',
      held: expect.stringContaining('was disconnected') as unknown,
    })
    expect(await told(request)).toEqual(['drifted'])
    expect(await stateOf(waiting)).toMatchObject({ state: 'lapsed' })
    expect((await settleRequest(world.rig.ctx, { request: request.id })).state).toBe('ended')
  })
})

test('a guard holds it up, and says so once', async () => {
  const who = await asker()
  const before = nowOf(who)
  for (const n of [1, 2]) {
    const email = `sits-${world.count}-${n}@our-firm.example`
    world.rig.portal.people.invite({ email, seatNames: ['Core Seat'] })
  }
  await sync()
  const request = await ask(who, { permissionSet: undefined, teams: [], seats: ['Core Seat'] })
  await approve(request)
  await tend()
  await tend()
  expect(nowOf(who)).toEqual(before)
  expect(await stateOf(request)).toMatchObject({
    state: 'approved',
    held: expect.stringContaining('seat') as unknown,
  })
})

/** What counts its life by the database's clock. */
const LIVING = [
  ['people_reading', 'reading'],
  ['provisioning_run', 'running'],
] as const

test(
  'killed at any step of giving and of giving back, it ends as if there had been no kill',
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = []
    let steps = 0
    for (const phase of ['give', 'back'] as const)
      for (let at = 0; ; at += 1) {
        const who = await asker(steps++)
        const before = nowOf(who)
        const request = phase === 'give' ? undefined : await granted(who)
        await sync()
        const asked = request ?? (await ask(who))
        if (phase === 'give') await approve(asked)
        else later(9 * HOUR_MS)
        later(15 * 60_000)
        const dying = killable(job(), at)
        await tendRequests(dying.ctx).catch((err: unknown) => {
          if (!(err instanceof Killed)) throw err
        })
        const where = `${phase} ${at}`
        for (const [table, state] of LIVING)
          await world.rig.organisation.database.pool.query(
            `update ${table} set alive_at = alive_at - interval '2 min' where state = '${state}'`,
          )
        for (let round = 0; round < 3; round += 1) await tend()
        const { state } = await stateOf(asked)
        if (phase === 'give' && (state !== 'granted' || nowOf(who).roleIds[0] !== NEW_SET))
          wrong.push(`${where}: ${state}`)
        later(9 * HOUR_MS)
        for (let round = 0; round < 2; round += 1) await tend()
        const ended = await stateOf(asked)
        if (ended.state !== 'ended' || JSON.stringify(nowOf(who)) !== JSON.stringify(before))
          wrong.push(`${where}: ${ended.state} ${JSON.stringify(nowOf(who))}`)
        if (!dying.died()) break
        expect(at).toBeLessThan(60)
      }
    expect(wrong).toEqual([])
    expect(steps).toBeGreaterThan(14)
  },
)
