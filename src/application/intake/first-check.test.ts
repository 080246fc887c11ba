/** Between storing what was handed over and its first check, Hubward may end: nothing hangs on that. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { anonymous, handOver, makeLink } from '../../../tests/support/intake-sender.ts'
import { outcomeWords } from '../../domain/intake/outcome-words.ts'
import { checkDue } from '../check/check-due.ts'
import { DEAD_MS } from '../check/check-connection.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import type { Context } from '../context.ts'
import { approveIntake } from './approve-intake.ts'
import { checkSubmission } from './check-submission.ts'
import { showOutcome } from './show-outcome.ts'

let rig: ConnectionRig
/** Each test hands over one of its own, from an address of its own. */
let token: ReturnType<ConnectionRig['portal']['addToken']>
let address = ''
let visitor = 0
beforeAll(async () => {
  rig = await connectionRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  address = `192.0.2.${(visitor += 1)}`
  const scopes = ['oauth', 'crm.objects.contacts.read']
  token = rig.portal.addToken({ kind: 'service_key', scopes })
})

const job = (name = 'check.due'): Context => ({
  ...rig.services,
  actor: { kind: 'job', name },
  door: 'system',
})
const minutes = (count: number): void => {
  const { clock } = rig.organisation
  clock.now = new Date(clock.now.getTime() + count * 60_000)
}
const query = (text: string, id: string) => rig.organisation.database.pool.query(text, [id])
const stateOf = async (id: string) => (await rig.services.store.read.connections.get(id))?.state

/** Approved, and killed just after it was stored, or in the middle of the check. */
async function killed(title: string, at: 'stored' | 'checking') {
  const made = await makeLink(rig.ctx)
  const payload = { kind: 'service_key', key: { token: token.secret } } as const
  const sent = await handOver(rig.services, made, payload, address)
  const intake = made.intake.id
  await checkSubmission(job('intake.check'), { intakeId: intake })
  const { connection } = await approveIntake(rig.ctx, { intake, portalId: 1_234_567, title })
  await query(`update connection set state = 'pending' where id = $1`, connection.id)
  await query(
    at === 'stored'
      ? 'delete from connection_check where connection_id = $1'
      : `update connection_check set state = 'running', report = null, finished_at = null,
           alive_at = now() - interval '${DEAD_MS + 1_000} ms' where connection_id = $1`,
    connection.id,
  )
  const seen = async () =>
    outcomeWords(
      await showOutcome(anonymous(rig.services), { id: intake, receipt: sent.hash, address }),
    )
  return { id: connection.id, seen }
}

it.each(['stored', 'checking'] as const)(
  'the check of what was %s is taken up again, and told as not done until then',
  async (at) => {
    const { id, seen } = await killed(`Killed when ${at}`, at)
    expect((await seen()).title).toBe('Approved. It is not checked yet')
    // Whoever approved it may be at it just now.
    expect([await checkDue(job()), await stateOf(id)]).toEqual([0, 'pending'])
    minutes(3)
    expect([await checkDue(job()), await stateOf(id)]).toEqual([1, 'active'])
    expect((await seen()).title).toBe('Approved and in use')
    minutes(3)
    expect(await checkDue(job())).toBe(0)
  },
)

it('one that was red waits for a person, and its sender reads what there is to mend', async () => {
  const { id, seen } = await killed('Red', 'stored')
  rig.portal.happens(token, { event: 'scopes-removed', scopes: ['crm.objects.contacts.read'] })
  minutes(3)
  expect([await checkDue(job()), await stateOf(id)]).toEqual([1, 'pending'])
  expect((await seen()).title).toBe('Approved. Its check has not passed yet')
  minutes(60)
  expect([await checkDue(job()), await stateOf(id)]).toEqual([0, 'pending'])
})

it('one that was left unchecked on purpose is not taken up', async () => {
  const { connection } = await connectPortal(rig.ctx, { ...rig.input('Later'), check: 'later' })
  minutes(60)
  expect([await checkDue(job()), await stateOf(connection.id)]).toEqual([0, 'pending'])
})
