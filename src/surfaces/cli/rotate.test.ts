/** Promises of `hubward rotate`, `revoke` and `vault`, as a person and a program meet them. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Token } from '../../../emulator/index.ts'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { secret } from '../../../tests/support/connection-rig.ts'
import { createGroup } from '../../application/access/create-group.ts'
import { setGrant } from '../../application/access/set-grant.ts'
import { connectPortal } from '../../application/connection/connect-portal.ts'

const DAY_MS = 86_400_000
const SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write']

let cli: CliRig
let token: Token
let name: string
let count = 0
beforeAll(async () => {
  cli = await cliRig()
  const group = { name: 'sales', title: 'Sales', description: '', context: '' }
  await createGroup(cli.rig.ctx, group)
})
afterAll(() => cli.close())
beforeEach(async () => {
  cli.rig.organisation.clock.now = new Date()
  token = cli.rig.portal.addToken({ kind: 'service_key', scopes: SCOPES })
  name = `portal-${++count}`
  await connectPortal(cli.rig.ctx, {
    title: name,
    kind: 'service_key',
    secrets: { token: secret(token.secret) },
  })
})

it('rotates by stdin in three steps, and prints no secret', async () => {
  const fresh = cli.rig.portal.rotateToken(token, 7 * DAY_MS)
  const { status, out, err } = await cli.hubward(['rotate', name, '--token-stdin'], {
    input: fresh,
  })
  expect({ status, err }).toMatchObject({ status: 0 })
  expect(err).toMatch(/1\/3 .*\n2\/3 .*\n3\/3 /)
  expect(out).toMatch(/has a new credential/)
  expect(out).toMatch(/the way back until \d{4}-/)
  expect(out + err).not.toContain(fresh.slice(8))
})

it('tells a program everything as JSON', async () => {
  const fresh = cli.rig.portal.rotateToken(token, 7 * DAY_MS)
  const { out } = await cli.hubward(['rotate', name, '--token-stdin', '--json'], { input: fresh })
  expect(JSON.parse(out)).toMatchObject({
    connection: { name, state: 'active' },
    comparison: { lost: [], gained: [], broken: [] },
    wayBackUntil: expect.any(String) as string,
  })
  const shown = JSON.parse((await cli.hubward(['rotate', name, '--show', '--json'])).out)
  expect(shown).toMatchObject({ previous: { kind: 'service_key' }, next: null })
})

it('does not promote what groups would lose by, unless told to', async () => {
  await setGrant(cli.rig.ctx, {
    group: 'sales',
    connection: name,
    scopes: ['contacts:write'],
    expiresAt: null,
  })
  const other = cli.rig.portal.addToken({ kind: 'service_key', scopes: SCOPES.slice(0, 1) })
  const input = other.secret
  const refused = await cli.hubward(['rotate', name, '--token-stdin'], { input })
  expect(refused.status).toBe(1)
  expect(refused.err).toContain('rotation.scopes_lost')
  const lost = await cli.hubward(['rotate', name, '--token-stdin', '--accept-lost-scopes'], {
    input,
  })
  expect(lost.status).toBe(0)
  expect(lost.err).toContain('sales would lose contacts:write')
})

it('on suspicion leaves no way back, and says where the old one is ended', async () => {
  const fresh = cli.rig.portal.rotateToken(token, 7 * DAY_MS)
  const { out } = await cli.hubward(['rotate', name, '--token-stdin', '--suspect'], {
    input: fresh,
  })
  expect(out).toContain('End it at HubSpot now:')
  expect(out).toContain('Service keys')
  const back = await cli.hubward(['rotate', name, '--back'])
  expect(back.status).toBe(1)
  expect(back.err).toContain('rotation.no_way_back')
})

it('goes back by hand', async () => {
  const fresh = cli.rig.portal.rotateToken(token, 7 * DAY_MS)
  await cli.hubward(['rotate', name, '--token-stdin'], { input: fresh })
  expect((await cli.hubward(['rotate', name, '--back'])).status).toBe(0)
})

it('revokes only when told so, and says what is left to do', async () => {
  expect((await cli.hubward(['revoke', name])).status).toBe(2)
  const { status, out } = await cli.hubward(['revoke', name, '--yes', '--reason', 'a leak'])
  expect(status).toBe(0)
  expect(out).toContain('To end it at HubSpot too:')
  const { out: shown } = await cli.hubward(['connection', 'show', name])
  expect(shown).toContain('needs_reauth (a leak)')
})

it('shows the vault, and refuses to rotate to no key', async () => {
  const { out } = await cli.hubward(['vault', 'status'])
  expect(out).toMatch(/VERSION +FINGERPRINT +STATE/)
  const refused = await cli.hubward(['vault', 'rotate'])
  expect(refused.status).toBe(1)
  expect(refused.err).toContain('vault.no_second_key')
})
