/** The commands against the real admin API over HTTP, with the emulated portal in HubSpot's place. */
import { readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import type { Io } from './io.ts'
import { buildProgram } from './program.ts'
import { runProgram } from './run.ts'

let cli: CliRig
let rig: CliRig['rig']
let folder: string
let env: CliRig['env']
const hubward: CliRig['hubward'] = (...asked) => cli.hubward(...asked)

beforeAll(async () => {
  cli = await cliRig()
  ;({ rig, folder, env } = cli)
})
afterAll(() => cli.close())

const token = () => rig.portal.tokens[0]?.secret ?? ''

describe('connecting', () => {
  test('takes the token from stdin, shows what HubSpot says, and what to do next', async () => {
    const { status, out } = await hubward(
      ['connect', 'Main Portal', '--name', 'main', '--token-stdin'],
      {
        input: `${token()}\n`,
      },
    )
    expect(out).toContain('Connected main.')
    expect(out).toContain('Harbour Tea')
    expect(out).toMatch(/contacts:read +held +crm\.objects\.contacts\.read/)
    expect(out).toContain('Next: hubward grant set <group> main')
    expect(out).not.toContain(token())
    expect(status).toBe(0)
  })

  test('asks a person hidden, and echoes nothing', async () => {
    const { status, echo, out, err } = await hubward(['connect', 'Second', '--preview'], {
      terminal: true,
      input: `${token()}\r`,
    })
    expect(status).toBe(0)
    expect(out + err).toContain('HubSpot token (hidden): ')
    // Off before the question is there to be answered, on again after.
    expect(echo).toEqual([
      [true, 0],
      [false, expect.any(Number)],
    ])
    expect(out + err).not.toContain(token())
  })

  test('takes it from a file', async () => {
    const file = join(folder, 'token')
    await writeFile(file, token())
    expect((await hubward(['connect', 'x', '--preview', '--token-file', file])).status).toBe(0)
    expect((await hubward(['connect', 'x', '--token-file', join(folder, 'no')])).err).toContain(
      'cannot be read',
    )
  })

  test.each([
    ['as an argument', (text: string) => ['connect', text]],
    ['as a second argument', (text: string) => ['connect', 'Main', text]],
    ['as an option', (text: string) => ['connect', 'Main', '--token', text]],
    ['as an option with =', (text: string) => ['connect', 'Main', `--token=${text}`]],
    ['as another option', (text: string) => ['connect', 'Main', `--name=${text}`]],
    ['as a header', (text: string) => ['connect', 'Main', '--key', `Bearer ${text}`]],
  ])('a token %s is refused before anything happens, and not repeated', async (_, argsWith) => {
    const { status, out, err } = await hubward(argsWith(token()))
    expect(status).toBe(2)
    expect(err).toContain('rotate it')
    expect(out + err).not.toContain(token())
  })

  test('without a terminal and without an option it says how', async () => {
    const { status, err } = await hubward(['connect', 'Main'])
    expect(status).toBe(2)
    expect(err).toContain('--token-stdin or --token-file')
  })

  test('what is wrong with the paste is said at once, without it', async () => {
    const paste = `${token().slice(0, 18)}...`
    const { status, err } = await hubward(['connect', 'Broken', '--token-stdin'], { input: paste })
    expect(status).toBe(1)
    expect(err).toMatch(/token|truncated|preview/i)
    expect(err).not.toContain(paste)
  })

  test('the ended hapikey is refused without asking for it', async () => {
    const { status, err } = await hubward(['connect', 'Old', '--kind', 'hapikey'])
    expect(status).toBe(1)
    expect(err).toContain('30 November 2022')
  })

  test('a kind that is none is told the ones there are', async () => {
    const { status, err } = await hubward([
      'connect',
      'Main',
      '--kind',
      'servicekey',
      '--token-stdin',
    ])
    expect([status, err]).toEqual([2, expect.stringContaining('Did you mean service_key?')])
  })

  test('pausing, showing, resuming, rotating, rechecking', async () => {
    expect((await hubward(['connection', 'suspend', 'main', '--reason', 'audit'])).status).toBe(0)
    expect((await hubward(['connections'])).out).toMatch(
      /main +Main Portal +\d+ \(Harbour Tea\) +service key +suspended/,
    )
    expect((await hubward(['connection', 'show', 'main'])).out).toContain('suspended (audit)')
    expect((await hubward(['connection', 'resume', 'main'])).out).toContain('main is active.')
    const rotated = await hubward(['connection', 'rotate', 'main', '--token-stdin'], {
      input: token(),
    })
    expect(rotated.out).toContain('has a new credential')
    expect((await hubward(['connection', 'recheck', 'main'])).status).toBe(0)
    expect((await hubward(['connection', 'budget', 'main', '--burst', '200'])).out).toMatch(
      /burst +200/,
    )
    expect((await hubward(['connection', 'budget', 'main', '--burst', 'tier'])).out).toMatch(
      /burst +by account tier/,
    )
  })
})

describe('sharing', () => {
  test('a whole day of an admin', async () => {
    expect((await hubward(['member', 'add', 'ada@example.com', '--name', 'Ada'])).out).toContain(
      'Added ada@example.com',
    )
    expect((await hubward(['service-account', 'add', 'Nightly'])).status).toBe(0)
    expect((await hubward(['group', 'add', 'Sales EMEA', '--json'])).out).toContain('"sales-emea"')
    expect((await hubward(['group', 'add', 'sales', '--title', 'Sales'])).status).toBe(0)
    await hubward(['group', 'add-member', 'sales', 'ada@example.com'])
    await hubward(['group', 'add-member', 'sales', 'nightly'])
    const granted = await hubward([
      'grant',
      'set',
      'sales',
      'main',
      'contacts:read,deals:read',
      'companies:read',
    ])
    expect(granted.out).toBe('sales on main: contacts:read companies:read deals:read\n')
    expect((await hubward(['group', 'show', 'sales'])).out).toContain('Nightly (service account)')
    expect((await hubward(['access', 'ada@example.com'])).out).toMatch(
      /contacts:read +sales +no end +held/,
    )
    const explained = await hubward([
      'explain',
      '--as',
      'ada@example.com',
      'main',
      'POST',
      '/crm/v3/objects/contacts',
    ])
    expect(explained.status).toBe(1)
    expect(explained.out).toContain('The call would be refused at')
    const [grant] = JSON.parse((await hubward(['grant', 'list', '--json'])).out) as { id: string }[]
    expect((await hubward(['grant', 'remove', grant?.id ?? ''])).status).toBe(0)
    expect((await hubward(['group', 'remove-member', 'sales', 'ada@example.com'])).status).toBe(0)
    expect((await hubward(['member', 'role', 'ada@example.com', 'auditor'])).out).toContain(
      'auditor now',
    )
    expect((await hubward(['member', 'remove', 'ada@example.com'])).status).toBe(0)
    expect((await hubward(['member', 'list'])).out).not.toContain('ada@example.com')
  })

  test('a new key goes to stdout alone, so that a program can take it', async () => {
    const { out, err } = await hubward([
      'key',
      'create',
      'root@example.com',
      '--name',
      'ci',
      '--expires',
      '90d',
    ])
    expect(out).toMatch(/^hw_\w{20}_\w{59}\n$/)
    expect(err).toContain('shown this once')
    const used = await hubward(['access', '--json'], { env: { HUBWARD_KEY: out } })
    expect(JSON.parse(used.out)).toMatchObject({ principal: { email: 'root@example.com' } })
    const id = `key_${out.slice(3, 23)}`
    expect((await hubward(['key', 'list'])).out).toContain(id)
    expect((await hubward(['key', 'revoke', id])).status).toBe(0)
    const refused = await hubward(['access'], { env: { HUBWARD_KEY: out } })
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('auth.invalid')])
  })

  test('a mistyped name is answered with what was meant, on stderr, with its code', async () => {
    const { status, out, err } = await hubward(['group', 'show', 'salse'])
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain('Did you mean sales?')
    expect(err).toContain('resource.not_found, see docs/errors/resource.not_found.md')
  })

  test.each([
    'connections',
    'member list',
    'service-account list',
    'group list',
    'group show sales',
    'grant list',
    'key list',
    'scopes',
    'access',
    'audit',
    'export',
    'connection show main',
  ])('%s prints its data as JSON on request', async (command) => {
    const { status, out } = await hubward([...command.split(' '), '--json'])
    expect([status, typeof JSON.parse(out)]).toEqual([0, 'object'])
  })
})

describe('the organisation as a file', () => {
  const file = () => join(folder, 'org.yaml')

  test('export, change, look at the plan, apply, apply again', async () => {
    expect((await hubward(['export', '-o', file()])).status).toBe(0)
    expect((await hubward(['export', '-o', file()])).err).toContain('is there already')
    expect((await hubward(['apply', '-f', file()])).out).toContain('No changes')
    const text = await readFile(file(), 'utf8')
    await writeFile(file(), text.replace('title: Sales', 'title: Sales team'))
    const unasked = await hubward(['apply', '-f', file()])
    expect(unasked.status).toBe(2)
    expect(unasked.out).toMatch(/~ +group +sales +title: Sales → Sales team/)
    expect(
      (await hubward(['apply', '-f', file()], { terminal: true, input: 'n\r' })).err,
    ).toContain('Nothing was changed.')
    const dry = await hubward(['apply', '-f', file(), '--dry-run', '--json'])
    expect(JSON.parse(dry.out)).toMatchObject({ applied: false, changes: [{ name: 'sales' }] })
    expect(
      (await hubward(['apply', '-f', file()], { terminal: true, input: 'y\r' })).out,
    ).toContain('Done: 1 change.')
    expect(
      (await hubward(['apply', '-f', '-', '--yes'], { input: await readFile(file(), 'utf8') })).out,
    ).toContain('No changes')
  })

  test('mistakes are listed by line', async () => {
    const { status, err } = await hubward(['apply', '-f', '-'], {
      input: 'version: 2\ngruops: []\n',
    })
    expect(status).toBe(1)
    expect(err).toContain('line 1, column 10: This must be 1.')
    expect(err).toContain(
      'line 2, column 9: There is no field "gruops" here. Did you mean "groups"?',
    )
  })
})

describe('the audit', () => {
  test('lists, filters, and streams every event as it was recorded', async () => {
    const { out } = await hubward(['audit', '--type', 'change', '--operation', 'group.create'])
    expect(out).toMatch(/#.*WHO.*WHAT/)
    expect(out).toMatch(/Root +admin +group\.create +sales +changed/)
    const lines = (await hubward(['audit', '--ndjson'])).out.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.map((line) => (JSON.parse(line) as { version: number }).version)).toEqual(
      lines.map(() => 1),
    )
  })

  test('is searched by what the Activity page searches by, and refuses what is none of it', async () => {
    const found = async (...filter: string[]): Promise<string> =>
      (await hubward(['audit', ...filter])).out
    expect(await found('--text', 'GROUP.cre')).toMatch(/group\.create +sales/)
    expect(await found('--operation', 'group.*', '--door', 'admin')).toMatch(/group\.create/)
    expect(await found('--operation', 'group.*', '--door', 'mcp')).not.toMatch(/group\.create/)
    for (const nothing of [
      ['--group', 'sales'],
      ['--tool', 'search_records'],
      ['--status', '5xx'],
      ['--decision', 'refused'],
    ])
      expect((await hubward(['audit', ...nothing])).err).toContain('Nothing of that kind')
    const refused = await hubward(['audit', '--status', '9xx'])
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/status/)
  })

  test('a reader that goes away ends it quietly', async () => {
    const stdout = new PassThrough()
    const io: Io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env }
    stdout.once('data', () => stdout.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' })))
    stdout.resume()
    expect(await runProgram(buildProgram(io), io, ['audit', '--ndjson'])).toBe(0)
  })
})

/** An address that was free a moment ago. */
async function closedPort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return `http://127.0.0.1:${port}`
}

describe('ways to fail', () => {
  test.each([
    ['an unknown command', ['conect'], 'Did you mean connect?'],
    ['an unknown option', ['member', 'list', '--al'], 'unknown option'],
    ['a missing argument', ['member', 'add'], 'missing required argument'],
    ['one argument too many', ['member', 'list', 'x'], 'too many arguments'],
    [
      'an end that is none',
      ['key', 'create', 'a', '--name', 'b', '--expires', 'soon'],
      'is no end',
    ],
  ])('%s ends with status 2 and what to do', async (_, args, words) => {
    const { status, err } = await hubward(args)
    expect(status).toBe(2)
    expect(err).toContain(words)
  })

  test('no Hubward there: status 3, and how to start it', async () => {
    const { status, err } = await hubward(['connections', '--url', await closedPort()])
    expect(status).toBe(3)
    expect(err).toContain('nothing listens there')
    expect(err).toContain('hubward start')
  })

  test('something else there', async () => {
    const { status, err } = await hubward(['connections', '--url', rig.portal.url])
    expect([status, err]).toEqual([1, expect.stringContaining('is not Hubward')])
  })

  test('no key, a damaged key, and an address that would carry it in clear', async () => {
    expect((await hubward(['connections'], { env: { HUBWARD_DATA: '/nowhere' } })).err).toContain(
      'HUBWARD_KEY is not set',
    )
    const damaged = await hubward(['connections'], { env: { HUBWARD_KEY: 'hw_0123' } })
    expect([damaged.status, damaged.err]).toEqual([2, expect.stringContaining('cut short')])
    const remote = await hubward(['connections', '--url', 'http://hubward.example.com'])
    expect([remote.status, remote.err]).toEqual([2, expect.stringContaining('in clear')])
  })

  test('help names the commands and needs neither key nor server', async () => {
    const { status, out } = await hubward(['--help'], { env: { HUBWARD_DATA: '/nowhere' } })
    expect(status).toBe(0)
    for (const name of ['connect', 'member', 'group', 'grant', 'key', 'apply', 'audit', 'explain'])
      expect(out).toMatch(new RegExp(`^ +${name}\\b`, 'm'))
  })
})
