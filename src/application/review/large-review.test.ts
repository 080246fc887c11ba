/** A portal of ten thousand users, reviewed whole: every row is there, decided, packed and verified. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AMPLE, grantAmple } from '../../../tests/support/ample.ts'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { recordsIn } from '../../domain/evidence/csv.ts'
import { readZip } from '../../domain/evidence/stored-zip.ts'
import { verifyPackage } from '../../domain/evidence/verify-package.ts'
import { evidencePdf } from '../../surfaces/admin/evidence-pdf/evidence-pdf.ts'
import { evidenceMaths } from '../../surfaces/cli/evidence-maths.ts'
import { createMember } from '../access/create-member.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import type { Context } from '../context.ts'
import { syncPeople } from '../people/sync-people.ts'
import { closeReview } from './close-review.ts'
import { createReview } from './create-review.ts'
import { decideRows } from './decide-rows.ts'
import { freezeReview } from './freeze-review.ts'
import { openReview } from './open-review.ts'
import { packEvidence } from './pack-evidence.ts'
import { listRows } from './show-reviews.ts'

const USERS = 10_000

let rig: ConnectionRig
beforeAll(async () => {
  rig = await connectionRig({ ...AMPLE, users: USERS })
}, 120_000)
afterAll(() => rig.close())

test('of ten thousand rows none is lost between the reading and the evidence', async () => {
  const { ctx } = rig
  const { connection } = await connectPortal(ctx, rig.input('large'))
  await grantAmple(ctx, connection.id)
  const people = [0, 1].map((n) =>
    createMember(ctx, { name: `Reviewer ${n}`, email: `r${n}@example.com`, role: 'member' }),
  )
  const [reviewer, standIn] = await Promise.all(people)
  if (!reviewer || !standIn) throw new Error('nobody')
  const reading = await syncPeople(ctx, { connection: connection.id })
  const rows = reading.sealed?.users ?? 0
  expect(rows).toBeGreaterThanOrEqual(USERS)
  const { id } = await createReview(ctx, {
    name: 'All of them',
    connections: [{ connection: connection.id }],
    scope: 'all',
    privilegedSets: [],
    reviewer: { person: reviewer.id },
    fallback: [standIn.id],
    dueAt: new Date(ctx.world.now().getTime() + 86_400_000),
    remindDays: [],
  })
  await openReview(ctx, { review: id })
  const { actor } = rig.as('member', reviewer.id)
  const asReviewer: Context = { ...ctx, actor, door: 'admin' }
  let after: number | null = 0
  let seen = 0
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listRows>> = await listRows(asReviewer, {
      review: id,
      mine: true,
      limit: 1_000,
      after,
    })
    const nos = page.items.map(({ row }) => row.no)
    const decision = { kind: 'keep', reason: null } as const
    await decideRows(asReviewer, { review: id, rows: nos, decision, seconds: 60 })
    seen += nos.length
    after = page.next
  }
  expect(seen).toBe(rows)
  await freezeReview(ctx, { review: id })
  await closeReview(ctx, { review: id })
  const zip = await packEvidence(ctx, { review: id, print: evidencePdf })
  const { genuine, faults, manifest } = verifyPackage(zip, evidenceMaths, null)
  expect(faults).toEqual([])
  expect({ genuine, rows: manifest?.rows }).toEqual({ genuine: true, rows })
  for (const { name, bytes } of readZip(zip).files)
    if (['population.csv', 'decisions.csv', 'history.csv'].includes(name))
      expect([name, recordsIn(new TextDecoder().decode(bytes))]).toEqual([name, rows])
}, 300_000)
