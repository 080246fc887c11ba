/** What the toggle under the pointer or the focus means, in words, always in the same place. */
import { Icon } from '../parts/icon.tsx'
import { untilWords } from './ends.ts'
import type { Gap } from './gap.ts'
import type { CellState } from './matrix-cell.tsx'
import { scopeName } from './matrix-rows.ts'

export function CellNotes({
  state,
  editable,
}: {
  state: CellState | undefined
  editable: boolean
}) {
  if (!state)
    return (
      <p className="text-[0.8125rem] text-faint max-sm:hidden">
        Point at a box to read what it lets people do. With the keyboard: arrow keys move from box
        to box{editable ? ', Space ticks and unticks.' : '. Only an admin may change them.'}
      </p>
    )
  const { cell, scope, portal, on, unsaved } = state
  const gap = portal.gap(cell.scope)
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{scopeName(scope)}</span>
        <span className="text-faint">
          {portal.title} · {stateWords(on, unsaved, cell.end)}
        </span>
      </p>
      <p className="text-[0.8125rem] text-soft">{scope.description}.</p>
      {gap && (
        <p className="mt-0.5 flex gap-1.5 text-[0.8125rem] text-warn">
          <Icon name="warning" size={15} className="mt-px shrink-0" />
          <span>
            {LACKS[gap.works]} the credential lacks{' '}
            <span className="font-mono break-all">{gap.missing.join(', ')}</span>.
          </span>
        </p>
      )}
    </div>
  )
}

const LACKS: Readonly<Record<Gap['works'], string>> = {
  none: 'No effect yet:',
  part: 'Works but for a part:',
}

function stateWords(on: boolean, unsaved: boolean, end: string | null): string {
  if (on) return `${unsaved ? 'will be granted' : 'granted'}, ${untilWords(end)}`
  return unsaved ? 'will be taken away' : 'not granted'
}
