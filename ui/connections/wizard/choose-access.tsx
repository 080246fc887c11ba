/** Step 1: what people and their AI shall be able to do, from which everything later is computed. */
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { cx } from '../../parts/cx.ts'
import { FieldError } from '../../parts/field.tsx'
import type { Scope } from '../types.ts'
import { many } from '../words.ts'
import { picked, PRESETS, same } from './scope-sections.ts'
import { ScopeSections } from './scope-sections-view.tsx'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly scopes: readonly Scope[]
  readonly chosen: readonly string[]
  readonly onChange: (scopes: readonly string[]) => void
  readonly onNext: () => void
  readonly focus: boolean
}

export function ChooseAccess({ scopes, chosen, onChange, onNext, focus }: Props) {
  const [refused, setRefused] = useState(false)
  return (
    <StepFrame
      title="What shall people be able to do?"
      text="Choose what your groups, their AI and your programs will need in this portal. It decides which HubSpot scopes to tick later, and no more than those. Nobody is granted anything yet."
      focus={focus}
      next={
        <Button
          look="primary"
          onClick={() => (chosen.length === 0 ? setRefused(true) : onNext())}
          aria-describedby={refused && chosen.length === 0 ? 'none-chosen' : undefined}
        >
          Continue
        </Button>
      }
      note={
        refused && chosen.length === 0 ? (
          <FieldError id="none-chosen">Choose at least one thing.</FieldError>
        ) : (
          `${many(chosen.length, 'scope')} chosen`
        )
      }
    >
      <div role="group" aria-label="Begin with" className="mb-5 grid gap-2.5 sm:grid-cols-3">
        {PRESETS.map((preset) => {
          const would = picked(preset, scopes)
          const on = same(would, chosen)
          return (
            <button
              key={preset.title}
              type="button"
              aria-pressed={on}
              onClick={() => onChange(would)}
              className={cx(
                'rounded-lg border p-3.5 text-left transition-colors',
                on
                  ? 'border-accent bg-accent-wash'
                  : 'border-line bg-surface hover:border-line-strong',
              )}
            >
              <span className="block font-medium">{preset.title}</span>
              <span className="mt-0.5 block text-[0.8125rem] text-soft">{preset.text}</span>
            </button>
          )
        })}
      </div>
      <ScopeSections scopes={scopes} chosen={chosen} onChange={onChange} />
    </StepFrame>
  )
}
