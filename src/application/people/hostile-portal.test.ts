/** Portals that behave as HubSpot might: what must neither break a reading nor be told wrongly. */
import { afterEach, describe, expect, it } from 'vitest'
import { checkRig } from '../../../tests/support/check-rig.ts'
import { disconnectPortal } from '../connection/disconnect-portal.ts'
import { listAlerts } from './alerts.ts'
import { showTimeline } from './show-timeline.ts'
import { listUsers, showUser } from './show-users.ts'
import { startSync, syncPeople } from './sync-people.ts'

const check = checkRig()
const connection = () => check.connection.name
const people = () => check.rig.portal.people
const sync = () => {
  // The portal has the clock of this machine.
  check.rig.organisation.clock.now = new Date()
  return syncPeople(check.rig.ctx, { connection: connection() })
}
const users = async () =>
  (await listUsers(check.rig.ctx, { connection: connection(), limit: 500 })).items
const timeline = async () =>
  (await showTimeline(check.rig.ctx, { connection: connection(), limit: 100 })).items
const alertsOf = async (userId: string) => {
  const { items } = await listAlerts(check.rig.ctx, { connection: connection() })
  return items.filter((one) => one.userId === userId).map(({ kind }) => kind)
}
const somebody = async () => {
  const plain = (await users()).filter(
    ({ user, presence }) => presence === 'present' && !user.superAdmin && !user.deactivated,
  )
  return plain[0]!.user
}

afterEach(() => {
  check.rig.portal.switches.deactivatedUsersListed = true
  check.rig.portal.switches.teamsRefused = false
  check.rig.portal.switches.loginOrder = 'newest'
  check.rig.portal.switches.shortPages = null
})

describe('somebody who comes back', () => {
  it('as a super admin is told once, and stops no reading', async () => {
    await sync()
    const one = await somebody()
    people().happens(Number(one.userId), { event: 'removed' })
    await sync()
    people().invite({ email: one.email })
    people().happens(Number(one.userId), { event: 'made-super-admin' })
    expect(await sync()).toMatchObject({ state: 'sealed' })
    people().happens(Number(one.userId), { event: 'super-admin-ended' })
    expect((await alertsOf(one.userId)).filter((kind) => kind === 'new_super_admin')).toHaveLength(
      1,
    )
  })
})

describe('somebody who was invited', () => {
  it('stays so until they come in, however often is read', async () => {
    await sync()
    const { id } = people().invite({ email: `newcomer-${check.count}@our-firm.example` })
    const invited = async () =>
      (await users()).find(({ user }) => user.userId === String(id))?.user.inferredInvited
    for (const _ of [1, 2, 3]) {
      expect((await sync()).state).toBe('sealed')
      expect(await invited()).toBe(true)
      expect(await alertsOf(String(id))).not.toContain('never_logged_in')
    }
    people().happens(id, { event: 'logged-in' })
    await sync()
    expect(await invited()).toBe(false)
  })
})

describe('a portal', () => {
  it('that refuses its teams to everybody is read without them', async () => {
    check.rig.portal.switches.teamsRefused = true
    expect(await sync()).toMatchObject({
      state: 'sealed',
      sealed: { facets: { teams: 'unavailable' } },
    })
  })

  it('that lists no deactivated users is read without CRM users, too', async () => {
    await check.limited('settings.users.read', 'crm.objects.owners.read')
    const { pool } = check.rig.organisation.database
    await pool.query("update connection set state = 'active' where id = $1", [check.connection.id])
    await check.rig.services.pictures.refresh()
    await sync()
    const one = await somebody()
    people().happens(Number(one.userId), { event: 'deactivated' })
    check.rig.portal.switches.deactivatedUsersListed = false
    expect((await sync()).reasons).toEqual([])
    expect(await timeline()).toMatchObject([
      { userId: one.userId, kind: 'deactivated', attribution: { certainty: 'unread' } },
    ])
  })
})

describe('somebody who is missing, and then taken for removed', () => {
  it('was removed by whoever was told to have done it when they were missed', async () => {
    await check.limited('settings.users.read', 'account-info.security.read')
    const { pool } = check.rig.organisation.database
    await pool.query("update connection set state = 'active' where id = $1", [check.connection.id])
    await check.rig.services.pictures.refresh()
    await sync()
    const one = await somebody()
    people().happens(Number(one.userId), { event: 'removed' })
    // Nobody can be asked for by id.
    check.rig.portal.faults.set({
      match: { method: 'GET', path: '^/settings/users/[^/]+/[0-9]+$' },
      effect: { kind: 'status', status: 403 },
    })
    await sync()
    // As if that had been yesterday.
    await pool.query(
      "update people_reading set begun_at = begun_at + interval '1 day' where connection_id = $1",
      [check.connection.id],
    )
    await sync()
    const told = (await timeline()).filter(({ userId }) => userId === one.userId)
    expect(told).toMatchObject([
      { kind: 'removed', from: told[1]!.from, attribution: { certainty: 'told' } },
      { kind: 'missing', attribution: { certainty: 'told' } },
    ])
  })
})

describe('a login', () => {
  it('is not missed where HubSpot tells the oldest first', async () => {
    await sync()
    const one = await somebody()
    const { switches } = check.rig.portal
    switches.loginOrder = 'oldest'
    switches.shortPages = 5
    people().happens(Number(one.userId), { event: 'logged-in' })
    await sync()
    const now = await users()
    const last = now.find(({ user }) => user.userId === one.userId)?.user.lastLoginAt
    expect(Date.now() - new Date(last!).getTime()).toBeLessThan(60 * 60_000)
  })

  it('that is refused in passing spoils no reading', async () => {
    check.rig.portal.faults.set({
      match: { path: '/activity/login' },
      effect: { kind: 'status', status: 503 },
      count: 2,
    })
    expect(await sync()).toMatchObject({ state: 'sealed', sealed: { facets: { logins: 'read' } } })
  })
})

describe('a portal that is disconnected while it is read', () => {
  it('leaves nobody behind', async () => {
    const last = '/settings/users/[^/]+/teams'
    check.rig.portal.faults.set({ match: { path: last }, effect: { kind: 'latency', ms: 3_000 } })
    const reading = await startSync(check.rig.ctx, { connection: connection() })
    for await (const told of reading.progress)
      if (told.event === 'begun')
        await disconnectPortal(check.rig.ctx, { connection: connection() })
    await reading.done.catch(() => undefined)
    const { people: kept } = check.rig.services.store.read
    expect(await kept.known(check.connection.id)).toEqual(new Map())
    expect(await kept.reading(reading.id)).toMatchObject({ state: 'incomplete' })
  })
})

describe('by itself', () => {
  const job = () => ({
    ...check.rig.services,
    actor: { kind: 'job', name: 'people.sync' } as const,
    door: 'system' as const,
  })
  const told = async () => {
    const { rows } = await check.rig.organisation.database.pool.query(
      "select 1 from notice where kind = 'people.reading_incomplete' and facts ->> 'connectionId' = $1",
      [check.connection.id],
    )
    return rows.length
  }

  it('tells once that it cannot go on, also after somebody saw it fail', async () => {
    const { accounts } = check.rig.services
    const broken = { accounts: { ...accounts, read: () => Promise.reject(new Error('broken')) } }
    const asked = { connection: connection() }
    await syncPeople({ ...check.rig.ctx, ...broken }, asked).catch(() => undefined)
    expect(await told()).toBe(0)
    for (const _ of [1, 2]) {
      await syncPeople({ ...job(), ...broken }, asked).catch(() => undefined)
      expect(await told()).toBe(1)
    }
  })

  it('makes up for what was missed by one reading', async () => {
    const { people: kept } = check.rig.services.store.read
    const rules = { dormantAfterDays: 60, domains: [], serviceAddresses: [] }
    const now = check.rig.services.world.now()
    const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
    await kept.saveSettings(check.connection.id, { everyHours: 24, rules }, at(-700))
    expect(await kept.claimDue(now, 4)).toContain(check.connection.id)
    expect(await kept.claimDue(at(1), 4)).not.toContain(check.connection.id)
    expect(await kept.claimDue(at(24), 4)).toContain(check.connection.id)
    await kept.saveSettings(check.connection.id, { everyHours: null, rules }, null)
  })
})

describe('a user', () => {
  it('is found by the address, however many others end in it', async () => {
    const ends = ['', 'a', 'b'].map((begin) => `${begin}x-${check.count}@our-firm.example`)
    const invited = ends.map((email) => people().invite({ email }))
    await sync()
    const named = { connection: connection(), user: ends[0]!.toUpperCase() }
    const { user } = await showUser(check.rig.ctx, named)
    expect(user.user.userId).toBe(String(invited[0]!.id))
  })

  it('stands on one page of the list and not on two, whatever the name', async () => {
    const names = ['İbrahim', 'ibrahim', 'Ίσις', 'ΊΣΙΣ', 'Straße', 'STRASSE']
    names.forEach((firstName, n) =>
      people().invite({ email: `odd-${check.count}-${n}@our-firm.example`, firstName }),
    )
    await sync()
    const { people: kept } = check.rig.services.store.read
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await kept.users(check.connection.id, {}, { limit: 1, after })
      seen.push(...page.items.map(({ user }) => user.userId))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toHaveLength(new Set(seen).size)
    expect(new Set(seen)).toEqual(new Set((await users()).map(({ user }) => user.userId)))
  })
})

describe('what happened before a snapshot', () => {
  it('is not told of what happened after it', async () => {
    await sync()
    const one = await somebody()
    const by = {
      userId: people()
        .list()
        .find(({ superAdmin }) => superAdmin)!.id,
    }
    people().happens(Number(one.userId), { event: 'made-super-admin', by })
    await sync()
    people().happens(Number(one.userId), { event: 'super-admin-ended', by })
    await sync()
    // Made once more, and of that HubSpot tells nothing.
    const user = people().find(Number(one.userId))!
    ;(user as { superAdmin: boolean }).superAdmin = true
    await sync()
    const made = (await timeline()).filter(
      ({ kind, after }) => kind === 'super_admin' && after === 'true',
    )
    ;(user as { superAdmin: boolean }).superAdmin = false
    expect(made.map(({ attribution }) => attribution.certainty)).toEqual(['several', 'told'])
  })
})
