/** The sheet of a review that people sign: what was asked, what was decided, what was proven. */
import { spacedFingerprint } from '../../../domain/evidence/public-key.ts'
import { isRevocation } from '../../../domain/review/decision.ts'
import type { EvidenceFacts, EvidencePortal } from '../../../domain/review/evidence/facts.ts'
import { reviewersOf } from '../../../domain/review/evidence/reviewers.ts'
import type { DecidedRow } from '../../../domain/review/gaps.ts'
import { MARGIN, Sheet, WIDTH } from '../report-pdf/sheet.ts'

/** Of each list so many are on the sheet; the tables of the package have all. */
const LISTED = 40

export async function evidencePdf(facts: EvidenceFacts, fingerprint: string): Promise<Uint8Array> {
  const { review } = facts
  const sheet = new Sheet(
    `Access review: ${review.name}`,
    `Hubward · evidence of ${review.id} · compare the fingerprint before you sign`,
    review.endedAt ?? review.createdAt,
  )
  head(sheet, facts)
  totals(sheet, facts)
  for (const portal of facts.portals) portalPart(sheet, portal)
  reviewerPart(sheet, facts)
  rowsPart(sheet, 'Taken away or changed', facts.rows, (row) => isRevocation(row.decision))
  rowsPart(sheet, 'Exceptions', facts.rows, ({ decision }) => decision.kind === 'exception')
  signatures(sheet, fingerprint)
  if (sheet.lossy)
    sheet.text(
      'Some letters cannot be shown in this PDF and stand as "?". The tables of the package have them.',
      { size: 8, ink: 'faint' },
    )
  sheet.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of sheet.bytes) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

const inWords = (at: Date | null): string =>
  at ? `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC` : 'never'

function head(sheet: Sheet, { review, organisation, product }: EvidenceFacts): void {
  sheet.mark(22)
  sheet.at('Hubward', MARGIN + 30, sheet.y + 6, { size: 11, font: 'bold', ink: 'accent' })
  sheet.y += 38
  sheet.text(`Access review: ${review.name}`, { size: 20, font: 'bold', gap: 8 })
  pairs(sheet, [
    ['Organisation', organisation],
    ['Review', review.id],
    ['Opened', inWords(review.openedAt)],
    ['Due', inWords(review.dueAt)],
    ['Closed', `${inWords(review.endedAt)}, by ${review.endedBy?.name ?? ''}`],
    ['Scope', review.scope === 'all' ? 'every user' : 'privileged access'],
    ['Made by', product],
  ])
}

function pairs(sheet: Sheet, rows: readonly (readonly [string, string])[]): void {
  for (const [name, value] of rows) {
    sheet.room(15)
    const { y } = sheet
    sheet.at(name, MARGIN, y, { size: 8.5, ink: 'faint', width: 110 })
    sheet.at(value, MARGIN + 116, y, { size: 8.5, width: WIDTH - 116 })
    sheet.y = y + 15
  }
  sheet.y += 10
}

function heading(sheet: Sheet, text: string): void {
  sheet.room(60)
  sheet.rule()
  sheet.y += 10
  sheet.text(text, { size: 12, font: 'bold', gap: 4 })
}

function totals(sheet: Sheet, { rows }: EvidenceFacts): void {
  heading(sheet, 'Totals')
  const count = (kind: string) =>
    rows.filter(({ decided }) => decided?.decision.kind === kind).length
  const privileged = rows.filter(({ row }) => row.privileged).length
  const bulk = rows.filter(({ decided }) => (decided?.bulk ?? 1) > 1).length
  pairs(sheet, [
    ['Rows', `${rows.length}, of them ${privileged} privileged`],
    ['Kept', `${count('keep')}`],
    ['To be changed', `${count('change')}, each shown by a later reading`],
    ['To be removed', `${count('remove')}, each shown by a later reading`],
    ['Exceptions', `${count('exception')}, each with an end`],
    ['Decided in bulk', `${bulk}`],
  ])
}

function portalPart(
  sheet: Sheet,
  { connection, portalId, portalName, owner, reviewed, proof }: EvidencePortal,
): void {
  heading(sheet, `Portal ${portalName ?? portalId} (${connection})`)
  pairs(sheet, [
    ['Portal id', `${portalId}`],
    ...(owner ? [['Owner', owner.name] as const] : []),
    ['Reviewed reading', `${reviewed.id}, snapshot ${reviewed.snapshot}, ${reviewed.users} users`],
    ['Taken', `${inWords(reviewed.begunAt)} to ${inWords(reviewed.endedAt)}`],
    ['Whole, proven by', reviewed.provenBy.replaceAll('_', ' ')],
    ['Proof of the end', proof ? `${proof.id}, begun ${inWords(proof.begunAt)}` : 'none'],
  ])
  sheet.text(`SHA-256 of the population: ${reviewed.digest}`, { size: 8, font: 'mono', gap: 6 })
}

function reviewerPart(sheet: Sheet, facts: EvidenceFacts): void {
  heading(sheet, 'Reviewers')
  const all = reviewersOf(facts)
  for (const one of all.slice(0, LISTED)) {
    const pace = one.medianPace === null ? '' : `, a decision every ${one.medianPace} s (median)`
    sheet.text(
      `${one.reviewer.name}: ${one.rows} rows, ${one.bulk} of them in bulk${pace}; the last ${inWords(one.lastAt)}`,
      { size: 9, gap: 2 },
    )
  }
  more(sheet, all.length, 'reviewers.csv')
}

type Decided = NonNullable<DecidedRow['decided']>

function rowsPart(
  sheet: Sheet,
  title: string,
  rows: readonly DecidedRow[],
  which: (decided: Decided) => boolean,
): void {
  heading(sheet, title)
  const some = rows.flatMap(({ row, decided }) =>
    decided && which(decided) ? [{ row, decided }] : [],
  )
  if (some.length === 0) sheet.text('None.', { size: 9, ink: 'soft', gap: 6 })
  for (const { row, decided } of some.slice(0, LISTED)) {
    const { decision, by } = decided
    const until = decision.kind === 'exception' ? ` until ${decision.until.slice(0, 10)}` : ''
    sheet.text(`Row ${row.no}, ${row.email}: ${decision.kind}${until}, by ${by.name}`, { size: 9 })
    if (decision.reason) sheet.text(decision.reason, { size: 8.5, ink: 'soft', indent: 14, gap: 2 })
  }
  more(sheet, some.length, 'decisions.csv')
}

function more(sheet: Sheet, count: number, file: string): void {
  if (count > LISTED)
    sheet.text(`And ${count - LISTED} more: ${file}.`, { size: 8.5, ink: 'faint', gap: 4 })
  sheet.y += 6
}

function signatures(sheet: Sheet, fingerprint: string): void {
  sheet.room(230)
  heading(sheet, 'Signatures')
  sheet.text('The package that holds this sheet is signed by the key with the fingerprint', {
    size: 9,
    gap: 3,
  })
  const spaced = spacedFingerprint(fingerprint)
  for (const part of [spaced.slice(0, 40), spaced.slice(40)])
    sheet.text(part.trim(), { size: 10, font: 'mono', gap: 1 })
  sheet.text(
    'Compare it with the one that hubward review key prints, then: hubward evidence verify.',
    { size: 8.5, ink: 'soft', gap: 14 },
  )
  for (const role of ['Whoever ran the review', 'Owner of the system']) {
    sheet.room(64)
    const y = sheet.y + 34
    sheet.line(MARGIN, y, 200)
    sheet.line(MARGIN + 220, y, 100)
    sheet.line(MARGIN + 340, y, WIDTH - 340)
    sheet.at(`${role}: signature`, MARGIN, y + 4, { size: 8, ink: 'faint', width: 200 })
    sheet.at('Date', MARGIN + 220, y + 4, { size: 8, ink: 'faint', width: 100 })
    sheet.at('Name', MARGIN + 340, y + 4, { size: 8, ink: 'faint', width: WIDTH - 340 })
    sheet.y = y + 22
  }
  sheet.y += 8
}
