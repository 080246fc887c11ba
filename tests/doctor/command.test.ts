/** `hubward doctor` as a person runs it: in a process of its own, beside a running Hubward and without one. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import type { CheckResult } from '../../src/application/doctor/ports.ts'
import { initCommand, startCommand, type Running } from '../support/command.ts'

/** Where nobody listens, above what systems hand out: at the default one Hubward itself may be running. */
const NOBODY = 'http://127.0.0.1:65001'

let folder: string
let portal: Emulator
let running: Running | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubward-doctor-'))
  portal = await startEmulator({ contacts: 5 })
  await initCommand(folder)
})
afterAll(async () => {
  running?.child.kill('SIGTERM')
  await portal.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 })
})

interface Told {
  readonly status: number | null
  readonly from: string
  readonly by: (name: string) => CheckResult | undefined
  readonly failed: readonly string[]
  readonly said: string
}

async function doctor(args: readonly string[] = [], before = ''): Promise<Told> {
  const command = [process.execPath, 'bin/hubward.mjs', '--json', 'doctor', ...args]
  const child = spawn('bash', ['-c', `${before}exec "$@"`, 'bash', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HUBWARD_DATA: folder,
      HUBWARD_HUBSPOT_BASE_URL: portal.url,
      HUBWARD_URL: running?.url ?? NOBODY,
    },
  })
  let out = ''
  let said = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const { from, checks } = JSON.parse(out) as { from: string; checks: CheckResult[] }
  return {
    status,
    from,
    by: (name) => checks.find((check) => check.name === name),
    failed: checks.filter((check) => check.status === 'fail').map(({ name }) => name),
    said,
  }
}

test(
  'while Hubward does not run: what can be seen is seen, the rest is passed over',
  { timeout: 60_000 },
  async () => {
    const { from, status, by, failed, said } = await doctor()
    expect([from, status]).toEqual(['outside', 1])
    expect(said).toContain('cannot be reached')
    expect(failed).toEqual(['database'])
    expect(by('master_key')).toMatchObject({ status: 'ok' })
    expect(by('hubspot')).toMatchObject({ status: 'ok' })
    expect(by('jobs')).toMatchObject({ status: 'passed_over' })
  },
)

test('a data folder that is not there is told, and not made', { timeout: 60_000 }, async () => {
  const missing = join(folder, 'mistyped')
  const { by } = await doctor(['--offline'], `HUBWARD_DATA='${missing}' `)
  expect(by('data_folder')).toMatchObject({ status: 'passed_over' })
  expect(existsSync(missing)).toBe(false)
})

test('a limit of the shell is seen for real', { timeout: 60_000 }, async () => {
  const { by } = await doctor(['--offline'], 'ulimit -n 300; ')
  expect(by('open_files')).toMatchObject({ status: 'fail' })
})

test(
  'while it runs it examines itself; from beside it, its database is asked',
  { timeout: 90_000 },
  async () => {
    running = await startCommand({ dataDir: folder, hubspotUrl: portal.url })
    const inside = await doctor()
    expect([inside.from, inside.failed, inside.status]).toEqual(['service', [], 0])
    expect(inside.by('master_key_fits')).toMatchObject({ status: 'ok' })
    expect(inside.by('jobs')).toMatchObject({ status: 'ok' })
    const beside = await doctor(['--offline'])
    expect([beside.from, beside.failed]).toEqual(['outside', []])
    expect(beside.by('database')).toMatchObject({ status: 'ok' })
    expect(beside.by('migrations')).toMatchObject({ status: 'ok' })
  },
)
