/** How a hand-over stands, in words for whoever handed over: the page's, and the terminal's. */
import type { IntakeState } from './states.ts'

export interface OutcomeFacts {
  readonly state: IntakeState
  /** Of what was submitted: whether HubSpot is still asked about it. */
  readonly checking: boolean
  readonly portalId: number | null
  /** HubSpot scopes that it lacked when HubSpot was asked, for what was asked for. */
  readonly missing: readonly string[]
  /** Whether it was for a connection that was there already. */
  readonly replaces: boolean
  /**
   * Whether a check of what was stored was green; of a next credential, whether it was promoted.
   * `null` until it is stored, and of a next credential that is not kept any more.
   */
  readonly active: boolean | null
  readonly refusal: { readonly message: string } | null
}

export type OutcomeStanding = IntakeState | 'stalled' | 'unchecked' | 'staged' | 'gone'

/** The state, of what was submitted whether it is looked at, and of what is stored whether it is in use. */
export function standingOf({
  state,
  checking,
  replaces,
  active,
}: Pick<OutcomeFacts, 'state' | 'checking' | 'replaces' | 'active'>): OutcomeStanding {
  if (state === 'submitted' && !checking) return 'stalled'
  if (state !== 'stored' || active === true) return state
  if (!replaces) return active === null ? state : 'unchecked'
  return active === null ? 'gone' : 'staged'
}

export interface OutcomeWords {
  readonly title: string
  readonly tone: 'good' | 'warn' | 'bad' | ''
  readonly text: string
}

export const outcomeWords = (facts: OutcomeFacts): OutcomeWords => {
  const words = WORDS[standingOf(facts)] ?? CLOSED
  return { ...words, text: words.text(facts) }
}

interface Words {
  readonly title: string
  readonly tone: OutcomeWords['tone']
  text(facts: OutcomeFacts): string
}

const CLOSED: Words = { title: 'It is closed', tone: '', text: () => '' }

const WORDS: Readonly<Partial<Record<OutcomeStanding, Words>>> = {
  submitted: {
    title: 'Sent. It is being checked',
    tone: '',
    text: () =>
      'Their vault opens it and asks HubSpot whose key it is. This takes some seconds; while HubSpot is away, it is tried for a day.',
  },
  stalled: {
    title: 'Sent. It could not be checked',
    tone: 'warn',
    text: () =>
      'HubSpot could not be asked for a day, and it is not tried any more. They can refuse it and send you a new link; after a week it is wiped.',
  },
  held: {
    title: 'The key works. It waits to be approved',
    tone: 'good',
    text: ({ portalId, missing }) =>
      `It is a key of portal ${portalId}. Somebody there looks at it before it is used.${
        missing.length > 0
          ? ` It lacks HubSpot scopes that they asked for: ${missing.join(', ')}. You can still tick them for this key in HubSpot; it need not be sent again.`
          : ''
      } You need not wait for it: this address shows the outcome later.`,
  },
  stored: {
    title: 'Approved and in use',
    tone: 'good',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault. Do not use it anywhere else; you can end it in HubSpot at any time.`,
  },
  unchecked: {
    title: 'Approved. Its check has not passed yet',
    tone: 'warn',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault, but it is not in use: a check of it found something to mend. They were told, and may ask you.`,
  },
  staged: {
    title: 'Approved. It waits to take the place of the key before',
    tone: 'good',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault, beside the one that they use. They go over to it when they are ready; until then let both work in HubSpot.`,
  },
  gone: {
    title: 'Approved, and not kept any more',
    tone: '',
    text: () =>
      'Another key has its place by now, or nobody went over to it in time. If it is not needed, end it in HubSpot.',
  },
  refused: {
    title: 'It was not taken',
    tone: 'bad',
    text: ({ refusal }) => refusal?.message ?? 'No reason was given.',
  },
  expired: {
    title: 'Its time has run out',
    tone: 'warn',
    text: () =>
      'Nobody decided in time, and what you sent was wiped. If the key is not needed, end it in HubSpot.',
  },
}
