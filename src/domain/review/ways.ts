/** From which state a review goes where: one table. */
import type { ReviewState } from './review.ts'

export const WAYS = {
  /** Fixes the rows. */
  open: { from: ['draft'], to: 'open' },
  /** Freezes the decisions. */
  freeze: { from: ['open'], to: 'closing' },
  /** Lets them be changed once more. */
  reopen: { from: ['closing'], to: 'open' },
  close: { from: ['closing'], to: 'closed' },
  cancel: { from: ['draft', 'open', 'closing'], to: 'cancelled' },
} as const satisfies Record<
  string,
  { readonly from: readonly ReviewState[]; readonly to: ReviewState }
>
export type Way = keyof typeof WAYS

/** @returns where it leads, or `undefined` where there is no such way */
export function stateAfter(state: ReviewState, way: Way): ReviewState | undefined {
  const { from, to }: { from: readonly ReviewState[]; to: ReviewState } = WAYS[way]
  return from.includes(state) ? to : undefined
}
