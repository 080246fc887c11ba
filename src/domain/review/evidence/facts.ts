/** All that the evidence of a closed review is made of. Whoever gathers it reads the world; this does not. */
import type { Act } from '../../people/plan/plan.ts'
import type { AccessState } from '../../people/plan/access-state.ts'
import type { PortalUser } from '../../people/portal-user.ts'
import type { Facets, Proof } from '../../people/snapshot.ts'
import type { DecidedRow } from '../gaps.ts'
import type { KeptDecision } from '../decision.ts'
import type { NamedPerson, Review } from '../review.ts'

export interface EvidenceReading {
  readonly id: string
  readonly snapshot: number
  readonly begunAt: Date
  readonly endedAt: Date | null
  /** A person's name; `null`: by schedule. */
  readonly askedBy: string | null
  readonly calls: number
  readonly users: number
  readonly digest: string
  readonly facets: Facets
  readonly provenBy: Proof
  readonly loginsFrom: Date | null
  readonly hubspotScopes: readonly string[]
}

export interface EvidencePortal {
  readonly connectionId: string
  readonly connection: string
  readonly portalId: number
  readonly portalName: string | null
  readonly owner: NamedPerson | null
  /** Whose users are the rows. */
  readonly reviewed: EvidenceReading
  /** Everybody who was in it, as they were sealed. */
  readonly population: readonly PortalUser[]
  /** What showed the revocations done. */
  readonly proof: EvidenceReading | null
}

/** One step of a plan that a decision wanted. */
export interface EvidenceStep {
  readonly no: number
  readonly connectionId: string
  readonly planId: string
  readonly planHash: string
  readonly plannedBy: NamedPerson
  readonly plannedAt: Date
  readonly appliedBy: NamedPerson | null
  readonly act: Act
  readonly reason: string
  readonly before: AccessState | null
  readonly after: AccessState | null
  readonly ending: string | null
  readonly detail: string | null
  readonly at: Date | null
  /** Of a task: the sealed reading that showed it done. */
  readonly taskShownBy: string | null
}

export interface EvidenceReassignment {
  readonly no: number
  readonly from: NamedPerson
  readonly to: NamedPerson
  readonly by: NamedPerson
  readonly reason: string | null
  readonly at: Date
}

export interface EvidenceFacts {
  readonly product: string
  readonly organisation: string
  readonly review: Review
  readonly names: ReadonlyMap<string, string>
  readonly portals: readonly EvidencePortal[]
  readonly rows: readonly DecidedRow[]
  readonly decisions: readonly KeptDecision[]
  readonly reassignments: readonly EvidenceReassignment[]
  readonly steps: readonly EvidenceStep[]
}
