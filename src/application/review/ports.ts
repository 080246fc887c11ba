/** The rows of reviews: what was asked, who decides, what was decided. */
import type { DecisionKind, KeptDecision } from '../../domain/review/decision.ts'
import type { EvidenceStep } from '../../domain/review/evidence/facts.ts'
import type { DecidedRow } from '../../domain/review/gaps.ts'
import type {
  NamedPerson,
  Review,
  ReviewedConnection,
  ReviewRow,
} from '../../domain/review/review.ts'
import type { SealedValue } from '../connection/ports.ts'

export interface RowFilter {
  /** Principal id. */
  readonly reviewerId?: string | undefined
  readonly connectionId?: string | undefined
  /** `none`: undecided. */
  readonly decided?: DecisionKind | 'none' | undefined
  readonly privileged?: boolean | undefined
  /** In name or address. */
  readonly search?: string | undefined
}

export interface ReviewerCount {
  readonly reviewer: NamedPerson
  readonly rows: number
  readonly decided: number
}

/** A row was handed from one reviewer to another. */
export interface Reassignment {
  readonly no: number
  readonly from: NamedPerson
  readonly to: NamedPerson
  readonly by: NamedPerson
  readonly reason: string | null
  readonly at: Date
}

export interface EndedException {
  readonly reviewId: string
  readonly no: number
  readonly version: number
  readonly reviewerId: string
}

export interface ReviewProof {
  readonly connectionId: string
  readonly readingId: string
  readonly seal: number
}

/** The public half of the key that signs evidence. */
export interface EvidenceKey {
  /** `evk_…` */
  readonly id: string
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array
  /** SHA-256 of the key as SubjectPublicKeyInfo, in lower-case hex. */
  readonly fingerprint: string
}

/** Where the private half is sealed. */
export const EVIDENCE_FIELD = 'evidenceKey'

export interface EvidenceSigner {
  /** Makes it where there is none yet. @throws HubwardError `vault.*` */
  key(): Promise<EvidenceKey>
  /** Ed25519. @throws HubwardError `vault.*` */
  sign(message: Uint8Array): Promise<Uint8Array>
}

export interface StoredEvidenceKey {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly sealed: SealedValue
  readonly createdAt: Date
}

export interface EvidenceKeys {
  get(): Promise<StoredEvidenceKey | undefined>
  /** Of two at once one stays. */
  insertUnlessThere(key: StoredEvidenceKey): Promise<void>
}

export interface ReviewRepository {
  insert(review: Review, connections: readonly ReviewedConnection[]): Promise<void>
  get(id: string): Promise<Review | undefined>
  /** `share`: whoever decides, so that nobody freezes the review meanwhile. */
  getLocked(id: string, how: 'update' | 'share'): Promise<Review | undefined>
  /** The newest of that name. */
  findByName(name: string): Promise<Review | undefined>
  /** Newest first. @param reviewerId only those in which they have rows */
  list(filter: {
    readonly limit: number
    readonly reviewerId?: string | undefined
  }): Promise<readonly Review[]>
  /** Those whose decisions are being carried out on the connection. */
  closing(connectionId: string): Promise<readonly Review[]>
  /** Those that are open. */
  running(): Promise<readonly Review[]>
  /** @returns those who were not noted before */
  noteReminded(
    reviewId: string,
    principalIds: readonly string[],
    stage: string,
    at: Date,
  ): Promise<readonly string[]>
  /** Of reviews that were not cancelled: exceptions that count, ended and of which nobody was told. */
  exceptionsOver(now: Date): Promise<readonly EndedException[]>
  /** State and times. */
  update(review: Review): Promise<void>
  connections(reviewId: string): Promise<readonly ReviewedConnection[]>
  fixReading(reviewId: string, connection: ReviewedConnection): Promise<void>
  insertRows(reviewId: string, rows: readonly ReviewRow[]): Promise<void>
  /** In their order. @param after the last number of the page before */
  rows(
    reviewId: string,
    filter: RowFilter,
    page: { readonly limit: number; readonly after: number },
  ): Promise<{ readonly items: readonly DecidedRow[]; readonly total: number }>
  allRows(reviewId: string): Promise<readonly DecidedRow[]>
  /** Locked until the transaction ends. Unknown numbers are left out. */
  rowsForUpdate(reviewId: string, nos: readonly number[]): Promise<readonly DecidedRow[]>
  counts(reviewId: string): Promise<readonly ReviewerCount[]>
  decide(reviewId: string, decisions: readonly KeptDecision[]): Promise<void>
  /** Every version, in the order of rows. */
  decisions(reviewId: string, no?: number): Promise<readonly KeptDecision[]>
  /** When somebody last decided in the review. */
  lastDecidedAt(reviewId: string, principalId: string): Promise<Date | undefined>
  reassign(
    reviewId: string,
    rows: readonly { readonly no: number; readonly from: NamedPerson }[],
    given: Pick<Reassignment, 'to' | 'by' | 'reason' | 'at'>,
  ): Promise<void>
  reassignments(reviewId: string): Promise<readonly Reassignment[]>
  /** What plans did for its decisions, as it stood at that moment. */
  steps(reviewId: string, until: Date): Promise<readonly EvidenceStep[]>
  saveProofs(reviewId: string, proofs: readonly ReviewProof[]): Promise<void>
  proofs(reviewId: string): Promise<readonly ReviewProof[]>
}
