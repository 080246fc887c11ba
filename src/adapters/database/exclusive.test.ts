/** Promise: work under a lock is one at a time, and hears when the lock is no longer its own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { createExclusive } from './exclusive.ts'

let database: TestDatabase
let exclusive: ReturnType<typeof createExclusive>
beforeAll(async () => {
  database = await testDatabase()
  exclusive = createExclusive(database.config)
})
afterAll(async () => {
  await exclusive.close()
  await database.drop()
})

test('one at a time, by name', async () => {
  const at: string[] = []
  const work = (name: string) => async () => {
    at.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 30))
    at.push(`${name} ends`)
  }
  await Promise.all([
    exclusive.run('grant', 5_000, work('one')),
    exclusive.run('grant', 5_000, work('other')),
  ])
  expect(at.map((said) => said.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends'])
})

test('who waits in vain is told to come again, and runs nothing', async () => {
  const [began, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holds = exclusive.run('busy', 5_000, async () => {
    began.resolve()
    await done.promise
  })
  await began.promise
  let ran = false
  await expect(
    exclusive.run('busy', 100, async () => {
      ran = true
    }),
  ).rejects.toMatchObject({ code: 'database.unreachable' })
  expect(ran).toBe(false)
  done.resolve()
  await holds
})

test('work whose lock is lost hears of it: another may hold it now', async () => {
  const heard = await exclusive.run('lost', 5_000, async (held) => {
    expect(held.aborted).toBe(false)
    const ended = new Promise((resolve) => held.addEventListener('abort', () => resolve('heard')))
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
    return ended
  })
  expect(heard).toBe('heard')
  await exclusive.run('lost', 1_000, async () => undefined)
})
