/** Step 3: the way through HubSpot's menus in words and pictures, with the list of scopes in its place. */
import { Button } from '../../parts/button.tsx'
import { PICTURES } from '../pictures/pictures.tsx'
import type { Kind } from '../types.ts'
import type { Draft } from './draft.ts'
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
      title={`Get the ${kind.title} in HubSpot`}
      text="Keep this page open beside HubSpot: what you cross off here stays crossed off. The pictures are sketches; HubSpot’s pages look different, the words are the same."
      focus={focus}
      onBack={onBack}
      next={
        <Button look="primary" onClick={onNext}>
          I have it, continue
        </Button>
      }
    >
      <ol className="flex flex-col">
        {kind.steps.map(({ text, scopes }, at) => (
          <li
            key={text}
            className="grid grid-cols-[2rem_minmax(0,1fr)] border-l border-line pb-8 pl-0 last:pb-0"
          >
            <span
              aria-hidden="true"
              className="-ml-3.5 grid size-7 place-items-center rounded-full border border-line-strong/60 bg-surface text-[0.8125rem] font-medium tabular-nums"
            >
              {at + 1}
            </span>
            <div className="grid items-start gap-x-8 gap-y-3 pt-0.5 md:grid-cols-[minmax(0,1fr)_18.75rem]">
              <div className="flex min-w-0 flex-col gap-3">
                <p className="max-w-prose text-[0.9375rem]">{text}</p>
                {scopes && <ScopeChecklist draft={draft} patch={patch} />}
                {/redirect url/i.test(text) && <RedirectAddress />}
              </div>
              <div className="max-w-[18.75rem]">{pictures[at]}</div>
            </div>
          </li>
        ))}
      </ol>
    </StepFrame>
  )
}
