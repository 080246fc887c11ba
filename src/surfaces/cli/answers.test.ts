/** What the command line says, and what it must never do with what it was told. */
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { createOutput } from './output.ts'
import { buildProgram } from './program.ts'
import { runProgram } from './run.ts'

let cli: CliRig

beforeAll(async () => {
  cli = await cliRig()
})
afterAll(() => cli.close())

// `..` in a path is one step up, however it is encoded: another thing would be removed.
test.each(['..', '.', ''])(
  'a name cannot walk the path: %j is refused before it is sent',
  async (name) => {
    await cli.hubward(['member', 'add', 'sana@example.com'])
    const { status, err } = await cli.hubward(['group', 'remove-member', name, 'sana@example.com'])
    expect([status, err]).toEqual([2, expect.stringContaining('is no name')])
    expect((await cli.hubward(['member', 'list'])).out).toContain('sana@example.com')
  },
)

test('a command that is offered for pasting cannot do more than it says', async () => {
  const { out } = await cli.hubward(['service-account', 'add', "it's $(touch x) `id`"])
  expect(out).toContain(
    String.raw`hubward key create 'it'\''s $(touch x) ${'`id`'}' --name production`,
  )
})

test('one mistake is said once', async () => {
  const { err } = await cli.hubward(['member', 'add', 'nobody'])
  expect(err.match(/This is not an e-mail address/g)).toHaveLength(1)
  const several = await cli.hubward(['member', 'add', 'nobody', '--role', 'boss'])
  expect(several.err).toMatch(/email: This is not an e-mail address\.\n.*role: This must be one of/)
})

test('nothing there yet: the list says so and what comes next, and stdout stays empty', async () => {
  const { status, out, err } = await cli.hubward(['group', 'list'])
  expect([status, out, err]).toEqual([0, '', expect.stringContaining('Next: hubward group add')])
  expect((await cli.hubward(['group', 'list', '--json'])).out.trim()).toBe('[]')
})

test('a command that was not understood says where help is', async () => {
  const { err } = await cli.hubward(['connect'])
  expect(err).toContain('--help')
})

test('a reader of the errors that goes away is no failure either', async () => {
  const stderr = new PassThrough()
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env: cli.env }
  stderr.once('data', () => stderr.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' })))
  expect(await runProgram(buildProgram(io), io, ['group', 'show', 'nobody'])).toBe(1)
})

test('waiting for a slow reader leaves nothing behind', async () => {
  const stdout = new PassThrough({ highWaterMark: 1 })
  const output = createOutput(
    { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {} },
    false,
  )
  for (let i = 0; i < 20; i++) {
    const written = output.raw('much')
    stdout.read()
    await written
  }
  expect(stdout.listenerCount('close') + stdout.listenerCount('drain')).toBeLessThan(3)
})

test('what somebody did can be asked by name after they left, and after somebody came back', async () => {
  await cli.hubward(['member', 'add', 'gone@example.com', '--role', 'admin'])
  const { out: key } = await cli.hubward(['key', 'create', 'gone@example.com', '--name', 'laptop'])
  const theirs = { HUBWARD_KEY: key.trim() }
  await cli.hubward(['group', 'add', 'made-by-gone'], { env: theirs })
  await cli.hubward(['member', 'remove', 'gone@example.com'])
  const asked = ['audit', '--principal', 'GONE@example.com', '--operation', 'group.create']
  expect((await cli.hubward(asked)).out).toContain('made-by-gone')
  await cli.hubward(['member', 'add', 'gone@example.com'])
  expect((await cli.hubward(asked)).err).toContain('Nothing of that kind')
  expect((await cli.hubward(['audit', '--principal', 'never@example.com'])).status).toBe(1)
})

test('what a credential lacks is said once in a table, and how to add it in one line', async () => {
  const { secret } = cli.rig.portal.addToken({
    kind: 'service_key',
    scopes: ['oauth', 'crm.objects.contacts.read', 'content'],
  })
  const { out } = await cli.hubward(['connect', 'Weak', '--preview', '--token-stdin'], {
    input: secret,
  })
  expect(out).toMatch(/^deals:read +missing +crm\.objects\.deals\.read$/m)
  expect(out).not.toMatch(/deals:read.*edit the service key/)
  // Held in part: the table does not say which part is missing.
  expect(out).toMatch(/content:read.*: Works but for a part\. .* hubdb/)
  expect(out).toContain('Should more be needed: in HubSpot, edit the service key')
})

test.each([[[]], [['A title']], [['--scopes', 'deals:read']]])(
  'a request that does not say what the key is for hears of templates: %j',
  async (args) => {
    const { status, err } = await cli.hubward(['intake', 'create', ...args])
    expect(status).toBe(2)
    expect(err).toContain('--template meetings')
  },
)
