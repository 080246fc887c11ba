/**
 * A one-time request for a credential: who asked for what, how far it has come, and what was found.
 * It never holds the credential; what was handed over lies beside it, sealed, until it is decided.
 */
import type { Scope } from '../access/scope.ts'
import type { CredentialKind } from '../credential/kind.ts'
import type { ScopeComparison } from '../rotation/compare-scopes.ts'
import type { IntakeState } from './states.ts'

const HOUR_MS = 3_600_000

/** How long a link may be used, and how long a submission may wait for a decision. */
export const INTAKE_LIFE = {
  defaultHours: 72,
  mostHours: 168,
  decideWithinMs: 7 * 24 * HOUR_MS,
  /** HubSpot is asked again and again for most of this; the queue's own patience is shorter. */
  checkedForMs: 24 * HOUR_MS,
} as const

/** Whether what was handed over is being checked: not yet held, and not given up. */
export const isBeingChecked = (
  { state, submittedAt }: Pick<Intake, 'state' | 'submittedAt'>,
  now: Date,
): boolean =>
  state === 'submitted' &&
  submittedAt !== null &&
  now.getTime() - submittedAt.getTime() < INTAKE_LIFE.checkedForMs

/** A capability that is guessed wrong so often ends the link: 256 bits are not found in 20 tries. */
export const MOST_BAD_CAPABILITIES = 20

/** The kinds of credential that somebody else can make and hand over: one token each. */
export const HANDED_KINDS = [
  'service_key',
  'static_app',
  'private_app',
] as const satisfies readonly CredentialKind[]
export type HandedKind = (typeof HANDED_KINDS)[number]

/** Of those that are over, the newest are listed; the others are kept for the record, and found by id. */
export const MOST_ENDED_LISTED = 200

/** What the sender is asked for beside the key: an address in HubSpot, with a word on which. */
export interface WantedLink {
  /** For people: `The meetings link of the sales team`. */
  readonly label: string
}

export interface Intake {
  readonly id: string
  readonly state: IntakeState
  /** What it is for, in the words of who asks: `Meetings scheduling link`. */
  readonly title: string
  /** For the sender to read. */
  readonly context: string
  readonly scopes: readonly Scope[]
  readonly wantedLinks: readonly WantedLink[]
  readonly expectedPortalId: number | null
  /** Id of the connection whose next credential it is for; `null` where it asks for one of its own. */
  readonly replaces: string | null
  /** Somebody other than who asked must approve. */
  readonly secondPerson: boolean
  /** Principal id, or `operator`, and the name that the sender sees. */
  readonly madeBy: string
  readonly madeByName: string
  readonly createdAt: Date
  /** Until when the link can be used. */
  readonly expiresAt: Date
  /** When what is there is wiped, whatever state it is in. */
  readonly endsAt: Date
  readonly badCapabilities: number
  readonly viewedAt: Date | null
  readonly submittedAt: Date | null
  /** Address that the submission came from, as the server saw it. */
  readonly submittedFrom: string | null
  /** SHA-256 of the sealed bytes, hex: what the receipt says. */
  readonly submissionHash: string | null
  readonly findings: Findings | null
  /** Why it was refused, for both sides. */
  readonly refusal: Refusal | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly decidedByName: string | null
  readonly connectionId: string | null
  /** SHA-256 of the two public keys, hex; the link's fragment carries the same. */
  readonly fingerprint: string
}

/** Why a submission came to nothing: a name for programs, a sentence for people. No secret in it. */
export interface Refusal {
  readonly reason: string
  readonly message: string
  /** Whose key it is, where just that was wrong: for those who decide, never for the sender. */
  readonly portalId?: number
}

/** What the vault found when it opened a submission and asked HubSpot. Free of secrets. */
export interface Findings {
  readonly kind: HandedKind
  /** What the sender said, where they said it. */
  readonly statedPortalId: number | null
  readonly portalId: number
  readonly portalName: string | null
  readonly accountType: string
  readonly uiDomain: string
  readonly hublet: string
  readonly timeZone: string
  readonly hubspotUserId: number | null
  readonly hubspotAppId: number | null
  readonly hubspotScopes: readonly string[]
  /** Asked for, but the credential does not hold what HubSpot wants for it. */
  readonly missing: readonly { readonly scope: Scope; readonly needs: readonly string[] }[]
  /** Held at HubSpot, needed by nothing that was asked for. */
  readonly excess: readonly string[]
  /** Of a next credential: what it would change for groups, had it been promoted then. */
  readonly comparison?: ScopeComparison
  /** With `context`: sealed apart and never kept in here, set only where it was opened to be shown. */
  readonly links: readonly HandedLink[]
  /** What the sender wrote. */
  readonly context: string
  /** Sealed apart and never kept in here: set only where it was opened to be shown. */
  readonly senderEmail: string | null
  readonly notices: readonly string[]
  readonly checkedAt: string
}

/** An address in HubSpot that the sender gave, and what it was read as. It is never fetched. */
export interface HandedLink {
  /** What was asked for there, by its label; `null` where nothing was, or it was kept without. */
  readonly asked?: string | null
  readonly url: string
  readonly portalId: number | null
  /** `record`, `meeting_link`, … as the parser says; `null` where it could not be read. */
  readonly kind: string | null
  readonly objectType: string | null
  readonly id: string | null
  /** What was seen, in a sentence. */
  readonly saw: string
}
