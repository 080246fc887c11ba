/** Promises of `hubward people plan`, `apply`, `undo` and `tasks`, as a person and a program meet them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { secret } from '../../../tests/support/connection-rig.ts'
import { connectPortal } from '../../application/connection/connect-portal.ts'

let cli: CliRig
let folder: string
beforeAll(async () => {
  cli = await cliRig({ enforceLimits: false, users: 20 })
  folder = await mkdtemp(join(tmpdir(), 'hubward-people-'))
  const secrets = { token: secret(cli.rig.portal.tokens[0]?.secret ?? '') }
  await connectPortal(cli.rig.ctx, { title: 'emea', kind: 'service_key', secrets })
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await cli.close()
})

const file = async (text: string): Promise<string> => {
  const path = join(folder, 'people.yaml')
  await writeFile(path, text)
  return path
}
const RULES = `version: 1
protected: [rescue@our-firm.example]
rules:
  - emails: [joiner@our-firm.example]
    permissionSet: View only
    team: Sales
`

it('says what comes first where the portal was never read', async () => {
  const { status, err } = await cli.hubward(['people', 'plan', 'emea', '-f', await file(RULES)])
  expect(status).toBe(1)
  expect(err).toContain('hubward people sync emea')
})

it('tells every mistake of the file by its line, of form and of names', async () => {
  await cli.hubward(['people', 'sync', 'emea'])
  const wrong = `${RULES}  - group: nobody
    team: Nowhere
    seat: Gold
`
  const { status, err } = await cli.hubward(['people', 'plan', 'emea', '-f', await file(wrong)])
  expect(status).toBe(1)
  expect(err).toMatch(/line 9, column \d+: There is no field "seat" here\. Did you mean "seats"/)
  const named = wrong.replace('    seat: Gold\n', '')
  const again = await cli.hubward(['people', 'plan', 'emea', '-f', await file(named)])
  expect(again.err).toMatch(/line 7, column \d+: There is no group "nobody"/)
  expect(again.err).toMatch(/line 8, column \d+: The portal has no team "Nowhere"/)
})

it('shows a plan, asks, does it, and takes it back', async () => {
  const shown = await cli.hubward(['people', 'plan', 'emea', '-f', await file(RULES)])
  expect(shown.err).toBe('')
  expect(shown.out).toMatch(
    /\+ create +joiner@our-firm\.example +permission set: none → View only; team: none → Sales/,
  )
  expect(shown.out).toContain('Next: hubward people apply emea')
  const unasked = await cli.hubward(['people', 'apply', 'emea'])
  expect(unasked).toMatchObject({ status: 2, err: expect.stringContaining('--yes') as string })
  expect(cli.rig.portal.people.find('joiner@our-firm.example')).toBeUndefined()
  const applied = JSON.parse(
    (await cli.hubward(['people', 'apply', 'emea', '--yes', '--json'])).out,
  )
  expect(applied).toMatchObject({
    run: { state: 'finished' },
    items: [{ act: 'create', outcome: { ending: 'done' } }],
  })
  expect(cli.rig.portal.people.find('joiner@our-firm.example')).toMatchObject({
    state: 'invited',
    roleIds: ['51002'],
  })
  const undo = JSON.parse((await cli.hubward(['people', 'undo', applied.id, '--file'])).out)
  expect(undo).toMatchObject({ version: 1, entries: [{ act: 'create', way: 'leave' }] })
})

it('keeps what only a person can do, and what was halted', async () => {
  const leaver = cli.rig.portal.people.find('joiner@our-firm.example')
  await cli.hubward(['people', 'sync', 'emea'])
  const leaves = `version: 1
protected: [rescue@our-firm.example]
leavers:
  - email: ${leaver?.email}
    recordsTo: keep
`
  await cli.hubward(['people', 'plan', 'emea', '-f', await file(leaves)])
  await cli.hubward(['people', 'halt', 'emea'])
  const halted = await cli.hubward(['people', 'apply', 'emea', '--yes'])
  expect(halted.err).toContain('was halted')
  await cli.hubward(['people', 'resume', 'emea'])
  const applied = await cli.hubward(['people', 'apply', 'emea', '--yes'])
  expect(applied.status).toBe(0)
  // Nobody has done it, and so it says.
  expect(applied.out).toMatch(/by hand .* Noted: it waits for a person\./)
  const { out } = await cli.hubward(['people', 'tasks', 'emea'])
  expect(out).toMatch(/joiner@our-firm\.example +Deactivate the user in HubSpot/)
  expect((await cli.hubward(['people', 'plans', 'emea'])).out).toContain('finished')
})

it('asks for access, lists it, and lets nobody answer a request of their own', async () => {
  const email = 'asks@our-firm.example'
  const { id } = cli.rig.portal.people.invite({ email })
  cli.rig.portal.people.happens(id, { event: 'accepted' })
  await cli.hubward(['member', 'add', email])
  await cli.hubward(['people', 'sync', 'emea'])
  const ask = [
    'people',
    'request',
    'emea',
    '--for',
    email,
    '--hours',
    '4',
    '--reason',
    'Audit week',
  ]
  const wrong = await cli.hubward([...ask, '--permission-set', 'No such set'])
  expect(wrong).toMatchObject({ status: 1, err: expect.stringContaining('No such set') as string })
  const asked = JSON.parse(
    (await cli.hubward([...ask, '--permission-set', 'View only', '--json'])).out,
  )
  expect(asked).toMatchObject({ state: 'asked', email, hours: 4, permissionSetId: '51002' })
  expect((await cli.hubward(['people', 'requests', 'emea'])).out).toContain(asked.id)
  const own = await cli.hubward(['people', 'approve', asked.id])
  expect(own).toMatchObject({ status: 1, err: expect.stringContaining('somebody else') as string })
  expect((await cli.hubward(['people', 'withdraw-request', asked.id])).out).toContain('Withdrawn')
  expect((await cli.hubward(['people', 'automatic', 'emea'])).out).toContain('Off')
})
