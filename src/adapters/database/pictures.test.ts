import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { createLog } from '../telemetry/log.ts'
import { openPictures } from './pictures.ts'

let database: TestDatabase
const log = createLog('silent')

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`insert into organisation (id, name) values ('org_1', 'Example')`)
})
afterAll(() => database.drop())

const addGroup = (name: string) =>
  database.pool.query(`insert into access_group (id, name, title) values ($1, $1, $1)`, [name])
const names = (picture: AccessPicture) => picture.groups().map((group) => group.name)

/** A pool whose queries can be made to fail, as when the database is away. */
function breakable(pool: pg.Pool): { pool: pg.Pool; broken: boolean } {
  const state = { pool, broken: false }
  state.pool = new Proxy(pool, {
    get: (target, property) =>
      property === 'query' && state.broken
        ? () => Promise.reject(new Error('the database is away'))
        : (Reflect.get(target, property, target) as unknown),
  })
  return state
}

/** A configuration under which no notification can arrive: only the poll is left. */
const DEAF = { host: '/nowhere', connectionTimeoutMillis: 100 }

describe('the access picture', () => {
  it('follows a change by notification, without being asked', async () => {
    const seen: string[][] = []
    const pictures = await openPictures({
      pool: database.pool,
      listenConfig: database.config,
      log,
      onChange: (picture) => seen.push(names(picture)),
    })
    await addGroup('told')
    await expect.poll(() => seen.at(-1) ?? []).toContain('told')
    await pictures.close()
  })

  it('follows a change within a second though notifications never arrive', async () => {
    const pictures = await openPictures({ pool: database.pool, listenConfig: DEAF, log })
    await addGroup('polled')
    await sleep(1_000)
    expect(names(await pictures.current())).toContain('polled')
    await pictures.close()
  })

  it('is refused once the database cannot confirm it: better no call than one on an old grant', async () => {
    const state = breakable(database.pool)
    const pictures = await openPictures({ pool: state.pool, listenConfig: DEAF, log })
    expect(names(await pictures.current())).not.toHaveLength(0)
    state.broken = true
    await sleep(1_100)
    await expect(Promise.resolve().then(() => pictures.current())).rejects.toMatchObject({
      code: 'access.picture_stale',
    })
    state.broken = false
    expect(names(await pictures.current())).not.toHaveLength(0)
    await pictures.close()
  })

  it('is refused, not awaited for ever, while the database is silent, and comes back with it', async () => {
    const pictures = await openPictures({ pool: database.pool, listenConfig: DEAF, log })
    const blocker = await database.pool.connect()
    await blocker.query('begin')
    await blocker.query('lock table picture_version in access exclusive mode')
    await sleep(1_100)
    const asked = await Promise.race([
      Promise.resolve(pictures.current()).then(
        () => 'permitted',
        (error: { code: string }) => error.code,
      ),
      sleep(5_000, 'still waiting'),
    ])
    expect(asked).toBe('access.picture_stale')
    await blocker.query('rollback')
    blocker.release()
    await expect
      .poll(async () => names(await pictures.current()), { timeout: 5_000 })
      .not.toHaveLength(0)
    await pictures.close()
  })

  it('shows after a refresh what was committed before it, and never half a change', async () => {
    const pictures = await openPictures({ pool: database.pool, listenConfig: DEAF, log })
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query(`insert into access_group (id, name, title) values ('half', 'half', 'x')`)
    await pictures.refresh()
    expect(names(await pictures.current())).not.toContain('half')
    await client.query('commit')
    client.release()
    await pictures.refresh()
    expect(names(await pictures.current())).toContain('half')
    await pictures.close()
  })
})
