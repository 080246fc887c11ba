import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import { kill, query, testFolders } from '../../../../tests/support/embedded.ts'
import { isAlive } from './postmaster.ts'

const folders = testFolders()
afterEach(() => folders.clear())

/** A dead child of a process that never asks for it, under the user of the server. */
async function makeZombie(): Promise<{ pid: number; parent: ChildProcess }> {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  // `exec` replaces the shell, which would reap its child, before the child ends.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], {
    ...nobody,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  const pid = Number(line)
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  process.kill(pid, 0)
  return { pid, parent }
}

it('refuses a second process on one folder, by any name of it, and names the first', async () => {
  const dataDir = folders.make()
  const first = await folders.start(dataDir)
  const alias = join(folders.make(), 'alias')
  symlinkSync(dataDir, alias)
  for (const name of [dataDir, alias]) {
    const { said } = await folders.hold(name)
    expect(said.refusal).toContain(`Another Hubward process (pid ${process.pid}) already uses`)
    expect(said.refusal).toContain('HUBWARD_DATA')
  }
  await expect(folders.start(dataDir)).rejects.toMatchObject({ code: 'database.folder_in_use' })
  await first.stop()
  expect((await folders.hold(dataDir)).said.refusal).toBeUndefined()
})

it('lets one of two simultaneous first starts win, and refuses the other', async () => {
  const dataDir = folders.make()
  const both = await Promise.all([folders.hold(dataDir), folders.hold(dataDir)])
  expect(both.filter(({ said }) => said.refusal === undefined)).toHaveLength(1)
})

it('adopts the server of a killed process, with everything that was committed', async () => {
  const dataDir = folders.make()
  const holder = await folders.hold(dataDir)
  await kill(holder.child)
  const server = await folders.start(dataDir)
  expect(server).toMatchObject({ adopted: true })
  expect(server.pid()).toBe(holder.said.pid)
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.stop()
  expect(isAlive(server.pid())).toBe(false)
})

it('restarts an orphan that runs with other settings than this release wants', async () => {
  const dataDir = folders.make()
  const holder = await folders.hold(dataDir)
  await kill(holder.child)
  const server = await folders.start(dataDir, { settings: { max_connections: '33' } })
  expect(server.adopted).toBe(false)
  expect(await query(server.connection, 'show max_connections')).toEqual([
    { max_connections: '33' },
  ])
})

it('replaces an orphan that nobody can reach any more', async () => {
  const dataDir = folders.make()
  const holder = await folders.hold(dataDir)
  await kill(holder.child)
  const pidFile = readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')
  rmSync(join(pidFile.split('\n')[4] ?? '', '.s.PGSQL.5432'))
  const server = await folders.start(dataDir)
  expect(server.adopted).toBe(false)
  expect(isAlive(holder.said.pid ?? 0)).toBe(false)
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

it('starts although the pid in the file is by now a stranger’s, and leaves the stranger alone', async () => {
  const dataDir = folders.make()
  const first = await folders.start(dataDir)
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  const written = readFileSync(pidFile, 'utf8')
  await first.stop()
  expect(existsSync(pidFile)).toBe(false)
  // Of the same user as the server: PostgreSQL takes such a pid for its own predecessor.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const stranger = spawn('sleep', ['60'], { ...nobody, stdio: 'ignore' })
  writeFileSync(pidFile, written.replace(/^\d+/, String(stranger.pid)))
  const second = await folders.start(dataDir)
  expect(second.adopted).toBe(false)
  expect(isAlive(stranger.pid ?? 0)).toBe(true)
  await kill(stranger)
})

it('starts although the dead server is a zombie that nobody reaps', async () => {
  const dataDir = folders.make()
  const first = await folders.start(dataDir)
  const { host } = first.connection
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  const written = readFileSync(pidFile, 'utf8')
  await first.stop()
  const zombie = await makeZombie()
  writeFileSync(pidFile, written.replace(/^\d+/, String(zombie.pid)))
  // The socket directory is noted and used again, with the lock file that a kill leaves in it.
  mkdirSync(host ?? '', { recursive: true, mode: 0o700 })
  const lock = join(host ?? '', '.s.PGSQL.5432.lock')
  writeFileSync(lock, `${zombie.pid}\n`)
  writeFileSync(join(dataDir, 'postgres', 'socket-directory'), host ?? '')
  const user = statSync(join(dataDir, 'postgres', 'cluster'))
  chownSync(host ?? '', user.uid, user.gid)
  chownSync(lock, user.uid, user.gid)

  const second = await folders.start(dataDir)
  expect(second.adopted).toBe(false)
  expect(second.connection.host).toBe(host)
  await kill(zombie.parent)
})

it('starts after server and process were both killed, while children of the server still end', async () => {
  const dataDir = folders.make()
  const holder = await folders.hold(dataDir)
  await kill(holder.child)
  process.kill(holder.said.pid ?? 0, 'SIGKILL')
  const server = await folders.start(dataDir)
  expect(server.adopted).toBe(false)
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})
