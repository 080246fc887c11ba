/** The grants of a group: the matrix, its toolbar, and the way from a toggle to a saved change. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { keyOf as queryKeyOf, useAct } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { useMay } from '../api/session.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { say } from '../parts/toast.tsx'
import { CellNotes } from './cell-notes.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { EndDialog } from './end-dialog.tsx'
import { wordsId, type CellState } from './matrix-cell.tsx'
import type { ColumnActs } from './matrix-head.tsx'
import { MatrixTable } from './matrix-table.tsx'
import { MatrixLegend, MatrixTools } from './matrix-tools.tsx'
import { merged } from './merge.ts'
import {
  keyOf,
  rescheduled,
  rowsOf,
  toggled,
  without,
  type Column,
  type GroupView,
} from './matrix.ts'
import { ReviewDialog } from './review-dialog.tsx'
import type { Draft } from './use-draft.ts'
import { useMatrixView } from './use-matrix-view.ts'

type Question =
  | { readonly kind: 'review' | 'conflict' }
  | { readonly kind: 'reschedule' | 'temporary'; readonly column: Column }

export function GrantsTab({ group, draft }: { group: GroupView; draft: Draft }) {
  const client = useQueryClient()
  const mayChange = useMay('change')
  const view = useMatrixView(draft)
  const [pointed, setPointed] = useState<CellState>()
  const [question, setQuestion] = useState<Question>()
  const [refused, setRefused] = useState<string>()
  const save = useAct('PUT /api/v1/groups/{group}/grants', {
    changes: ['grants', 'principals', 'me', 'members'],
    quiet: true,
  })
  const { set, mine } = draft

  const onToggle = useCallback((cell: CellState['cell']) => set(toggled(mine, cell)), [set, mine])
  const acts = useMemo(
    (): ColumnActs => ({
      onReschedule: (column) => setQuestion({ kind: 'reschedule', column }),
      onAddTemporary: (column) => setQuestion({ kind: 'temporary', column }),
      onReadAll: (column) =>
        set(
          new Set([...mine, ...view.readable(column).map((scope) => keyOf({ ...column, scope }))]),
        ),
      onClear: (column) => {
        set(without(mine, column))
        view.hide(column)
      },
    }),
    [set, mine, view],
  )

  const store = async (): Promise<void> => {
    setRefused(undefined)
    try {
      const { group: now } = await save.mutateAsync({
        params: { group: group.id },
        body: { revision: draft.revision, grants: rowsOf(mine) },
      })
      draft.saved(now)
      setQuestion(undefined)
      say('Grants saved')
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      const theirs = refusal.code === 'access.edit_conflict' ? savedBy(refusal.body) : undefined
      if (!theirs) return setRefused(refusal.message)
      client.setQueryData(
        queryKeyOf('GET /api/v1/groups/{group}', { params: { group: group.name } }),
        theirs,
      )
      setQuestion({ kind: 'conflict' })
    }
  }

  if (view.loading)
    return (
      <Card flush>
        <SkeletonRows rows={10} />
      </Card>
    )
  if (view.portals.length === 0)
    return (
      <Card>
        <EmptyState
          drawing="connection"
          title="No portal is connected yet"
          actions={
            <ButtonLink to="/connections/new" look="primary" icon="plus">
              Connect a portal
            </ButtonLink>
          }
        >
          Grants say what this group may do on each connected HubSpot portal.
        </EmptyState>
      </Card>
    )
  return (
    <>
      {draft.conflict.length > 0 && (
        <div className="mb-4">
          <Callout
            tone="warn"
            alert
            title="Somebody else saved this group while you were editing"
            actions={
              <Button size="small" onClick={() => setQuestion({ kind: 'conflict' })}>
                Compare theirs with mine
              </Button>
            }
          >
            What you changed is still here and not saved.
          </Callout>
        </div>
      )}
      <Card flush>
        <MatrixTools view={view} mayChange={mayChange} />
        {view.columns.length > 0 && view.rows.length > 0 ? (
          <MatrixTable
            label={`Grants of ${group.title}`}
            rows={view.rows}
            columns={view.columns}
            mine={mine}
            before={draft.before}
            editable={mayChange}
            typed={view.typed.trim()}
            roomy={!view.narrow && view.columns.length <= ROOMY}
            onToggle={onToggle}
            onPoint={setPointed}
            acts={acts}
          />
        ) : (
          <p className="px-5 py-10 text-center text-soft">
            {view.columns.length > 0
              ? 'No scope fits what you typed or ticked above.'
              : mayChange
                ? 'This group may do nothing yet. Choose above on which connection it may do something.'
                : 'This group may do nothing yet.'}
          </p>
        )}
        {view.columns.length > 0 && <MatrixLegend />}
        <div hidden>
          {view.scopes.map(({ scope, description }) => (
            <span key={scope} id={wordsId(scope)}>
              {description}
            </span>
          ))}
        </div>
        <footer
          data-stays="bottom-tall"
          className="sticky bottom-0 z-10 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-b-lg border-t border-line bg-raised px-4 py-3 sm:px-5"
        >
          <div className="min-w-0 grow basis-64 sm:min-h-10">
            <CellNotes editable={mayChange} state={pointed && nowOf(pointed, mine, draft.before)} />
          </div>
          {mayChange && (
            <div className="flex flex-wrap items-center gap-2">
              <span role="status" className="mr-1 text-soft tabular-nums max-sm:w-full">
                {draft.changes === 0
                  ? 'All saved'
                  : `${draft.changes} unsaved ${draft.changes === 1 ? 'change' : 'changes'}`}
              </span>
              <Button disabled={draft.changes === 0} onClick={draft.discard}>
                Discard
              </Button>
              <Button
                look="primary"
                disabled={draft.changes === 0}
                onClick={() => {
                  setRefused(undefined)
                  setQuestion({ kind: draft.conflict.length > 0 ? 'conflict' : 'review' })
                }}
              >
                Review and save
              </Button>
            </div>
          )}
        </footer>
      </Card>
      {question?.kind === 'review' && (
        <ReviewDialog
          group={group}
          mine={mine}
          titles={view.titles}
          pending={save.isPending}
          refused={refused}
          onSave={() => void store().catch(() => undefined)}
          onClose={() => setQuestion(undefined)}
        />
      )}
      {question?.kind === 'conflict' && (
        <ConflictDialog
          found={draft.conflict}
          titles={view.titles}
          onClose={() => setQuestion(undefined)}
          onSettle={(choices) => {
            const next = merged(draft.theirs, draft.conflict, choices)
            draft.settle(next)
            setQuestion({ kind: 'review' })
          }}
        />
      )}
      {question?.kind === 'reschedule' && (
        <EndDialog
          title={`Until when on ${view.titles.get(question.column.connection) ?? ''}?`}
          text="For everything in this column."
          end={question.column.end}
          action="Set the end"
          endless
          onClose={() => setQuestion(undefined)}
          onChoose={(end) => {
            set(rescheduled(mine, question.column, end))
            view.replace(question.column, { ...question.column, end })
            setQuestion(undefined)
          }}
        />
      )}
      {question?.kind === 'temporary' && (
        <EndDialog
          title={`Temporary access on ${view.titles.get(question.column.connection) ?? ''}`}
          text="A column of its own, beside what the group has for good. Tick there what is wanted for a while."
          end={null}
          action="Add column"
          endless={false}
          onClose={() => setQuestion(undefined)}
          onChoose={(end) => {
            view.show({ connection: question.column.connection, end })
            setQuestion(undefined)
          }}
        />
      )}
    </>
  )
}

/** With so few columns there is room for words beside them. */
const ROOMY = 2

/** The toggle as it is by now: what was pointed at may have been turned since. */
function nowOf(
  state: CellState,
  mine: ReadonlySet<string>,
  before: ReadonlySet<string>,
): CellState {
  const key = keyOf(state.cell)
  return { ...state, on: mine.has(key), unsaved: mine.has(key) !== before.has(key) }
}

/** `access.edit_conflict` brings the group as it stands along. */
function savedBy(body: unknown): GroupView | undefined {
  const told = body as { error?: { details?: { group?: GroupView } } } | undefined
  return told?.error?.details?.group
}
