/**
 * Promises of a request for the next credential of a connection: calls go on with the one in use, and
 * what somebody else handed over passes every check of a rotation before it serves anybody.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Token } from '../../../emulator/index.ts'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { anonymous, handOver, makeLink } from '../../../tests/support/intake-sender.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { outcomeWords } from '../../domain/intake/outcome-words.ts'
import { createGroup } from '../access/create-group.ts'
import { removeGrant } from '../access/remove-grant.ts'
import { setGrant, type GrantSet } from '../access/set-grant.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import { disconnectPortal } from '../connection/disconnect-portal.ts'
import { discardCredential } from '../rotation/discard-credential.ts'
import { promoteCredential } from '../rotation/promote-credential.ts'
import { returnCredential } from '../rotation/return-credential.ts'
import { showSlots } from '../rotation/show-slots.ts'
import { approveIntake } from './approve-intake.ts'
import { checkSubmission } from './check-submission.ts'
import type { CreateIntake } from './create-intake.ts'
import { showOutcome } from './show-outcome.ts'

const DAY_MS = 86_400_000
const PORTAL = 1_234_567
const SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write']

let rig: ConnectionRig
let token: Token
let connection: Connection
let given: GrantSet
let address: string
let count = 0

beforeAll(async () => {
  rig = await connectionRig({ tokens: [{ kind: 'service_key', scopes: SCOPES }] })
  await createGroup(rig.ctx, { name: 'sales', title: 'Sales', description: '', context: '' })
})
afterAll(() => rig.close())
beforeEach(async () => {
  count += 1
  address = `192.0.2.${count}`
  later(new Date())
  token = rig.portal.addToken({ kind: 'service_key', scopes: SCOPES })
  const made = await connectPortal(rig.ctx, {
    title: `Portal ${count}`,
    kind: 'service_key',
    secrets: { token: secret(token.secret) },
  })
  connection = made.connection
  given = await grant(['contacts:read', 'contacts:write'])
})

const later = (now = new Date(rig.organisation.clock.now.getTime() + 60_000)) => {
  rig.organisation.clock.now = now
}
const grant = (scopes: string[]) =>
  setGrant(rig.ctx, { group: 'sales', connection: connection.name, scopes, expiresAt: null })
const request = (more: Partial<CreateIntake> = {}) =>
  makeLink(rig.ctx, { scopes: [], replaces: connection.name, ...more })
const job = () =>
  ({ ...rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' }) as const

/** Asked for, handed over, and looked at by the vault. */
async function handedOver(text: string, more: Partial<CreateIntake> = {}) {
  later()
  const made = await request(more)
  const payload = { kind: 'service_key', key: { token: text } } as const
  const { hash } = await handOver(rig.services, made, payload, address)
  const checked = await checkSubmission(job(), { intakeId: made.intake.id })
  const outcome = () =>
    showOutcome(anonymous(rig.services), { id: made.intake.id, receipt: hash, address })
  return { id: made.intake.id, checked, outcome }
}
const approve = (intake: string) => approveIntake(rig.ctx, { intake, portalId: PORTAL })
const bearer = async () => {
  const now = (await rig.services.pictures.current()).connection(connection.id)
  return (await rig.services.credentials.bearer(now ?? connection)).reveal()
}
const rotated = () => rig.portal.rotateToken(token, 7 * DAY_MS)

describe('the request', () => {
  it('is about the portal of the connection, and what groups are granted there', async () => {
    const { intake } = await request()
    expect(intake).toMatchObject({
      replaces: connection.id,
      expectedPortalId: PORTAL,
      scopes: ['contacts:read', 'contacts:write'],
    })
    expect((await request({ scopes: ['deals:read'] })).intake.scopes).toEqual(['deals:read'])
  })

  it('is refused for another portal, for what is not there, and without anything it is for', async () => {
    for (const [more, code] of [
      [{ expectedPortalId: 99 }, 'connection.portal_mismatch'],
      [{ replaces: 'nothing' }, 'connection.not_found'],
    ] as const)
      await expect(request(more)).rejects.toMatchObject({ code })
    await removeGrant(rig.ctx, { grant: given.grant.id })
    await expect(request()).rejects.toMatchObject({ code: 'request.invalid' })
  })
})

describe('what is handed over', () => {
  it('waits beside the one in use until it is promoted, and is seen to by its sender', async () => {
    const [old, fresh] = [token.secret, rotated()]
    const { id, checked, outcome } = await handedOver(fresh)
    expect(checked).toMatchObject({
      state: 'held',
      findings: { portalId: PORTAL, missing: [], comparison: { lost: [], broken: [] } },
    })
    const { staged, intake } = await approve(id)
    expect(intake).toMatchObject({ state: 'stored', connectionId: connection.id })
    expect(staged?.endsAt.getTime()).toBe(rig.organisation.clock.now.getTime() + DAY_MS)
    expect(await rig.services.store.read.intakes.sealed(id)).toBeUndefined()
    expect(await bearer()).toBe(old)
    expect(outcomeWords(await outcome()).title).toMatch(/waits to take the place/)

    await promoteCredential(rig.ctx, { connection: connection.name })
    expect(await bearer()).toBe(fresh)
    expect(outcomeWords(await outcome()).title).toBe('Approved and in use')

    await returnCredential(rig.ctx, { connection: connection.name })
    expect(await bearer()).toBe(old)
    expect(outcomeWords(await outcome()).title).toMatch(/not kept any more/)
  })

  it('is told to its sender as kept for the way back, and as gone where it was suspected', async () => {
    const keys: (() => Promise<string | null>)[] = []
    for (const suspect of [false, false, true]) {
      const { id, outcome } = await handedOver(rotated())
      await approve(id)
      keys.push(async () => (await outcome()).key)
      await promoteCredential(rig.ctx, { connection: connection.name, suspect })
      if (keys.length === 2) expect(await keys[0]?.()).toBe('previous')
    }
    expect(await Promise.all(keys.map((key) => key()))).toEqual(['gone', 'gone', 'in_use'])
  })

  it('is in the audit as the request’s approval and as what is staged, each once', async () => {
    const { id } = await handedOver(rotated())
    await approve(id)
    const actions = (await rig.organisation.events()).flatMap(({ event }) =>
      event.type === 'change' && [id, connection.id].includes(event.targetId ?? '')
        ? [event.action]
        : [],
    )
    expect(actions.filter((one) => /stage|approve|promote|create$/.test(one))).toEqual([
      'connection.create',
      'intake.create',
      'connection.stage_credential',
      'intake.approve',
    ])
  })

  it('is refused where it is the one in use already: its sender reads why, and no name', async () => {
    const { checked } = await handedOver(token.secret)
    expect(checked).toMatchObject({ state: 'refused', refusal: { reason: 'same_credential' } })
    expect(checked?.refusal?.message).not.toContain(connection.name)
  })

  it('is refused where it is of another portal, whatever the request had expected', async () => {
    const fresh = rotated()
    await rig.organisation.database.pool.query(
      'update connection set portal_id = 99 where id = $1',
      [connection.id],
    )
    const { checked } = await handedOver(fresh)
    expect(checked).toMatchObject({
      state: 'refused',
      refusal: { reason: 'portal_differs', portalId: PORTAL },
    })
    expect(checked?.refusal?.message).not.toContain(connection.name)
    expect((await showSlots(rig.ctx, { connection: connection.id })).next).toBeUndefined()
  })

  it('with fewer scopes names what groups would lose, and is not promoted over it', async () => {
    const poor = rig.portal.addToken({ kind: 'service_key', scopes: SCOPES.slice(0, 1) })
    const { id, checked } = await handedOver(poor.secret)
    const broken = [{ scope: 'contacts:write' }]
    expect(checked).toMatchObject({ state: 'held', findings: { comparison: { broken } } })
    expect((await approve(id)).staged?.comparison).toMatchObject({ broken })
    const promote = promoteCredential(rig.ctx, { connection: connection.name })
    await expect(promote).rejects.toMatchObject({ code: 'rotation.scopes_lost' })
    expect(await bearer()).toBe(token.secret)
  })

  it('is refused where the connection has gone meanwhile', async () => {
    const made = await request()
    const payload = { kind: 'service_key', key: { token: rotated() } } as const
    await handOver(rig.services, made, payload, address)
    await disconnectPortal(rig.ctx, { connection: connection.name })
    const checked = await checkSubmission(job(), { intakeId: made.intake.id })
    expect(checked).toMatchObject({ state: 'refused', refusal: { reason: 'connection_gone' } })
  })

  it('is not taken for what it was, once somebody has promoted the same', async () => {
    const fresh = rotated()
    const [one, other] = [await handedOver(fresh), await handedOver(fresh)]
    await approve(one.id)
    await promoteCredential(rig.ctx, { connection: connection.name })
    await expect(approve(other.id)).rejects.toMatchObject({ code: 'intake.refused' })
    expect((await showSlots(rig.ctx, { connection: connection.name })).next).toBeUndefined()
  })
})

describe('approving', () => {
  it('stages once, of any number at once', async () => {
    const { id } = await handedOver(rotated())
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => approve(id)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await discardCredential(rig.ctx, { connection: connection.name })
    expect((await showSlots(rig.ctx, { connection: connection.name })).next).toBeUndefined()
  })

  it('renames nothing: a title or a name is refused', async () => {
    const { id } = await handedOver(rotated())
    for (const naming of [{ title: 'Another' }, { name: 'another' }])
      await expect(
        approveIntake(rig.ctx, { intake: id, portalId: PORTAL, ...naming }),
      ).rejects.toMatchObject({ code: 'request.invalid' })
    await approve(id)
    expect((await showSlots(rig.ctx, { connection: connection.name })).connection.title).toBe(
      connection.title,
    )
  })
})
