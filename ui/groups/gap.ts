/** Why a scope does less on a connection than it says: the credential lacks something at HubSpot. */
import type { Item } from '../api/endpoints.ts'

type CoverageRow = Item<'GET /api/v1/connections'>['coverage'][number]

export interface Gap {
  /** `none`: nothing of it works. `part`: it works, but for what `missing` would open. */
  readonly works: 'none' | 'part'
  /** HubSpot scopes. */
  readonly missing: readonly string[]
  readonly remedy: string | null
}

/**
 * `undefined` where nothing is missing. A row that is held in part still does nothing while any of
 * what is needed is missing; only what opens a further part may be.
 */
export function gapIn({ state, needed, missing, remedy }: CoverageRow): Gap | undefined {
  if (state === 'held') return undefined
  const works = needed.some((each) => missing.includes(each)) ? 'none' : 'part'
  return { works, missing, remedy }
}

/** In a few words, for a mark and for a screen reader. */
export const GAP_WORDS: Readonly<Record<Gap['works'], string>> = {
  none: 'no effect: not covered by the credential',
  part: 'works but for a part',
}
