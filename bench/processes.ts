/** The processes of a bench: started with a port to tell, ended by their own handle. */
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Started {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** A module that says `{ port }` once it listens, and ends when its parent does. */
export async function startModule(file: string, ...args: string[]): Promise<Started> {
  const child = fork(join(import.meta.dirname, file), args)
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }))
    child.once('exit', (code) => reject(new Error(`${file} ended with status ${code}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: () => ended(child, 'SIGKILL'),
  }
}

export interface StartedHubward extends Started {
  readonly dataDir: string
  readonly adminKey: string
  /** From the command to the first line that says it listens, in milliseconds. */
  readonly startedInMs: number
}

/** The product as it ships, on a data folder of its own that goes with it. */
export async function startHubward(
  hubspotUrl: string,
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-bench-')),
): Promise<StartedHubward> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['bin/hubward.mjs', 'start', '--json'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HUBWARD_DATA: dataDir,
      HUBWARD_PORT: '0',
      HUBWARD_HUBSPOT_BASE_URL: hubspotUrl,
      HUBWARD_LOG_LEVEL: 'error',
    },
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  for await (const line of createInterface(child.stdout)) {
    const { port } = JSON.parse(line) as { port: number }
    const startedInMs = performance.now() - begun
    await makeAdmin(dataDir)
    return {
      url: `http://127.0.0.1:${port}`,
      pid: child.pid ?? 0,
      dataDir,
      adminKey: readFileSync(join(dataDir, 'admin.key'), 'utf8').trim(),
      startedInMs,
      stop: () => ended(child, 'SIGTERM'),
    }
  }
  throw new Error(`hubward did not start: ${said}`)
}

/** Beside the running one: `init` writes the key of its admin into the folder. */
async function makeAdmin(dataDir: string): Promise<void> {
  const args = ['bin/hubward.mjs', 'init', '--json', '--admin-email', 'admin@example.com']
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], HUBWARD_DATA: dataDir },
  })
  const status = await new Promise((resolve) => child.once('close', resolve))
  if (status !== 0) throw new Error(`hubward init ended with status ${status}`)
}

export const removeFolder = (dataDir: string): void =>
  rmSync(dataDir, { recursive: true, force: true })

/** One call to the admin API; throws unless it succeeds. */
export async function ask(
  hubward: Pick<StartedHubward, 'url' | 'adminKey'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${hubward.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${hubward.adminKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Connects the portal and makes a program that may read contacts; the result is its key. */
export async function setUpReader(hubward: StartedHubward): Promise<string> {
  const token = 'pat-na1-7c1f0d52-3b5e-4b7e-9f0a-6d2c8e4b1a90'
  await ask(hubward, 'POST', '/connections', { title: 'Main', kind: 'private_app', token })
  // Far above what HubSpot allows: a bench of the gateway must not wait for the budget.
  await ask(hubward, 'PATCH', '/connections/main/budget', {
    burst: 1_000_000,
    search: 100_000,
    associations: 1_000_000,
    daily: 10_000_000_000,
  })
  await ask(hubward, 'POST', '/service-accounts', { name: 'reader' })
  await ask(hubward, 'POST', '/groups', { name: 'readers', title: 'Readers' })
  await ask(hubward, 'PUT', '/groups/readers/members/reader')
  await ask(hubward, 'PUT', '/grants', {
    group: 'readers',
    connection: 'main',
    scopes: ['contacts:read'],
  })
  const made = await ask(hubward, 'POST', '/keys', { principal: 'reader', name: 'bench' })
  return (made as { text: string }).text
}

/** Resident memory of a process and all below it, in MB; shared pages are counted in each (RSS). */
export function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? Number.NaN) / 1024
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}
