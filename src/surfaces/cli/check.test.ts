/** `hubward check` as a person and as a script meet it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { textOfPdf } from '../../../tests/support/pdf-text.ts'
import type { Io } from './io.ts'
import { createOutput } from './output.ts'
import { runCheck } from './run-check.ts'

let cli: CliRig
beforeAll(async () => {
  cli = await cliRig({ enforceLimits: false })
})
afterAll(() => cli.close())
afterEach(() => cli.rig.portal.faults.clear())

const token = () => cli.rig.portal.tokens[0]?.secret ?? ''

test('connecting ends with the first check, whose steps are lines where it is piped', async () => {
  const { status, out, err } = await cli.hubward(
    ['connect', 'Main Portal', '--name', 'main', '--token-stdin'],
    { input: token() },
  )
  expect(err).toBe('')
  expect(status).toBe(0)
  expect(out).toMatch(/^ok +Credential +HubSpot accepts it: a service key$/m)
  expect(out).toMatch(/^skipped +Test flow +It was not asked for/m)
  expect(out).toContain('The check is green: main is active.')
})

test('a green one ends with status 0, and its report is JSON for programs', async () => {
  const { status, out } = await cli.hubward(['check', 'main', '--test-flow', '--json'])
  expect(status).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    schema: 'hubward.check/1',
    verdict: 'green',
    steps: expect.arrayContaining([expect.objectContaining({ step: 'test_flow', outcome: 'ok' })]),
  })
})

test('a red one says what failed and what to do, and ends with status 1', async () => {
  const { status, out, err } = await cli.hubward(['check', 'main', '--expect-portal', '7'])
  expect(status).toBe(1)
  expect(out).toMatch(/^failed +Portal/m)
  expect(out).toContain('- Portal 7 was expected')
  expect(out).toContain('Ask whoever sent the credential')
  expect(err).toContain('What failed stands above')
  const json = await cli.hubward(['check', 'main', '--expect-portal', '7', '--json'])
  expect(json.status).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({ verdict: 'red' })
})

test('writes the report as a PDF, at once or later, and lists what there was', async () => {
  const file = join(cli.folder, 'report.pdf')
  const checked = await cli.hubward(['check', 'main', '--pdf', file])
  expect(checked.status).toBe(0)
  expect(checked.err).toContain(`The report is in ${file}.`)
  expect(textOfPdf(await readFile(file))).toContain('Check of Main Portal')
  const list = await cli.hubward(['checks', 'main', '--json'])
  const [newest] = JSON.parse(list.out) as { id: string }[]
  const later = join(cli.folder, 'later.pdf')
  const written = await cli.hubward(['check-report', newest?.id ?? '', '--pdf', later])
  expect(written.status).toBe(0)
  expect(textOfPdf(await readFile(later))).toBe(textOfPdf(await readFile(file)))
  const shown = await cli.hubward(['check-report', newest?.id ?? ''])
  expect(shown.out).toMatch(/^main, .*: green$/m)
  expect((await cli.hubward(['checks', 'main'])).out).toMatch(/chk_\w+ .* green +/)
})

test('samples are masked', async () => {
  await cli.hubward(['group', 'add', 'sales', '--title', 'Sales'])
  await cli.hubward(['grant', 'set', 'sales', 'main', 'contacts:read'])
  const { out } = await cli.hubward(['check', 'main', '--show-sample'])
  expect(out).toMatch(/^ +contacts\.email .•••@•••$/m)
})

test('a line that breaks off is said as that, and not as a fault of the command', async () => {
  async function* broken(): AsyncIterable<Uint8Array> {
    yield Buffer.from('{"event":"step_begun","step":"credential"}\n')
    throw new TypeError('terminated')
  }
  const stdout = new PassThrough()
  const io: Io = { stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: {} }
  const session = {
    io,
    out: createOutput(io, false),
    call: () => Promise.reject(new Error('nothing is called')),
    stream: () => Promise.resolve(broken()),
  }
  await expect(runCheck(session, 'main', {})).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('hubward checks main'),
  })
})

test('no portal id, no such connection', async () => {
  expect((await cli.hubward(['check', 'main', '--expect-portal', 'x'])).status).toBe(2)
  const unknown = await cli.hubward(['check', 'mian'])
  expect(unknown.status).toBe(1)
  expect(unknown.err).toContain('Did you mean main?')
})

test('checks come round by themselves where that is set, and no more where it is ended', async () => {
  const set = await cli.hubward(['checks', 'main', '--every', '7'])
  expect([set.status, set.out]).toEqual([0, expect.stringMatching(/checked every 7 days, next 20/)])
  const ended = await cli.hubward(['checks', 'main', '--every', 'never', '--json'])
  expect(JSON.parse(ended.out)).toEqual({ everyDays: null, nextAt: null })
  for (const wrong of ['0', '100', 'soon'])
    expect((await cli.hubward(['checks', 'main', '--every', wrong])).status).toBeGreaterThan(0)
})
