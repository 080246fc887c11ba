/** The list stays as long as a person reads, however many requests there were; what waits is never left out. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { makeLink } from '../../../tests/support/intake-sender.ts'
import { MOST_ENDED_LISTED } from '../../domain/intake/intake.ts'
import { listIntakes, showIntake } from './list-intakes.ts'

let rig: ConnectionRig
beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
})
afterAll(() => rig.close())

/** As many that were cancelled, each an hour after the one before. */
async function ended(count: number): Promise<void> {
  const { intake } = await makeLink(rig.ctx, { title: 'Ended' })
  await rig.organisation.database.pool.query(
    `insert into intake select (jsonb_populate_record(i, jsonb_build_object(
         'id', 'itk_ended' || lpad(n::text, 15, '0'), 'state', 'cancelled',
         'created_at', i.created_at + n * interval '1 hour',
         'expires_at', i.expires_at + n * interval '1 hour',
         'ends_at', i.ends_at + n * interval '1 hour',
         'kek_id', null, 'kek_version', null, 'wrapped_key', null, 'ciphertext', null))).*
       from intake i, generate_series(1, $2) n where i.id = $1`,
    [intake.id, count],
  )
}

it('shows all that are under way, and the last that ended; older ones by their id', async () => {
  const { intake: oldest } = await makeLink(rig.ctx, { title: 'Waits since long' })
  await ended(MOST_ENDED_LISTED + 5)
  const listed = await listIntakes(rig.ctx)
  expect(listed.filter(({ state }) => state === 'cancelled')).toHaveLength(MOST_ENDED_LISTED)
  expect(listed.map(({ id }) => id)).toContain(oldest.id)
  const times = listed.map(({ createdAt }) => createdAt.getTime())
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  const left = 'itk_ended' + '1'.padStart(15, '0')
  expect(listed.map(({ id }) => id)).not.toContain(left)
  expect((await showIntake(rig.ctx, { intake: left })).state).toBe('cancelled')
})
