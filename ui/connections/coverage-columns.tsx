/** A scope and how far a credential serves it, as columns: of a connection, and of one being made. */
import { StatusDot } from '../parts/badge.tsx'
import type { Tone } from '../parts/callout.tsx'
import type { Column } from '../parts/table.tsx'
import type { CoverageRow } from './types.ts'
import { sentence } from './words.ts'

const STATES: Readonly<
  Record<
    CoverageRow['state'],
    { readonly tone: Tone; readonly word: string; readonly rank: number }
  >
> = {
  missing: { tone: 'bad', word: 'Missing', rank: 0 },
  partly: { tone: 'warn', word: 'Partly', rank: 1 },
  held: { tone: 'good', word: 'Held', rank: 2 },
}

/** What is missing first. */
export const byCoverage = (a: CoverageRow, b: CoverageRow): number =>
  STATES[a.state].rank - STATES[b.state].rank

export const COVERAGE_COLUMNS: readonly Column<CoverageRow>[] = [
  {
    id: 'scope',
    head: 'Scope',
    card: 'title',
    cell: ({ scope, description }) => (
      <>
        <code className="text-[0.8125rem]">{scope}</code>
        <span className="block text-[0.8125rem] font-normal text-soft">{description}</span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'At HubSpot',
    sort: ({ state }) => STATES[state].rank,
    width: 'w-32',
    cell: ({ state }) => <StatusDot tone={STATES[state].tone}>{STATES[state].word}</StatusDot>,
  },
  {
    id: 'remedy',
    head: 'HubSpot scopes, and what to add',
    card: 'bare',
    cell: ({ missing, needed, state, remedy }) => (
      <div className="max-w-md text-[0.8125rem]">
        <code className={state === 'held' ? 'text-faint' : ''}>
          {(state === 'held' ? needed : missing).join(', ')}
        </code>
        {remedy !== null && <span className="block text-faint">{sentence(remedy)}</span>}
      </div>
    ),
  },
]
