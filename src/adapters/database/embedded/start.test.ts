import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { query, testFolders } from '../../../../tests/support/embedded.ts'
import { SETTINGS } from './settings.ts'
import type { Progress } from './start.ts'

const folders = testFolders()
afterEach(() => folders.clear())

it('makes a database on the first start and finds it again on the second', async () => {
  const dataDir = folders.make()
  const steps: Progress[] = []
  const first = await folders.start(dataDir, { onProgress: (step) => steps.push(step) })
  expect(first.adopted).toBe(false)
  expect(steps).toEqual(['creating', 'starting'])
  await query(first.connection, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()

  steps.length = 0
  const second = await folders.start(dataDir, { onProgress: (step) => steps.push(step) })
  expect(steps).toEqual(['starting'])
  expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }])
})

it('runs with the settings that its promises rest on, checksums included', async () => {
  const { connection } = await folders.start(folders.make())
  const rows = await query(connection, 'select name, setting from pg_settings')
  const found = new Map(rows.map(({ name, setting }) => [name, setting]))
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
    expect(found.get(name), name).toBe('on')
  }
  for (const name of ['listen_addresses', 'unix_socket_permissions', 'jit', 'wal_level']) {
    expect(found.get(name), name).toBe(SETTINGS[name])
  }
})

it('sorts by code point, so that no system library can change the order of an index', async () => {
  const { connection } = await folders.start(folders.make())
  expect(
    await query(
      connection,
      `select string_agg(t, '' order by t) as sorted from unnest('{a,B,ä,Z}'::text[]) t`,
    ),
  ).toEqual([{ sorted: 'BZaä' }])
})

it('is closed to other users: not root, a private socket, a private log', async () => {
  const dataDir = folders.make()
  const server = await folders.start(dataDir)
  const uid = process.getuid?.() === 0 ? 65534 : process.getuid?.()
  expect(statSync(join(dataDir, 'postgres', 'cluster'))).toMatchObject({ uid })
  const { host } = server.connection
  expect(statSync(host ?? '').mode & 0o777).toBe(0o700)
  expect(statSync(join(host ?? '', '.s.PGSQL.5432'))).toMatchObject({ uid })
  expect(statSync(join(dataDir, 'postgres', 'postgres.log')).mode & 0o077).toBe(0)
})

it('gives PostgreSQL nothing of our environment, which may hold keys', async () => {
  process.env['HUBWARD_TEST_CANARY'] = 'canary'
  const { connection } = await folders.start(folders.make())
  delete process.env['HUBWARD_TEST_CANARY']
  await query(connection, 'create table environment (line text)')
  await query(connection, "copy environment from program 'env'")
  const lines = (await query(connection, 'select line from environment')).map(({ line }) => line)
  expect(lines).toContain('TZ=UTC')
  expect(lines.join('\n')).not.toContain('canary')
})

it('puts the socket elsewhere when the path of the folder is too long for one', async () => {
  const dataDir = join(folders.make(), 'x'.repeat(60), 'y'.repeat(60))
  const server = await folders.start(dataDir)
  const { host } = server.connection
  expect(host?.startsWith(dataDir)).toBe(false)
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.stop()
  expect(statSync(host ?? '', { throwIfNoEntry: false })).toBeUndefined()
})

it('begins anew after a first start that was killed half-way', async () => {
  const dataDir = folders.make()
  const half = join(dataDir, 'postgres', 'cluster.unfinished')
  mkdirSync(half, { recursive: true })
  writeFileSync(join(half, 'PG_VERSION'), '18\n')
  const { connection } = await folders.start(dataDir)
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(readdirSync(join(dataDir, 'postgres'))).not.toContain('cluster.unfinished')
})

it('refuses a cluster of another major version, changes nothing, and says the way out', async () => {
  const dataDir = folders.make()
  const cluster = join(dataDir, 'postgres', 'cluster')
  mkdirSync(cluster, { recursive: true })
  writeFileSync(join(cluster, 'PG_VERSION'), '17\n')
  const start = folders.start(dataDir)
  await expect(start).rejects.toMatchObject({ code: 'database.version_mismatch' })
  await expect(start).rejects.toThrow(/written by PostgreSQL 17.*DATABASE_URL/)
  expect(readdirSync(cluster)).toEqual(['PG_VERSION'])
  expect(readFileSync(join(cluster, 'PG_VERSION'), 'utf8')).toBe('17\n')
})

it('tells in PostgreSQL’s words why it did not start, and gives the folder free', async () => {
  const dataDir = folders.make()
  const start = folders.start(dataDir, { settings: { shared_buffers: 'plenty' } })
  await expect(start).rejects.toMatchObject({ code: 'database.start_failed' })
  await expect(start).rejects.toThrow(/shared_buffers.*plenty.*postgres\.log/)
  const { connection } = await folders.start(dataDir)
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

it('says so when the folder cannot be made', async () => {
  const file = join(folders.make(), 'file')
  writeFileSync(file, '')
  const start = folders.start(join(file, 'data'))
  await expect(start).rejects.toMatchObject({ code: 'database.start_failed' })
  await expect(start).rejects.toThrow(/ENOTDIR.*HUBWARD_DATA/)
})

it('brings the server back on the same address when it dies', async () => {
  const server = await folders.start(folders.make())
  await query(server.connection, 'create table kept as select 42 as answer')
  const dead = server.pid()
  process.kill(dead, 'SIGKILL')
  await expect
    .poll(() => query(server.connection, 'select answer from kept'), {
      timeout: 20_000,
      interval: 100,
    })
    .toEqual([{ answer: 42 }])
  // It answers before the launcher has seen that it does.
  await expect.poll(() => server.pid()).not.toBe(dead)
})
