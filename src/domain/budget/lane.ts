/** People wait for `interactive` calls; `bulk` is work in the background. */
export const LANES = ['interactive', 'bulk'] as const
export type Lane = (typeof LANES)[number]
