/** Reading a portal's people, against the emulated portal and the real database. */
import { describe, expect, it } from 'vitest'
import { checkRig, codeOf } from '../../../tests/support/check-rig.ts'
import { createMember } from '../access/create-member.ts'
import { listAlerts } from './alerts.ts'
import { linkUser } from './link-user.ts'
import { setPeopleSettings } from './settings.ts'
import { showTimeline } from './show-timeline.ts'
import { listUsers, showUser } from './show-users.ts'
import { syncDue } from './sync-due.ts'
import { DEAD_MS, startSync, syncPeople } from './sync-people.ts'

const check = checkRig()

const connection = () => check.connection.name
const sync = () => {
  // The portal has the clock of this machine.
  check.rig.organisation.clock.now = new Date()
  return syncPeople(check.rig.ctx, { connection: connection() })
}
const users = async () => {
  const { items } = await listUsers(check.rig.ctx, { connection: connection(), limit: 500 })
  return items
}
const people = () => check.rig.portal.people
/** Somebody of whom nothing hangs: no token, no super admin. */
const somebody = async (at = 0) => {
  const plain = (await users()).filter(
    ({ user, presence }) => presence === 'present' && !user.superAdmin && !user.deactivated,
  )
  return plain[at]!.user
}
const timeline = async () => {
  const { items } = await showTimeline(check.rig.ctx, { connection: connection(), limit: 100 })
  return items
}

describe('reading the people of a portal', () => {
  it('shows everybody whom HubSpot lists, with what the lists beside it tell', async () => {
    const reading = await sync()
    expect(reading).toMatchObject({
      state: 'sealed',
      reasons: [],
      sealed: { seal: 1, facets: { teams: 'read', logins: 'read', security: 'read' } },
    })
    const shown = await users()
    const members = people()
      .list()
      .filter(({ state }) => state !== 'removed')
    expect(shown.map(({ user }) => user.email).toSorted()).toEqual(
      members.map(({ email }) => email).toSorted(),
    )
    for (const { user } of shown) {
      const truth = people().find(Number(user.userId))
      expect(user.superAdmin).toBe(truth?.superAdmin)
      if (truth?.state === 'deactivated') expect(user.deactivated).toBe(true)
    }
    expect(shown.filter(({ user }) => user.lastLoginAt !== null).length).toBeGreaterThan(0)
    expect(shown.filter(({ user }) => user.ownerId !== null).length).toBeGreaterThan(0)
  })

  it('tells what changed since, and who did it', async () => {
    await sync()
    expect(await timeline()).toEqual([])
    const [demoted, left] = [await somebody(0), await somebody(1)]
    const admin = people()
      .list()
      .find(({ superAdmin, state }) => superAdmin && state === 'active')
    const by = { userId: admin!.id }
    people().happens(Number(demoted.userId), { event: 'made-super-admin', by })
    people().happens(Number(left.userId), { event: 'removed', by })
    const before = await showUser(check.rig.ctx, { connection: connection(), user: left.email })
    expect(before.user.presence).toBe('present')
    expect((await sync()).state).toBe('sealed')
    expect(await timeline()).toMatchObject([
      { userId: left.userId, kind: 'removed', attribution: { certainty: 'told' } },
      {
        userId: demoted.userId,
        kind: 'super_admin',
        after: 'true',
        attribution: { certainty: 'told', events: [{ actorId: String(admin!.id) }] },
      },
    ])
    const after = await showUser(check.rig.ctx, { connection: connection(), user: left.userId })
    expect(after.user).toMatchObject({ presence: 'removed', goneAt: expect.any(Date) })
    const { items, counts } = await listAlerts(check.rig.ctx, { connection: connection() })
    expect(items.filter(({ kind }) => kind === 'new_super_admin')).toMatchObject([
      { userId: demoted.userId },
    ])
    expect(counts.reduce((sum, { open }) => sum + open, 0)).toBe(items.length)
    expect(counts).toContainEqual(expect.objectContaining({ kind: 'new_super_admin', open: 1 }))
    const shown = await showUser(check.rig.ctx, { connection: connection(), user: demoted.userId })
    expect(new Set(shown.alerts.map(({ userId }) => userId))).toEqual(new Set([demoted.userId]))
    people().happens(Number(demoted.userId), { event: 'super-admin-ended', by })
  })

  it('keeps the past: the population of a snapshot is what it was', async () => {
    const first = await sync()
    const one = await somebody()
    people().happens(Number(one.userId), { event: 'removed' })
    const second = await sync()
    const { people: kept } = check.rig.services.store.read
    const at = async (seal: number) =>
      (await kept.population(check.connection.id, seal)).map(({ userId }) => userId)
    expect(await at(first.sealed!.seal)).toContain(one.userId)
    expect(await at(second.sealed!.seal)).not.toContain(one.userId)
    expect(await at(second.sealed!.seal)).toHaveLength(second.sealed!.users)
    expect(second.sealed!.digest).not.toBe(first.sealed!.digest)
  })

  it('does not lose who is deactivated, also where HubSpot leaves them out', async () => {
    await sync()
    const one = await somebody()
    people().happens(Number(one.userId), { event: 'deactivated' })
    check.rig.portal.switches.deactivatedUsersListed = false
    const reading = await sync()
    check.rig.portal.switches.deactivatedUsersListed = true
    expect(reading.state).toBe('sealed')
    expect(await timeline()).toMatchObject([
      {
        userId: one.userId,
        kind: 'deactivated',
        after: 'true',
        attribution: { certainty: 'told' },
      },
    ])
  })
})

describe('what is not complete changes nothing', () => {
  it.each([
    ['an empty list', { kind: 'page', defect: 'empty' }, 1],
    ['a refused list of roles', { kind: 'status', status: 500 }, 20],
  ] as const)('%s', async (_, effect, count) => {
    await sync()
    const before = await users()
    check.rig.portal.faults.set({
      match: {
        method: 'GET',
        path: effect.kind === 'page' ? '^/settings/users/[^/]+/?$' : '/roles',
      },
      effect,
      count,
    })
    const reading = await sync()
    expect(reading).toMatchObject({ state: 'incomplete', sealed: null })
    expect(reading.reasons.length).toBeGreaterThan(0)
    expect(await users()).toEqual(before)
    expect(await timeline()).toEqual([])
  })

  it('whatever a bad day does to the lists, nobody who is there is taken for gone', async () => {
    await sync()
    const { switches } = check.rig.portal
    switches.shortPages = 3
    const outcomes: string[] = []
    for (let seed = 1; seed <= 10; seed++) {
      check.rig.portal.chaos({ seed, writes: false, changes: false })
      const { state } = await sync()
      outcomes.push(state)
      check.rig.portal.faults.clear()
      const absent = (await users()).filter(({ presence }) => presence !== 'present')
      const there = absent.filter(
        ({ user }) => people().find(Number(user.userId))?.state !== 'removed',
      )
      expect(there, `seed ${seed}`).toEqual([])
    }
    switches.shortPages = null
    // Both happen, or this says nothing.
    expect(new Set(outcomes)).toEqual(new Set(['sealed', 'incomplete']))
    expect((await sync()).state).toBe('sealed')
  }, 120_000)

  it('a credential that may not read users', async () => {
    await check.limited('crm.objects.contacts.read')
    const { pool } = check.rig.organisation.database
    await pool.query("update connection set state = 'active' where id = $1", [check.connection.id])
    await check.rig.services.pictures.refresh()
    expect(await sync()).toMatchObject({
      state: 'incomplete',
      reasons: [{ reason: 'list_torn', list: 'users', fault: { reason: 'refused', status: 403 } }],
    })
  })
})

describe('two at once', () => {
  it('one reads, the other is told so', async () => {
    const first = await startSync(check.rig.ctx, { connection: connection() })
    expect(await codeOf(sync())).toBe('people.reading_running')
    expect((await first.done).state).toBe('sealed')
    expect((await sync()).state).toBe('sealed')
  })

  it('one whose process died is in nobody’s way', async () => {
    const { people: kept } = check.rig.services.store.read
    const id = 'rdg_00000000000000000000'
    // Of a process whose clock is hours behind: that alone buries nobody.
    const long = new Date(Date.now() - 6 * 60 * 60_000)
    const left = { id, connectionId: check.connection.id, askedBy: null, begunAt: long }
    expect(await kept.begin(left, DEAD_MS)).toBe(true)
    expect(await codeOf(sync())).toBe('people.reading_running')
    await check.rig.organisation.database.pool.query(
      "update people_reading set alive_at = alive_at - interval '31 s' where id = $1",
      [id],
    )
    expect((await sync()).state).toBe('sealed')
    expect(await kept.reading(id)).toMatchObject({
      state: 'incomplete',
      reasons: [{ reason: 'interrupted' }],
    })
  })
})

describe('who is who', () => {
  it('is told by the address, by a link where the address does not tell, and never guessed', async () => {
    await sync()
    const [byAddress, byLink] = [await somebody(0), await somebody(1)]
    const name = { role: 'member' } as const
    await createMember(check.rig.ctx, { ...name, email: byAddress.email.toLowerCase(), name: 'A' })
    const other = `other-${check.count}@example.com`
    await createMember(check.rig.ctx, { ...name, email: other, name: 'B' })
    const how = async (id: string) =>
      (await users()).find(({ user }) => user.userId === id)?.match.how
    expect(await how(byAddress.userId)).toBe('email')
    expect(await how(byLink.userId)).toBe('none')
    await linkUser(check.rig.ctx, { connection: connection(), user: byLink.userId, person: other })
    expect(await how(byLink.userId)).toBe('linked')
  })

  it('of several who say it at the same moment one is heard, and the others are told', async () => {
    await sync()
    const [one, two] = [await somebody(2), await somebody(3)]
    const person = `twice-${check.count}@example.com`
    await createMember(check.rig.ctx, { role: 'member', email: person, name: 'C' })
    const { pool } = check.rig.organisation.database
    const waiting = async () =>
      (
        await pool.query<{ n: number }>(
          "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
      ).rows[0]?.n ?? 0
    let said: Promise<PromiseSettledResult<void>[]> | undefined
    // Both have looked, and wait for their turn.
    await check.rig.services.store.transaction(async (tx) => {
      await tx.people.lock(check.connection.id)
      said = Promise.allSettled(
        [one, two].map(({ userId }) =>
          linkUser(check.rig.ctx, { connection: connection(), user: userId, person }),
        ),
      )
      await expect.poll(waiting, { timeout: 20_000 }).toBe(2)
    })
    const ends = (await said) ?? []
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = ends.find((end) => end.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'resource.conflict' })
  })
})

describe('by itself', () => {
  it('reads a portal when its time has come, and once', async () => {
    const { ctx, services } = check.rig
    const settings = {
      everyHours: 24,
      rules: { dormantAfterDays: 60, domains: [], serviceAddresses: [] },
    }
    await setPeopleSettings(ctx, { connection: connection(), settings })
    const job = {
      ...services,
      actor: { kind: 'job', name: 'people.sync' },
      door: 'system',
    } as const
    await syncDue(job)
    await syncDue(job)
    const readings = await services.store.read.people.readings(check.connection.id, 10)
    expect(readings).toMatchObject([{ state: 'sealed', askedBy: null }])
  })

  it('tells once that it cannot, however often it fails after', async () => {
    const { services } = check.rig
    const job = {
      ...services,
      actor: { kind: 'job', name: 'people.sync' },
      door: 'system',
    } as const
    check.rig.portal.faults.set({
      match: { method: 'GET', path: '^/settings/users/[^/]+/?$' },
      effect: { kind: 'page', defect: 'empty' },
    })
    await syncPeople(job, { connection: connection() })
    await syncPeople(job, { connection: connection() })
    const { rows } = await check.rig.organisation.database.pool.query(
      "select facts from notice where kind = 'people.reading_incomplete' and facts ->> 'connectionId' = $1",
      [check.connection.id],
    )
    expect(rows).toMatchObject([{ facts: { reasons: expect.stringContaining('no_users') } }])
  })
})
