/** The evidence of a review that was really carried out: what is in it, and that it stays the same. */
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../tests/support/check-rig.ts'
import { textOfPdf } from '../../../tests/support/pdf-text.ts'
import { KEEP, REMOVE, reviewWorld } from '../../../tests/support/review-world.ts'
import { readZip } from '../../domain/evidence/stored-zip.ts'
import { verifyPackage } from '../../domain/evidence/verify-package.ts'
import type { Review } from '../../domain/review/review.ts'
import { evidencePdf } from '../../surfaces/admin/evidence-pdf/evidence-pdf.ts'
import { evidenceMaths } from '../../surfaces/cli/evidence-maths.ts'
import { syncPeople } from '../people/sync-people.ts'
import { applyPlan } from '../people/provisioning/apply-plan.ts'
import { assignRows } from './assign-rows.ts'
import { closeReview } from './close-review.ts'
import { freezeReview } from './freeze-review.ts'
import { packEvidence, showEvidenceKey } from './pack-evidence.ts'
import { planRemediation } from './plan-remediation.ts'

const there = reviewWorld()
const { decide, keepTheRest, later, opened, rowFor, somebody, sync, world } = there

const HOSTILE = '=HYPERLINK("http://evil.example","Ana"),\n"x'

const pack = (review: Review) => packEvidence(there.ctx, { review: review.id, print: evidencePdf })

const filesOf = (zip: Uint8Array) =>
  new Map(readZip(zip).files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]))

/** One of everything: kept, handed on, changed, excepted, removed by a plan and by hand. */
async function carriedOut(): Promise<Review> {
  const [leaver, mover, late, odd] = [0, 1, 2, 3].map((n) => somebody(n)) as [
    ReturnType<typeof somebody>,
    ReturnType<typeof somebody>,
    ReturnType<typeof somebody>,
    ReturnType<typeof somebody>,
  ]
  world.rig.portal.people.happens(odd.id, { event: 'changed', change: { firstName: HOSTILE } })
  const review = await opened()
  const nos = await Promise.all(
    [leaver, mover, late, odd].map(({ email }) => rowFor(review, email)),
  )
  const [out = 0, change = 0, except = 0, given = 0] = nos
  await decide(review, [out], KEEP)
  later(9_000)
  await decide(review, [out], { ...REMOVE, reason: 'left in May' })
  await decide(review, [change], { kind: 'change', to: { permissionSetId: null }, reason: null })
  const until = new Date(there.ctx.world.now().getTime() + 30 * 86_400_000).toISOString()
  await decide(review, [except], { kind: 'exception', until, reason: '@handover' })
  const hand = { review: review.id, rows: [given], reviewer: there.standIn.id, reason: 'on leave' }
  await assignRows(there.ctx, hand)
  await keepTheRest(review)
  await freezeReview(there.ctx, { review: review.id })
  later(60_000)
  await sync()
  const protect = ['rescue@our-firm.example']
  const [plan] = await planRemediation(there.ctx, { review: review.id, protect })
  await applyPlan(there.ctx, { plan: plan?.id ?? '', planHash: plan?.hash ?? '' })
  world.rig.portal.people.happens(leaver.id, { event: 'deactivated' })
  later(60_000)
  await sync()
  return closeReview(there.ctx, { review: review.id })
}

describe('the evidence of a review', () => {
  test('is genuine, holds every part, and is the same whenever it is fetched', async () => {
    const review = await carriedOut()
    const zip = await pack(review)
    const { fingerprint } = await showEvidenceKey(there.ctx)
    const verdict = verifyPackage(zip, evidenceMaths, fingerprint)
    expect(verdict.faults).toEqual([])
    expect(verdict.genuine).toBe(true)

    const files = filesOf(zip)
    expect([...files.keys()]).toEqual([
      'manifest.json',
      'manifest.sig',
      'population.csv',
      'decisions.csv',
      'exceptions.csv',
      'history.csv',
      'remediation.csv',
      'reviewers.csv',
      'completeness.json',
      `snapshots/1-${world.connection.name}.json`,
      'summary.pdf',
      'public-key.pem',
    ])
    const lines = (name: string) => files.get(`${name}.csv`)?.split('\r\n') ?? []
    expect(lines('decisions').filter((line) => line.includes(',remove,'))).toHaveLength(1)
    expect(lines('history').join('\n')).toMatch(/reassigned/)
    expect(lines('remediation').join('\n')).toMatch(/,strip,.*done/)
    expect(lines('remediation').join('\n')).toMatch(/,deactivate|,task,/)
    expect(lines('exceptions').join('\n')).toContain("'@handover")
    expect(files.get('population.csv')).toContain(`"'=HYPERLINK(""http://evil.example""`)
    const { readings } = verdict.manifest ?? { readings: [] }
    expect(readings[0]?.digest).toBe(
      (await there.ctx.store.read.people.reading(readings[0]?.readingId ?? ''))?.sealed?.digest,
    )

    later(86_400_000)
    await syncPeople(there.ctx, { connection: world.connection.name })
    expect(Buffer.from(await pack(review)).equals(Buffer.from(zip))).toBe(true)
    const fetched = (await world.rig.organisation.events()).filter(
      ({ event }) => event.type === 'change' && event.action === 'review.evidence',
    )
    expect(fetched).toHaveLength(2)
  })

  test('has a sheet to sign, with what was decided and the fingerprint', async () => {
    const review = await carriedOut()
    const zip = await pack(review)
    const pdf = readZip(zip).files.find(({ name }) => name === 'summary.pdf')?.bytes
    const text = textOfPdf(pdf ?? new Uint8Array())
    const { fingerprint } = await showEvidenceKey(there.ctx)
    for (const said of [
      `Access review: ${review.name}`,
      'Totals',
      '1, each shown by a later reading',
      'left in May',
      'exception until',
      'Whoever ran the review: signature',
      fingerprint.slice(0, 4),
    ])
      expect(text).toContain(said)
  })

  test('is there of closed reviews alone', async () => {
    const review = await opened()
    expect(await codeOf(pack(review))).toBe('review.wrong_state')
    const member = { ...there.as(there.reviewer) }
    const fetch = packEvidence(member, { review: review.id, print: evidencePdf })
    expect(await codeOf(fetch)).toBe('auth.forbidden')
  })

  test('is signed by one key, whoever asks for it first', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => showEvidenceKey(there.ctx)))
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1)
  })
})
