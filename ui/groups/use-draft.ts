/**
 * The grants of a group while they are edited: what I started from, what I want, and what the
 * server has by now. Changes of others are taken over where I changed nothing; otherwise they are
 * a conflict to look at, and nothing that I did is lost.
 */
import { useMemo, useState } from 'react'
import { countChanges, matrixOf, same, type GroupView, type Matrix } from './matrix.ts'
import { differences, type Difference } from './merge.ts'

export interface Draft {
  readonly mine: Matrix
  readonly before: Matrix
  readonly theirs: Matrix
  /** Of what I started from; the save hands it back. */
  readonly revision: number
  readonly changes: number
  /** Empty unless somebody saved other grants meanwhile. */
  readonly conflict: readonly Difference[]
  set(mine: Matrix): void
  discard(): void
  /** Goes on from what the server has, wanting this. */
  settle(mine: Matrix): void
  saved(group: GroupView): void
}

interface State {
  readonly before: Matrix
  readonly revision: number
  readonly mine: Matrix
}

export function useDraft(group: GroupView): Draft {
  const theirs = useMemo(() => matrixOf(group), [group])
  const [kept, setState] = useState<State>({
    before: theirs,
    revision: group.revision,
    mine: theirs,
  })
  const state = followed(kept, theirs, group.revision)
  if (state !== kept) setState(state)

  return useMemo(() => {
    const { before, mine, revision } = state
    return {
      mine,
      before,
      theirs,
      revision,
      changes: countChanges(before, mine),
      conflict: revision === group.revision ? [] : differences(before, mine, theirs),
      set: (next) => setState((now) => ({ ...now, mine: next })),
      discard: () => setState({ before: theirs, revision: group.revision, mine: theirs }),
      settle: (next) => setState({ before: theirs, revision: group.revision, mine: next }),
      saved: (now) => {
        const matrix = matrixOf(now)
        setState({ before: matrix, revision: now.revision, mine: matrix })
      },
    }
  }, [state, theirs, group.revision])
}

/** What there is to do about a newer revision without asking. */
function followed(state: State, theirs: Matrix, revision: number): State {
  const { before, mine } = state
  if (revision === state.revision) return state
  if (same(before, mine)) return { before: theirs, revision, mine: theirs }
  const foreign = differences(before, mine, theirs).some(({ changedBy }) => changedBy !== 'mine')
  // Only texts or members changed, or just what I wanted too.
  return foreign ? state : { before: theirs, revision, mine }
}
