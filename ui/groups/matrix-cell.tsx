/** One toggle of the matrix: granted or not, unsaved or not, and whether it would have any effect. */
import { cx } from '../parts/cx.ts'
import { Icon } from '../parts/icon.tsx'
import { untilWords } from './ends.ts'
import { GAP_WORDS, type Gap } from './gap.ts'
import { keyOf, type Cell } from './matrix.ts'
import { scopeName, type ScopeView } from './matrix-rows.ts'
import type { Portal } from './portals.ts'

export interface CellState {
  readonly cell: Cell
  readonly scope: ScopeView
  readonly portal: Portal
  readonly on: boolean
  readonly unsaved: boolean
}

interface ToggleProps extends CellState {
  readonly editable: boolean
  /** The one that Tab reaches; arrows move it. */
  readonly reachable: boolean
  readonly onToggle: (cell: Cell) => void
  /** By pointer or focus. */
  readonly onPoint: (state: CellState) => void
  /** By focus: here Tab comes back to. */
  readonly onReach: (key: string) => void
}

/** Id of the sentence about a scope, which stands once on the page for all its toggles. */
export const wordsId = (scope: string): string => `scope-${scope.replaceAll(/\W/g, '-')}`

export function MatrixToggle(props: ToggleProps) {
  const { cell, scope, portal, on, unsaved, editable, reachable } = props
  const gap = portal.gap(cell.scope)
  const point = (): void => props.onPoint({ cell, scope, portal, on, unsaved })
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={on}
      aria-disabled={!editable}
      aria-label={nameOf(props, gap)}
      aria-describedby={wordsId(cell.scope)}
      data-toggle={keyOf(cell)}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => {
        props.onReach(keyOf(cell))
        point()
      }}
      onPointerEnter={point}
      onClick={() => {
        if (editable) props.onToggle(cell)
      }}
      className={cx(
        'relative mx-auto grid size-8 place-items-center rounded-md border transition-colors duration-100',
        !editable && 'cursor-default',
        look({ on, works: gap?.works, danger: scope.effect === 'danger', editable }),
      )}
    >
      {on ? (
        <Icon name="check" size={16} />
      ) : gap?.works === 'none' ? (
        <Icon name="minus" size={14} className="opacity-70" />
      ) : null}
      {unsaved && (
        <span
          aria-hidden="true"
          className="absolute -top-1 -right-1 size-2.5 rounded-full border-2 border-surface bg-warn"
        />
      )}
    </button>
  )
}

interface Looks {
  readonly on: boolean
  readonly works: Gap['works'] | undefined
  readonly danger: boolean
  readonly editable: boolean
}

/** Dashed: the credential lacks something. Filled all the same: it works but for that. */
function look({ on, works, danger, editable }: Looks): string {
  if (on && works === 'none') return GAP_LOOKS.none
  if (on && works === 'part') return danger ? GAP_LOOKS.dangerInPart : GAP_LOOKS.part
  if (on)
    return danger
      ? 'border-transparent bg-bad-solid text-white'
      : 'border-accent bg-accent text-accent-ink'
  if (!editable) return works ? 'border-dashed border-line text-faint' : 'border-line'
  const hover = 'hover:border-accent hover:bg-accent-wash'
  return works
    ? `border-dashed border-line-strong text-faint ${hover}`
    : `border-line-strong bg-surface ${hover}`
}

/** The fill ends inside the dashes, so that they are seen. */
const IN_PART = 'border-2 border-dashed border-warn bg-clip-padding'

export const GAP_LOOKS = {
  none: 'border-dashed border-warn bg-warn-wash text-warn',
  part: `${IN_PART} bg-accent text-accent-ink`,
  dangerInPart: `${IN_PART} bg-bad-solid text-white`,
} as const

/** "Write deals on Main, until 31 Jan 2027, not saved yet". */
function nameOf({ cell, scope, portal, unsaved }: CellState, gap: Gap | undefined): string {
  return [
    `${scopeName(scope)} on ${portal.title}`,
    cell.end !== null && untilWords(cell.end),
    gap && GAP_WORDS[gap.works],
    unsaved && 'not saved yet',
  ]
    .filter(Boolean)
    .join(', ')
}
