/** Approving: by whom, of what was seen, and once. */
import { describe, expect, it } from 'vitest'
import { intakeRig } from '../../../tests/support/intake-rig.ts'
import { handOver, makeLink } from '../../../tests/support/intake-sender.ts'
import { refusalOf } from '../../domain/intake/refusals.ts'
import { approveIntake } from './approve-intake.ts'
import { checkSubmission } from './check-submission.ts'

const world = intakeRig()

const job = () =>
  ({ ...world.rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' }) as const

describe('approving', () => {
  const held = async (input = {}, by = world.rig.ctx) => {
    const made = await makeLink(by, input)
    await handOver(world.rig.services, made, world.payload(), world.address)
    await checkSubmission(job(), { intakeId: made.intake.id })
    return made.intake.id
  }

  it('is of what the approver saw: a key that may do more meanwhile is shown anew first', async () => {
    const key = world.rig.portal.addToken({ kind: 'service_key', scopes: ['oauth'] })
    const made = await makeLink(world.rig.ctx, { scopes: ['contacts:read'] })
    const { id } = made.intake
    await handOver(
      world.rig.services,
      made,
      world.payload({ key: { token: key.secret } }),
      world.address,
    )
    await checkSubmission(job(), { intakeId: id })
    const approve = () =>
      approveIntake(world.rig.ctx, { intake: id, portalId: 1_234_567, title: 'Grown' })
    const gains = (scope: string) =>
      world.rig.portal.happens(key, { event: 'scopes-added', scopes: [scope] })
    gains('settings.billing.write')
    await expect(approve()).rejects.toMatchObject({
      code: 'intake.changed',
      message: expect.stringContaining('settings.billing.write'),
    })
    const shown = await world.rig.services.store.read.intakes.get(id)
    expect(shown).toMatchObject({ state: 'held', findings: { excess: ['settings.billing.write'] } })
    expect((await world.actionsOn(id)).at(-1)).toBe('intake.renew')
    // What was asked for and is there by now surprises nobody; the record has what was stored.
    gains('crm.objects.contacts.read')
    const { connection, intake } = await approve()
    expect(intake.findings?.missing).toEqual([])
    expect(connection).toMatchObject({
      state: 'active',
      hubspotScopes: intake.findings?.hubspotScopes,
    })
  })

  it('wants the portal that the approver saw', async () => {
    const intake = await held()
    await expect(
      approveIntake(world.rig.ctx, { intake, portalId: 7, title: 'Wrong one' }),
    ).rejects.toMatchObject({ code: 'connection.portal_mismatch' })
  })

  it('wants another person where the request says so', async () => {
    const maker = world.rig.as('admin')
    const intake = await held({ secondPerson: true }, maker)
    const approve = { intake, portalId: 1_234_567, title: 'By two' }
    await expect(approveIntake(maker, approve)).rejects.toMatchObject({
      code: 'intake.second_person_needed',
    })
    const other = world.rig.as('admin', 'mem_11111111111111111111')
    expect((await approveIntake(other, approve)).intake.state).toBe('stored')
  })

  it('goes through for one of two who do it at once', async () => {
    const intake = await held()
    const both = await Promise.allSettled(
      ['First', 'Second'].map((title) =>
        approveIntake(world.rig.ctx, { intake, portalId: 1_234_567, title }),
      ),
    )
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const picture = await world.rig.services.pictures.current()
    const made = picture.connections().filter(({ title }) => /^(First|Second)$/.test(title))
    expect(made).toHaveLength(1)
  })

  it('is too late when its time is over, swept or not', async () => {
    const intake = await held()
    const { clock } = world.rig.organisation
    const before = clock.now
    clock.now = new Date(before.getTime() + 7 * 86_400_000)
    const approving = approveIntake(world.rig.ctx, { intake, portalId: 1_234_567, title: 'Late' })
    await expect(approving).rejects.toMatchObject({
      code: 'intake.wrong_state',
      message: expect.stringContaining('time has run out'),
    })
    clock.now = before
  })

  it('is not taken away by a check that comes late: what is held only a person refuses', async () => {
    const intake = await held()
    const late = await world.rig.services.store.aside((tx) =>
      tx.intakes.reject(intake, refusalOf('does_not_open'), {
        at: new Date(),
        by: 'hubward',
        byName: 'Hubward',
      }),
    )
    expect(late).toBeUndefined()
    expect((await world.rig.services.store.read.intakes.get(intake))?.state).toBe('held')
  })

  it('is for admins: neither auditors nor members may, and a job never stores anything', async () => {
    const intake = await held()
    const approve = { intake, portalId: 1_234_567, title: 'Nobody' }
    for (const role of ['auditor', 'member'] as const)
      await expect(approveIntake(world.rig.as(role), approve)).rejects.toMatchObject({
        code: 'auth.forbidden',
      })
    await expect(approveIntake(job(), approve)).rejects.toMatchObject({ code: 'auth.forbidden' })
  })
})
