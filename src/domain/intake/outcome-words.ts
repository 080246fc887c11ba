/** How a hand-over stands, in words for whoever handed over: the page's, and the terminal's. */
import type { IntakeState } from './states.ts'

export interface OutcomeFacts {
  readonly state: IntakeState
  /** Of what was submitted: whether HubSpot is still asked about it. */
  readonly checking: boolean
  readonly portalId: number | null
  /** HubSpot scopes that it lacked when HubSpot was asked, for what was asked for. */
  readonly missing: readonly string[]
  /** Of what was approved, once it is. */
  readonly key: KeyStanding | null
  readonly refusal: { readonly message: string } | null
}

/**
 * What became of a key that was approved. `staged`: it waits to take another's place. `unchecked`: no
 * check of it was finished yet. `check_failed`: none was green yet. `unaccepted`: HubSpot takes it no
 * longer. `previous`: another took its place, and it is kept for some days as the way back. `gone`: wiped.
 */
export const KEY_STANDINGS = [
  'in_use',
  'staged',
  'unchecked',
  'check_failed',
  'unaccepted',
  'previous',
  'gone',
] as const
export type KeyStanding = (typeof KEY_STANDINGS)[number]

export type OutcomeStanding = Exclude<IntakeState, 'stored'> | 'stalled' | KeyStanding

/** The state, of what was submitted whether it is looked at, and of what is stored what became of it. */
export function standingOf({
  state,
  checking,
  key,
}: Pick<OutcomeFacts, 'state' | 'checking' | 'key'>): OutcomeStanding {
  if (state === 'stored') return key ?? 'gone'
  return state === 'submitted' && !checking ? 'stalled' : state
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
  in_use: {
    title: 'Approved and in use',
    tone: 'good',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault. Do not use it anywhere else; you can end it in HubSpot at any time.`,
  },
  unchecked: {
    title: 'Approved. It is not checked yet',
    tone: '',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault. It is checked before it is used; you need not wait for that: this address shows how it went.`,
  },
  check_failed: {
    title: 'Approved. Its check has not passed yet',
    tone: 'warn',
    text: ({ portalId, missing }) =>
      `The key of portal ${portalId} lies in their vault, but it is not in use: a check of it found something to mend.${
        missing.length > 0
          ? ` It lacked HubSpot scopes that they asked for: ${missing.join(', ')}. Tick them for this key in HubSpot; it need not be sent again.`
          : ''
      } They were told, and may ask you.`,
  },
  staged: {
    title: 'Approved. It waits to take the place of the key before',
    tone: 'good',
    text: ({ portalId }) =>
      `The key of portal ${portalId} lies in their vault, beside the one that they use. They go over to it when they are ready; until then let both work in HubSpot.`,
  },
  unaccepted: {
    title: 'Approved, but HubSpot accepts it no longer',
    tone: 'warn',
    text: ({ portalId }) =>
      `The key of portal ${portalId} was ended, rotated or lost its user in HubSpot since. They were told, and may ask you for another.`,
  },
  previous: {
    title: 'Approved, and another key has its place by now',
    tone: '',
    text: ({ portalId }) =>
      `The key of portal ${portalId} is kept for some days as the way back, and then wiped. Ask them before you end it in HubSpot.`,
  },
  gone: {
    title: 'Approved, and not kept any more',
    tone: 'warn',
    text: () =>
      'It is wiped: another key has its place, what it was for was ended, or nobody went over to it in time. End it in HubSpot, unless you use it elsewhere.',
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
