/** What a process leaves when it is asked to describe itself, or dies: no secret is in it. */
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import { newMasterKeyText } from '../../src/adapters/crypto/master-key.ts'
import { addFolder, Haystack } from '../canary/haystack.ts'
import { askAdmin, initCommand, startCommand, type Running } from '../support/command.ts'

const canaries = {
  'the token': `pat-na1-${randomUUID()}`,
  'the master key': newMasterKeyText(),
  // Of nothing here; it stands for what an operator may have exported.
  'a key in the environment': `hw_${'0'.repeat(20)}_${randomUUID().replaceAll('-', '')}`,
}
const home = mkdtempSync(join(tmpdir(), 'hubward-reports-'))
const [dataDir, reports] = [join(home, 'data'), join(home, 'reports')]
let portal: Emulator
let running: Running

beforeAll(async () => {
  mkdirSync(reports)
  portal = await startEmulator({
    contacts: 10,
    tokens: [
      { token: canaries['the token'], kind: 'private_app', scopes: ['crm.objects.contacts.read'] },
    ],
  })
  const env = { HUBWARD_MASTER_KEY: canaries['the master key'] }
  await initCommand(dataDir, env)
  running = await startCommand({
    dataDir,
    hubspotUrl: portal.url,
    nodeArgs: ['--report-on-signal', '--report-on-fatalerror', `--report-directory=${reports}`],
    env: { ...env, HUBWARD_KEY: canaries['a key in the environment'] },
  })
}, 60_000)
afterAll(async () => {
  await portal?.close()
  rmSync(home, { recursive: true, force: true })
})

it('a diagnostic report shows no environment and no credential in use; nothing else is left behind', async () => {
  const { child, url } = running
  const key = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim()
  await askAdmin(url, key, 'POST', '/connections', {
    title: 'Main',
    kind: 'private_app',
    token: canaries['the token'],
  })
  await askAdmin(url, key, 'GET', '/connections/main')
  child.kill('SIGUSR2')
  await expect.poll(() => whole(reports), { timeout: 20_000 }).toBe(1)
  const [name = ''] = readdirSync(reports)
  const report = JSON.parse(readFileSync(join(reports, name), 'utf8')) as object
  expect(report).not.toHaveProperty('environmentVariables')

  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  const hay = new Haystack()
  addFolder(hay, 'file', home)
  expect(hay.search({ ...canaries })).toEqual([])
  expect(hay.sizes()['file']).toBeGreaterThan(1_000_000)
}, 60_000)

const crashes = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0
if (!crashes)
  process.stderr.write('Skipped: that a crash leaves no core file, for there is no prlimit here.\n')

it.runIf(crashes)(
  'a crash leaves no core file, also where the system would write one',
  async () => {
    const { child } = await startCommand({
      dataDir,
      hubspotUrl: portal.url,
      by: ['sh', '-c', 'ulimit -c "$(ulimit -Hc)"; exec "$0" "$@"'],
      env: { HUBWARD_MASTER_KEY: canaries['the master key'] },
    })
    const limits = readFileSync(`/proc/${child.pid}/limits`, 'utf8')
    expect(/^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits)?.slice(1)).toEqual(['0', '0'])
    const cores = () => readdirSync('.').filter((name) => /^core(\.\d+)?$/.test(name))
    const before = cores()
    const ended = once(child, 'exit')
    child.kill('SIGABRT')
    expect(await ended).toEqual([null, 'SIGABRT'])
    expect(cores()).toEqual(before)
  },
  60_000,
)

it('what it starts gets none of its secrets', async () => {
  const env = { ...process.env, HUBWARD_MASTER_KEY: canaries['the master key'] }
  const script = `
    import { concealEnvironment } from './src/main/concealment.ts'
    import { spawnSync } from 'node:child_process'
    concealEnvironment(process.env)
    process.stdout.write(spawnSync('env').stdout)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { env })
  const hay = new Haystack()
  child.stdout.on('data', (text: Buffer) => hay.add('environment: of a child', text))
  await once(child, 'close')
  expect(hay.search({ key: canaries['the master key'] })).toEqual([])
  expect(hay.sizes()['environment']).toBeGreaterThan(0)
})

/** Reports that are there from beginning to end. */
const whole = (folder: string): number =>
  readdirSync(folder).filter((name) => {
    try {
      JSON.parse(readFileSync(join(folder, name), 'utf8'))
      return true
    } catch {
      return false
    }
  }).length
