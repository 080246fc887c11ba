/** A key that somebody outside hands over by a one-time link: asked for, sealed, held, and approved. */
import { expect } from 'vitest'
import { approveIntake } from '../../src/application/intake/approve-intake.ts'
import { findIntake } from '../../src/application/intake/find-intake.ts'
import type { App } from '../support/app.ts'
import { handOver, makeLink } from '../support/intake-sender.ts'
import type { Haystack } from './haystack.ts'
import { mispasted, nonsense, type Canaries } from './seed.ts'

export async function throughIntake(
  { operator, hubward, url }: App,
  hay: Haystack,
  canaries: Canaries,
): Promise<void> {
  const made = await makeLink(operator)
  const { id } = made.intake
  const ask = async (path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${url}/i/${id}${path}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    hay.add(`answer: /i/…${path}`, JSON.stringify([...answer.headers]))
    hay.add(`answer: /i/…${path}`, new Uint8Array(await answer.arrayBuffer()))
  }
  const { capability } = made.link
  canaries['the secret of a one-time link'] = capability
  await ask('')
  for (const secret of [capability, nonsense(), mispasted()])
    await ask('/open', { capability: secret })
  const payload = {
    kind: 'service_key',
    key: { token: canaries['the token that is handed over'] ?? '' },
    email: 'seller@example.com',
  } as const
  const sent = await handOver(hubward.services, made, payload)
  canaries['the key of a receipt'] = sent.receiptKey
  await ask('/outcome', { receiptKey: sent.receiptKey })
  const state = async () => (await findIntake(operator.store.read, id)).state
  await expect.poll(state, { timeout: 30_000 }).toBe('held')
  const { findings } = await findIntake(operator.store.read, id)
  const portalId = findings?.portalId ?? 0
  await approveIntake(operator, { intake: id, portalId, title: 'Handed over' })
  await ask('/outcome', { receiptKey: sent.receiptKey })
}
