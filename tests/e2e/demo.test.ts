/**
 * The demo is the first thing a stranger runs, so it is run here as they would: as a command. It
 * starts both programs itself and asserts each of its steps; this asks that it says so truly.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const DEMO = join(import.meta.dirname, '../../demo/run.ts')

const temporary = mkdtempSync(join(tmpdir(), 'hubward-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

interface Ended {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** With settings in the environment that it must not follow. */
const demo = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const foreign = { HUBWARD_DATA: '/nowhere', DATABASE_URL: 'postgres://nowhere/x' }
    const env = { ...process.env, ...foreign, TMPDIR: temporary, TEMP: temporary, TMP: temporary }
    execFile(process.execPath, [DEMO, ...args], { env }, (error, out, err) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    )
  })

it('does the whole job, says so, and leaves nothing behind', async () => {
  const { status, out, err } = await demo('--once', '--json', '--port', '0', '--emulator-port', '0')
  const told = JSON.parse(out || `"${err}"`) as { ok: boolean; steps: { ok: boolean }[] }
  expect(told.steps.filter(({ ok }) => !ok)).toEqual([])
  expect(told).toMatchObject({ ok: true })
  expect(told.steps.length).toBeGreaterThanOrEqual(10)
  expect(status).toBe(0)
  // Node keeps what it compiled for the next program there; that is its own.
  expect(readdirSync(temporary).filter((name) => name !== 'node-compile-cache')).toEqual([])
}, 120_000)

it('names the port that is taken, and how to choose another', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { status, err } = await demo('--once', '--json', '--emulator-port', String(port))
  server.close()
  expect(status).toBe(1)
  expect(err).toContain(`Port ${port}, for the emulated portal, is taken`)
  expect(err).toContain(`npm run demo -- --emulator-port`)
})

it('tells every mistake of the command line at once, and starts nothing', async () => {
  const { status, err } = await demo('--port', 'x', '--emulator-port', '70000')
  expect(status).toBe(2)
  expect(err).toContain('--port must be a number')
  expect(err).toContain('--emulator-port must be a number')
})
