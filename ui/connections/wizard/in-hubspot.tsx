/** Step 3: the way through HubSpot's menus in words and pictures, with the list of scopes in its place. */
import { Button } from '../../parts/button.tsx'
import { cx } from '../../parts/cx.ts'
import { PICTURES } from '../pictures/pictures.tsx'
import type { Kind } from '../types.ts'
import type { Draft } from './draft.ts'
import { kindWords } from './kind-words.ts'
import { RedirectAddress } from './redirect-address.tsx'
import { ScopeChecklist } from './scope-checklist.tsx'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly kind: Kind
  readonly draft: Draft
  readonly patch: (change: Partial<Draft>) => void
  readonly onNext: () => void
  readonly onBack: () => void
  readonly focus: boolean
}

export function InHubSpot({ kind, draft, patch, onNext, onBack, focus }: Props) {
  const pictures = PICTURES[kind.kind] ?? []
  return (
    <StepFrame
      title={kindWords(kind.kind).inHubSpot}
      text="Keep this page open beside HubSpot: what you cross off here stays crossed off. The pictures are sketches; HubSpot’s pages look different, the words are the same."
      focus={focus}
      onBack={onBack}
      next={
        <Button look="primary" onClick={onNext}>
          I have it, continue
        </Button>
      }
    >
      <ol className="grid gap-4 lg:grid-cols-6">
        {kind.steps.map(({ text, scopes }, at) => {
          const beside = besides(kind.steps, at)
          return (
            <li
              key={text}
              className={cx(
                'flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4 shadow-card',
                beside === 1 && 'md:flex-row md:items-start',
                SPANS[beside] ?? 'lg:col-span-2',
              )}
            >
              <div className="flex min-w-0 grow gap-3">
                <span
                  aria-hidden="true"
                  className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-medium text-accent-strong tabular-nums"
                >
                  {at + 1}
                </span>
                <div className="flex min-w-0 grow flex-col gap-3 pt-0.5">
                  <p className="max-w-prose">{text}</p>
                  <div className="empty:hidden max-sm:-ml-9">
                    {scopes && <ScopeChecklist draft={draft} patch={patch} />}
                    {/redirect url/i.test(text) && <RedirectAddress />}
                  </div>
                </div>
              </div>
              <div className={cx('w-full shrink-0', beside === 1 ? 'md:w-75' : 'mt-auto')}>
                {pictures[at]}
              </div>
            </li>
          )
        })}
      </ol>
    </StepFrame>
  )
}

/** Of six columns, by how many steps stand in one row. */
const SPANS: Readonly<Record<number, string>> = { 1: 'lg:col-span-6', 2: 'lg:col-span-3' }

/** The step with the list needs a row of its own; those between share theirs. */
function besides(steps: Kind['steps'], at: number): number {
  if (steps[at]?.scopes) return 1
  let from = at
  let to = at
  while (from > 0 && steps[from - 1]?.scopes === false) from -= 1
  while (steps[to + 1]?.scopes === false) to += 1
  return to - from + 1
}
