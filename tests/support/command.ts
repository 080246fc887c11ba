/** The `hubward` command as a person runs it, in a process of its own, and its admin API. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Running {
  readonly child: ChildProcess
  readonly url: string
}

/** `hubward start` on a free port; resolves when it listens, rejects with what it said. */
export async function startCommand(options: {
  readonly dataDir: string
  readonly hubspotUrl: string
  /** For Node, before the command. */
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A program that runs what follows it. */
  readonly by?: readonly string[]
}): Promise<Running> {
  const args = [...(options.nodeArgs ?? []), 'bin/hubward.mjs', 'start', '--json']
  const [program = '', ...rest] = [...(options.by ?? []), process.execPath, ...args]
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HUBWARD_DATA: options.dataDir,
      HUBWARD_PORT: '0',
      HUBWARD_HUBSPOT_BASE_URL: options.hubspotUrl,
      HUBWARD_LOG_LEVEL: 'error',
      ...options.env,
    },
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  for await (const line of createInterface(child.stdout)) {
    const { port } = JSON.parse(line) as { port: number }
    return { child, url: `http://127.0.0.1:${port}` }
  }
  throw new Error(`hubward did not start: ${said}`)
}

/** `hubward init` with an admin, so that `admin.key` lies in the folder before the first start. */
export async function initCommand(
  dataDir: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const args = ['bin/hubward.mjs', 'init', '--json', '--admin-email', 'admin@example.com']
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HUBWARD_DATA: dataDir, ...more },
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const status = await new Promise((resolve) => child.once('close', resolve))
  if (status !== 0) throw new Error(`hubward init failed: ${said}`)
}

/** One call to the admin API; throws unless it succeeds. */
export async function askAdmin(
  url: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
