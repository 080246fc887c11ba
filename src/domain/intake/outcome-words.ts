/** How a hand-over stands, in words for whoever handed over: the page's, and the terminal's. */
import type { IntakeState } from './states.ts'

export interface OutcomeFacts {
  readonly state: IntakeState
  readonly portalId: number | null
  /** Hubward scopes that were asked for and that the key does not cover. */
  readonly missing: readonly string[]
  /** Whether a check of what was stored was green; `null` until it is stored. */
  readonly active: boolean | null
  readonly refusal: { readonly message: string } | null
}

export type OutcomeStanding = IntakeState | 'unchecked'

/** The state, and of what is stored whether its check has passed. */
export const standingOf = ({
  state,
  active,
}: Pick<OutcomeFacts, 'state' | 'active'>): OutcomeStanding =>
  state === 'stored' && active === false ? 'unchecked' : state

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
    text: () => 'Their vault opens it and asks HubSpot whose key it is. This takes some seconds.',
  },
  held: {
    title: 'The key works. It waits to be approved',
    tone: 'good',
    text: ({ portalId, missing }) =>
      `It is a key of portal ${portalId}. Somebody there looks at it before it is used.${
        missing.length > 0 ? ` It does not yet cover: ${missing.join(', ')}.` : ''
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
