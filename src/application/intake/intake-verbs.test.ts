import { Encrypter } from 'age-encryption'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { intakeRig } from '../../../tests/support/intake-rig.ts'
import { anonymous, handOver, makeLink, sealFor } from '../../../tests/support/intake-sender.ts'
import { outcomeWords } from '../../domain/intake/outcome-words.ts'
import { checkConnection } from '../check/check-connection.ts'
import { revokeCredential } from '../rotation/revoke-credential.ts'
import { approveIntake } from './approve-intake.ts'
import { cancelIntake } from './cancel-intake.ts'
import { checkSubmission } from './check-submission.ts'
import { expireIntakes } from './expire-intakes.ts'
import { showIntake } from './list-intakes.ts'
import { openIntake } from './open-intake.ts'
import { showOutcome } from './show-outcome.ts'
import { submitIntake } from './submit-intake.ts'

const world = intakeRig()

const job = () =>
  ({ ...world.rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' }) as const

describe('a key that is handed over', () => {
  it('is held with what HubSpot said, and becomes a connection when it is approved', async () => {
    const made = await makeLink(world.rig.ctx, {
      scopes: ['contacts:read', 'analytics:read'],
      wantedLinks: ['Your deal', 'Your pipeline'],
    })
    const { id } = made.intake
    const sent = await handOver(
      world.rig.services,
      made,
      world.payload({
        portalId: 1_234_567,
        // The first one asked for is left empty.
        links: ['', 'https://app.hubspot.com/contacts/1234567/record/0-3/42'],
        context: 'From the sales team.',
        email: 'seller@example.com',
      }),
      world.address,
    )
    expect(sent.receipt.sha256).toBe(world.rig.services.hashBytes(sent.sealed))
    await checkSubmission(job(), { intakeId: id })
    const shown = () => showIntake(world.rig.ctx, { intake: id })
    expect(await shown()).toMatchObject({
      state: 'held',
      submittedFrom: world.address,
      findings: {
        portalId: 1_234_567,
        statedPortalId: 1_234_567,
        portalName: 'Harbour Tea',
        context: 'From the sales team.',
        links: [{ asked: 'Your pipeline', portalId: 1_234_567, kind: 'record', id: '42' }],
      },
    })
    const { connection, intake } = await approveIntake(world.rig.ctx, {
      intake: id,
      portalId: 1_234_567,
      title: 'From the seller',
    })
    expect(intake).toMatchObject({ state: 'stored', connectionId: connection.id })
    // The ids are what it was asked for; they are there as long as the request is.
    expect(await shown()).toMatchObject({
      findings: { context: 'From the sales team.', links: [{ id: '42' }], senderEmail: null },
    })
    expect((await world.rig.services.credentials.bearer(connection)).reveal()).toBe(world.token)
    expect(await world.actionsOn(id)).toEqual([
      'intake.create',
      'intake.view',
      'intake.submit',
      'intake.hold',
      'intake.approve',
    ])
    const receipt = { id, receipt: sent.hash, address: world.address }
    const outcome = () => showOutcome(anonymous(world.rig.services), receipt)
    // It was checked as it was approved, and whoever sent it sees that.
    expect(connection.state).toBe('active')
    expect(await outcome()).toMatchObject({
      state: 'stored',
      portalId: 1_234_567,
      key: 'in_use',
    })
    // Whoever can end it at HubSpot hears that the vault has it no more.
    await revokeCredential(world.rig.ctx, {
      connection: connection.id,
      reason: 'It was seen in a chat.',
    })
    expect((await outcome()).key).toBe('gone')
  })

  it('that lacks something tells its sender what to tick at HubSpot, once each', async () => {
    const weak = world.rig.portal.addToken({ kind: 'service_key', scopes: ['oauth'] })
    const made = await makeLink(world.rig.ctx, { scopes: ['contacts:read', 'deals:read'] })
    const key = { token: weak.secret }
    const sent = await handOver(world.rig.services, made, world.payload({ key }), world.address)
    await checkSubmission(job(), { intakeId: made.intake.id })
    const { missing } = await showOutcome(anonymous(world.rig.services), {
      id: made.intake.id,
      receipt: sent.hash,
      address: world.address,
    })
    expect(missing).toEqual(['crm.objects.contacts.read', 'crm.objects.deals.read'])
  })

  it('that lacks something is not active when it is approved, and is once it was ticked', async () => {
    const weak = world.rig.portal.addToken({ kind: 'service_key', scopes: ['oauth'] })
    const made = await makeLink(world.rig.ctx, { scopes: ['contacts:read'] })
    const sent = await handOver(
      world.rig.services,
      made,
      world.payload({ key: { token: weak.secret } }),
      world.address,
    )
    await checkSubmission(job(), { intakeId: made.intake.id })
    const { connection, check } = await approveIntake(world.rig.ctx, {
      intake: made.intake.id,
      portalId: 1_234_567,
      title: 'Weak',
    })
    // Nothing is granted yet: what was asked for is what the check is held against.
    expect(connection.state).toBe('pending')
    const step = (name: string) => check?.steps.find((one) => one.step === name)
    expect(step('scopes')).toMatchObject({
      outcome: 'failed',
      findings: [{ text: expect.stringContaining('contacts:read was asked for by the request') }],
    })
    const standing = async () => {
      const outcome = await showOutcome(anonymous(world.rig.services), {
        id: made.intake.id,
        receipt: sent.hash,
        address: world.address,
      })
      return outcomeWords(outcome)
    }
    expect((await standing()).text).toContain('crm.objects.contacts.read')
    world.rig.portal.happens(weak, { event: 'scopes-added', scopes: ['crm.objects.contacts.read'] })
    const again = await checkConnection(world.rig.ctx, { connection: connection.id })
    expect(again.verdict).toBe('green')
    expect(again.steps.find((one) => one.step === 'samples')).toMatchObject({
      summary: '1 of 1 objects could be read',
    })
    expect((await standing()).title).toBe('Approved and in use')
  })

  it('is refused for another portal than the one that was asked for, and wiped', async () => {
    const made = await makeLink(world.rig.ctx, { expectedPortalId: 99 })
    const sent = await handOver(world.rig.services, made, world.payload(), world.address)
    const refused = await checkSubmission(job(), { intakeId: made.intake.id })
    // Whose key it was is for those who decide; whoever sent it reads the sentence alone.
    expect(refused).toMatchObject({
      state: 'refused',
      refusal: { reason: 'portal_differs', portalId: 1_234_567 },
    })
    const outcome = await showOutcome(anonymous(world.rig.services), {
      id: made.intake.id,
      receipt: sent.hash,
      address: world.address,
    })
    expect(Object.keys(outcome.refusal ?? {})).toEqual(['reason', 'message'])
    expect(await world.rig.services.store.read.intakes.sealed(made.intake.id)).toBeUndefined()
  })

  it('is refused where HubSpot does not know it, with HubSpot’s reason', async () => {
    const made = await makeLink(world.rig.ctx)
    const wrong = world.token.replace(/.{4}$/, '0000')
    await handOver(
      world.rig.services,
      made,
      world.payload({ key: { token: wrong } }),
      world.address,
    )
    const refused = await checkSubmission(job(), { intakeId: made.intake.id })
    expect(refused?.refusal?.reason).toBe('connection.credential_invalid')
    expect(JSON.stringify(refused)).not.toContain(wrong)
  })

  it('waits while HubSpot is away, and is held when it is back', async () => {
    const made = await makeLink(world.rig.ctx)
    await handOver(world.rig.services, made, world.payload(), world.address)
    const away = {
      ...job(),
      accounts: {
        ...world.rig.services.accounts,
        read: () =>
          world.rig.services.accounts.read({
            kind: 'service_key',
            baseUrl: 'http://127.0.0.1:1',
            token: made.address,
          }),
      },
    }
    await expect(checkSubmission(away, { intakeId: made.intake.id })).rejects.toMatchObject({
      code: 'connection.unreachable',
    })
    expect(await checkSubmission(job(), { intakeId: made.intake.id })).toMatchObject({
      state: 'held',
    })
  })

  it('may come in an age file, by itself or in the box', async () => {
    for (const boxed of [false, true]) {
      const made = await makeLink(world.rig.ctx)
      const ctx = anonymous(world.rig.services)
      const submission = await sealFor(ctx, made, world.payload(), world.address)
      const keys = await world.rig.services.store.read.intakes.keys(made.intake.id)
      const encrypter = new Encrypter()
      encrypter.addRecipient(keys?.ageRecipient ?? '')
      const file = await encrypter.encrypt(`${world.token}\n`)
      if (boxed)
        await handOver(
          world.rig.services,
          made,
          world.payload({ key: { age: Buffer.from(file).toString('base64url') } }),
          world.address,
        )
      else await submitIntake(ctx, { ...submission, sealed: file })
      expect(await checkSubmission(job(), { intakeId: made.intake.id })).toMatchObject({
        state: 'held',
        findings: { portalId: 1_234_567 },
      })
    }
  })
})

describe('a link', () => {
  it('works once, and then answers like one that never was', async () => {
    const made = await makeLink(world.rig.ctx)
    const [first, second] = await Promise.all([
      sealFor(anonymous(world.rig.services), made, world.payload(), world.address),
      sealFor(anonymous(world.rig.services), made, world.payload(), world.address),
    ])
    const receipt = await submitIntake(anonymous(world.rig.services), first)
    // Of the very same its sender is told what they were told.
    expect(await submitIntake(anonymous(world.rig.services), first)).toEqual(receipt)
    const refusals = await Promise.all(
      [second, { ...first, id: 'itk_00000000000000000000' }, { ...first, id: 'nothing' }].flatMap(
        (one) => [
          submitIntake(anonymous(world.rig.services), one).catch((error: Error) => error.message),
          openIntake(anonymous(world.rig.services), one).catch((error: Error) => error.message),
        ],
      ),
    )
    expect(new Set(refusals).size).toBe(1)
  })

  it('is not used up by looking, and tells once that somebody looked', async () => {
    const made = await makeLink(world.rig.ctx)
    const { id, capability } = {
      id: made.intake.id,
      capability: world.rig.ctx.hashKey(made.link.capability),
    }
    for (let look = 0; look < 20; look++)
      await openIntake(anonymous(world.rig.services), { id, capability, address: world.address })
    await handOver(world.rig.services, made, world.payload(), world.address)
    const changes = (await world.rig.organisation.events()).flatMap(({ event }) =>
      event.type === 'change' && event.targetId === id ? [event] : [],
    )
    const views = changes.filter(({ action }) => action === 'intake.view')
    expect(views.map(({ after }) => after)).toEqual([
      expect.objectContaining({ from: world.address }),
    ])
    // What was handed over came by that act, and was not there before it.
    expect(changes.at(-1)).toMatchObject({
      action: 'intake.submit',
      before: { state: 'open', submittedAt: null, submissionSha256: null },
      after: { state: 'submitted', submittedFrom: world.address },
    })
  })

  it('ends after twenty wrong secrets, whatever addresses they came from', async () => {
    const made = await makeLink(world.rig.ctx)
    const { id } = made.intake
    for (let miss = 0; miss < 20; miss++)
      await openIntake(anonymous(world.rig.services), {
        id,
        capability: world.rig.ctx.hashKey(randomBytes(8).toString('hex')),
        address: `198.51.100.${miss}`,
      }).catch(() => undefined)
    expect(await world.rig.services.store.read.intakes.get(id)).toMatchObject({ state: 'burned' })
    // Each is in the audit with where it came from, and so is the last, which ended it.
    const changes = (await world.rig.organisation.events()).flatMap(({ event }) =>
      event.type === 'change' && event.targetId === id ? [event] : [],
    )
    const guesses = changes.filter(({ action }) => action === 'intake.guess')
    expect(guesses.map(({ after }) => after)).toEqual(
      Array.from({ length: 20 }, (_, miss) =>
        expect.objectContaining({ from: `198.51.100.${miss}`, badCapabilities: miss + 1 }),
      ),
    )
    expect(changes.at(-1)).toMatchObject({
      action: 'intake.burn',
      before: { state: 'open' },
      after: { state: 'burned', from: '198.51.100.19', badCapabilities: 20 },
    })
    await expect(
      handOver(world.rig.services, made, world.payload(), world.address),
    ).rejects.toMatchObject({
      code: 'intake.not_available',
    })
    const { rows } = await world.rig.organisation.database.pool.query(
      `select kind from notice where facts->>'intakeId' = $1 and kind = 'intake.burned'`,
      [id],
    )
    expect(rows).toHaveLength(1)
  })

  it('is slowed down for an address that guesses, and for no other', async () => {
    const made = await makeLink(world.rig.ctx)
    const guess = (from: string) =>
      openIntake(anonymous(world.rig.services), {
        id: 'itk_00000000000000000000',
        capability: world.rig.ctx.hashKey('guess'),
        address: from,
      }).catch((error: { code: string }) => error.code)
    const codes: unknown[] = []
    for (let miss = 0; miss < 11; miss++) codes.push(await guess(world.address))
    expect(codes.at(-2)).toBe('intake.not_available')
    expect(codes.at(-1)).toBe('intake.too_many_attempts')
    await expect(
      handOver(world.rig.services, made, world.payload(), '203.0.113.9'),
    ).resolves.toBeDefined()
  })

  it('ends when its time is over, and what was handed over ends a week later', async () => {
    const open = await makeLink(world.rig.ctx, { lifetimeHours: 1 })
    const submitted = await makeLink(world.rig.ctx, { lifetimeHours: 1 })
    await handOver(world.rig.services, submitted, world.payload(), world.address)
    const { clock } = world.rig.organisation
    const before = clock.now
    clock.now = new Date(before.getTime() + 3_600_000)
    await expect(
      handOver(world.rig.services, open, world.payload(), world.address),
    ).rejects.toMatchObject({
      code: 'intake.not_available',
    })
    const ended = (await expireIntakes(job())).map(({ id }) => id)
    expect(ended).toContain(open.intake.id)
    expect(ended).not.toContain(submitted.intake.id)
    clock.now = new Date(before.getTime() + 7 * 86_400_000)
    expect((await expireIntakes(job())).map(({ id }) => id)).toContain(submitted.intake.id)
    clock.now = before
    expect(await world.rig.services.store.read.intakes.sealed(submitted.intake.id)).toBeUndefined()
  })

  it('can be taken back until something was handed over', async () => {
    const made = await makeLink(world.rig.ctx)
    await cancelIntake(world.rig.ctx, { intake: made.intake.id })
    await expect(
      handOver(world.rig.services, made, world.payload(), world.address),
    ).rejects.toMatchObject({
      code: 'intake.not_available',
    })
    const late = await makeLink(world.rig.ctx)
    await handOver(world.rig.services, late, world.payload(), world.address)
    await expect(cancelIntake(world.rig.ctx, { intake: late.intake.id })).rejects.toMatchObject({
      code: 'intake.wrong_state',
    })
  })
})
