/**
 * A review lives through `kill -9` at any instant: what a reviewer was told is decided stays so, in every
 * version and with its record, and from the frozen decisions the way goes on to the proof.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import { AMPLE } from '../support/ample.ts'
import { askAdmin as ask, initCommand, startCommand, type Running } from '../support/command.ts'

const ROUNDS = Number(process.env['HUBWARD_CRASH_ROUNDS'] ?? 3)

let portal: Emulator
let dataDir: string
let running: Running | undefined

beforeAll(async () => {
  portal = await startEmulator({ contacts: 20, users: 12, ...AMPLE })
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-crash-'))
})

afterAll(async () => {
  // SIGTERM also stops the embedded database.
  running?.child.kill('SIGTERM')
  await new Promise((resolve) => (running ? running.child.once('exit', resolve) : resolve(null)))
  await portal.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = (): Promise<Running> => startCommand({ dataDir, hubspotUrl: portal.url })

async function killed(): Promise<Running> {
  running?.child.kill('SIGKILL')
  running = await start()
  return running
}

interface ShownRow {
  readonly no: number
  readonly email: string
  readonly decision: { readonly version: number; readonly kind: string } | null
}

it(
  `no acknowledged decision is lost over ${ROUNDS} kills, and the review comes to its end all the same`,
  { timeout: 240_000 + ROUNDS * 15_000 },
  async () => {
    await initCommand(dataDir)
    running = await start()
    const key = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim()
    const on = (method: string, path: string, body?: unknown) =>
      ask(running?.url ?? '', key, method, path, body)
    const review = await setUp(on, (path) => streamed(running?.url ?? '', key, path))
    const rowsOf = async () =>
      ((await on('GET', `/reviews/${review}/rows?limit=500`)) as { items: ShownRow[] }).items

    const acknowledged = new Map<number, number>()
    const nos = (await rowsOf()).map(({ no }) => no)
    for (let round = 0; round < ROUNDS; round++) {
      const deciding = decideUntilDeath(running, key, review, nos, acknowledged)
      // A kill before anything was acknowledged would prove nothing.
      const before = sum(acknowledged)
      const until = performance.now() + 5_000
      while (sum(acknowledged) < before + 2 && performance.now() < until) await sleep(5)
      await sleep(Math.random() * 200)
      await killed()
      await deciding
    }
    const lost = (await rowsOf()).filter(
      ({ no, decision }) => (decision?.version ?? 0) < (acknowledged.get(no) ?? 0),
    )
    expect(lost).toEqual([])
    expect(sum(acknowledged)).toBeGreaterThan(ROUNDS)
    for (const { no, decision } of await rowsOf()) {
      const { history } = (await on('GET', `/reviews/${review}/rows/${no}`)) as {
        history: { version: number }[]
      }
      expect(history.map(({ version }) => version)).toEqual(
        Array.from({ length: decision?.version ?? 0 }, (_, index) => index + 1),
      )
    }

    // Between the decision and the remediation, and after each step of it.
    const mover = (await rowsOf()).find(({ email }) => email === MOVER)
    await on('POST', `/reviews/${review}/decisions`, { rows: nos, decision: { kind: 'keep' } })
    await on('POST', `/reviews/${review}/decisions`, {
      rows: [mover?.no],
      decision: { kind: 'change', to: { permissionSetId: null } },
    })
    await killed()
    await on('POST', `/reviews/${review}/freeze`)
    await killed()
    const planned = await on('POST', `/reviews/${review}/plans`, { protect: ['safe@example.com'] })
    await killed()
    const [plan] = (planned as { items: { id: string; hash: string; items: number }[] }).items
    expect(plan?.items).toBe(1)
    await streamed(running.url, key, `/people/plans/${plan?.id}/apply`, { planHash: plan?.hash })
    await killed()
    expect(portal.people.find(MOVER)?.roleIds).toEqual([])
    await expect(on('POST', `/reviews/${review}/close`)).rejects.toThrow('review.not_proven')
    await streamed(running.url, key, '/connections/main/people/readings')
    await killed()
    expect(await on('POST', `/reviews/${review}/close`)).toMatchObject({ state: 'closed' })
  },
)

const MOVER = 'mover@our-firm.example'

type On = (method: string, path: string, body?: unknown) => Promise<unknown>

async function setUp(on: On, stream: (path: string) => Promise<void>): Promise<string> {
  const { people } = portal
  people.happens(people.invite({ email: MOVER, roleIds: ['51002'] }).id, { event: 'accepted' })
  const token = portal.tokens[0]?.secret
  await on('POST', '/connections', { title: 'Main', kind: 'private_app', token })
  await on('PATCH', '/connections/main/budget', AMPLE.limits)
  await on('POST', '/members', { name: 'Stand-in', email: 'stand-in@example.com' })
  await stream('/connections/main/people/readings')
  const made = await on('POST', '/reviews', {
    name: 'Crash test',
    connections: [{ connection: 'main' }],
    scope: 'all',
    reviewer: { person: 'admin@example.com' },
    fallback: ['stand-in@example.com'],
    dueAt: '2099-01-01',
  })
  const { id } = made as { id: string }
  await on('POST', `/reviews/${id}/open`)
  return id
}

/** For answers that come line by line: resolves at their end. */
async function streamed(url: string, key: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
}

const sum = (versions: ReadonlyMap<number, number>): number =>
  [...versions.values()].reduce((all, one) => all + one, 0)

async function decideUntilDeath(
  { url, child }: Running,
  key: string,
  review: string,
  nos: readonly number[],
  acknowledged: Map<number, number>,
): Promise<void> {
  for (let turn = 0; child.exitCode === null && child.signalCode === null; turn++)
    try {
      const no = nos[turn % nos.length] ?? 0
      const body = { rows: [no], decision: { kind: turn % 2 === 0 ? 'keep' : 'remove' } }
      const answer = (await ask(url, key, 'POST', `/reviews/${review}/decisions`, body)) as {
        items: ShownRow[]
      }
      acknowledged.set(no, answer.items[0]?.decision?.version ?? 0)
    } catch {
      // It died with the answer under way: nothing was acknowledged.
      await sleep(1)
    }
}
