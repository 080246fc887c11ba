/**
 * What whoever handed a key over is told by e-mail: one fixed text for each outcome, with the
 * request's id and the beginning of the receipt. Nothing in it was typed by anybody, and no link is.
 */
import type { Email } from '../notice/as-email.ts'

type Group = 'decision' | 'check'

interface OutcomeSpec {
  readonly title: string
  readonly text: string
  /** Of which one is told, whichever is the first; a check goes on until it is green. */
  readonly group: Group
  /** Of which group another follows, so that the address is still needed. */
  readonly goesOn?: Group
}

export const SENDER_OUTCOMES = {
  approved: {
    title: 'The key that you handed over was approved',
    text: 'The key was approved and lies sealed in their vault. It is checked before it is used; another mail says how that ended.',
    group: 'decision',
    goesOn: 'check',
  },
  staged: {
    title: 'The new key that you handed over was approved',
    text: 'The key was approved and lies sealed in their vault, beside the one that they use. They go over to it when they are ready; until then let both work in HubSpot. No further mail follows.',
    group: 'decision',
  },
  active: {
    title: 'The key that you handed over is in use',
    text: 'The key was approved, and a check of it has passed. You can end it in HubSpot at any time.',
    group: 'check',
  },
  check_failed: {
    title: 'The key that you handed over is not in use yet',
    text: 'The key was approved, but its first check found something to mend. They were told, and may ask you; the page that you saw after sending names what is to be ticked in HubSpot. Another mail says when it is in use; two weeks after you sent it, this address is forgotten.',
    group: 'check',
    goesOn: 'check',
  },
  refused: {
    title: 'The key that you handed over was not taken',
    text: 'The key was refused, and what you sent was wiped. The page that you saw after sending says why. If the key is not needed, end it in HubSpot.',
    group: 'decision',
  },
  expired: {
    title: 'Nobody decided about the key that you handed over',
    text: 'Its time has run out, and what you sent was wiped. If the key is not needed, end it in HubSpot.',
    group: 'decision',
  },
} as const satisfies Record<string, OutcomeSpec>

export type SenderOutcome = keyof typeof SENDER_OUTCOMES

const specOf = (outcome: SenderOutcome): OutcomeSpec => SENDER_OUTCOMES[outcome]

/** Whether it, or another that excludes it, was told or given up: of a check, red comes before green. */
export const isSettled = (outcome: SenderOutcome, settled: readonly SenderOutcome[]): boolean =>
  settled.some((one) => {
    const { group, goesOn } = specOf(one)
    return one === outcome || (group === specOf(outcome).group && goesOn !== group)
  })

/** Whether nothing is left to tell: the decision, and a green check where one follows. */
export function isTold(settled: readonly SenderOutcome[]): boolean {
  const specs = settled.map(specOf)
  const decided = specs.find(({ group }) => group === 'decision')
  if (!decided) return false
  return specs.some(({ group, goesOn }) => group === (decided.goesOn ?? 'decision') && !goesOn)
}

/** Enough to find it again among receipts. */
const RECEIPT_CHARACTERS = 12

export function senderMail(
  outcome: SenderOutcome,
  { id, submissionHash }: { readonly id: string; readonly submissionHash: string | null },
): Email {
  const { title, text } = SENDER_OUTCOMES[outcome]
  const receipt = submissionHash?.slice(0, RECEIPT_CHARACTERS) ?? 'none'
  return {
    subject: `[Hubward] ${title}`,
    text: [
      text,
      `Request: ${id}\nReceipt: SHA-256 beginning with ${receipt}`,
      'You get this because this address was given when the key was handed over. A mail like this asks for no key and holds no link. If it means nothing to you, ignore it.',
    ]
      .join('\n\n')
      .concat('\n'),
  }
}
