/** What shows that the population is whole and right: which question was asked when, and what came of it. */
import { canonicalJson } from '../../audit/canonical.ts'
import { FACETS } from '../../people/snapshot.ts'
import type { EvidenceFacts, EvidenceReading } from './facts.ts'

/** The list of users itself, and the rule by which it counts as whole. */
const QUESTION = {
  users: 'GET /settings/users/2026-03, every page',
  beside: FACETS,
  rule: 'Sealed only where every page came once, no other list names anybody who is missing, the credential opened the same portal with the same scopes before and after, and there was somebody. See docs/people.md.',
} as const

const readingOf = (reading: EvidenceReading) => ({
  ...reading,
  askedBy: reading.askedBy ?? 'by schedule',
})

export const completenessText = ({ review, portals, rows }: EvidenceFacts): string =>
  canonicalJson({
    question: QUESTION,
    scope: review.scope,
    privilegedSets: review.privilegedSets,
    portals: portals.map(({ connectionId, connection, portalId, portalName, reviewed, proof }) => ({
      connectionId,
      connection,
      portalId,
      portalName,
      reviewed: readingOf(reviewed),
      rows: rows.filter(({ row }) => row.connectionId === connectionId).length,
      provenBy: proof && readingOf(proof),
    })),
  })
