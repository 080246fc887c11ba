// The command as a user meets it: what it prints, how it refuses, how it stops.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url))

function run(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number)
  const said = async (wanted: RegExp) => {
    while (!wanted.test(seen.out)) await Promise.race([once(child.stdout, 'data'), ended])
  }
  return { child, seen, ended, said }
}

test('--json prints one object with everything a script needs, and SIGTERM ends it with 0', async () => {
  const { child, seen, ended, said } = run(
    '--port',
    '0',
    '--contacts',
    '10',
    '--users',
    '25',
    '--json',
    '--token',
    'sales:oauth,crm.objects.contacts.read',
  )
  await said(/\n/)
  const shown = JSON.parse(seen.out)
  expect(shown.counts).toMatchObject({ contacts: 10, users: 25 })
  expect(shown.tokens).toEqual([
    {
      name: 'sales',
      token: expect.stringMatching(/^pat-na1-/),
      kind: 'private_app',
      scopes: ['oauth', 'crm.objects.contacts.read'],
    },
  ])
  const answer = await fetch(`${shown.url}/crm/v3/objects/contacts`, {
    headers: { authorization: `Bearer ${shown.tokens[0].token}` },
  })
  expect(answer.status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('without --json it prints plain text with a call to try', async () => {
  const { child, seen, ended, said } = run('--port', '0', '--contacts', '5')
  await said(/Stop with Ctrl-C/)
  expect(seen.out).toMatch(/curl -H 'Accept: application\/json' -H 'Authorization: Bearer pat-na1-/)
  expect(seen.out).not.toContain('\u001b')
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

test('every mistake on the command line is named at once, with exit code 2', async () => {
  const { seen, ended } = run(
    '--port',
    'http',
    '--tier',
    'gold',
    '--contacts',
    'many',
    '--token',
    'nocolon',
  )
  expect(await ended).toBe(2)
  for (const name of ['--port', '--tier', '--contacts', '--token']) expect(seen.err).toContain(name)
  expect(seen.err).not.toContain('    at ')
})

test('an unknown option is refused', async () => {
  const { seen, ended } = run('--prot', '1')
  expect(await ended).toBe(2)
  expect(seen.err).toContain('--prot')
})

test('a taken port is explained, with exit code 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as { port: number }
  const { seen, ended } = run('--port', String(port))
  expect(await ended).toBe(1)
  expect(seen.err).toContain(`Port ${port} is taken`)
  holder.close()
})

test('--help lists the options and starts nothing', async () => {
  const { seen, ended } = run('--help')
  expect(await ended).toBe(0)
  expect(seen.out).toContain('--contacts')
})

test('a scope that nothing here asks for is named: a typing error would open nothing, silently', async () => {
  const { child, seen, ended, said } = run('--port', '0', '--token', 'reader:crm.object.contacts')
  await said(/Stop with Ctrl-C/)
  expect(seen.err).toContain('crm.object.contacts')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('an address that this machine does not have is said in words', async () => {
  const { seen, ended } = run('--port', '0', '--host', '192.0.2.1')
  expect(await ended).toBe(1)
  expect(seen.err).toContain('no such address')
})
