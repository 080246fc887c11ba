/** Step 2: which kind of credential, the recommended one first, each with when to choose it. */
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { RadioCards } from '../../parts/choice.tsx'
import { FieldError } from '../../parts/field.tsx'
import { sentence } from '../words.ts'
import type { Kind } from '../types.ts'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly kinds: readonly Kind[]
  readonly kind: string | undefined
  readonly onChange: (kind: string) => void
  readonly onNext: () => void
  readonly onBack: () => void
  readonly focus: boolean
}

export function ChooseKind({ kinds, kind, onChange, onNext, onBack, focus }: Props) {
  const [refused, setRefused] = useState(false)
  const chosen = kinds.find((one) => one.kind === kind)
  const inOrder = kinds.toSorted((a, b) => Number(b.recommended) - Number(a.recommended))
  return (
    <StepFrame
      title="Which kind of credential?"
      text="HubSpot knows several. If you have none yet, take the recommended one. The account-wide API key (hapikey) ended in 2022 and no longer opens anything."
      focus={focus}
      onBack={onBack}
      next={
        <Button look="primary" onClick={() => (chosen ? onNext() : setRefused(true))}>
          Continue
        </Button>
      }
      {...(refused && !chosen && { note: <FieldError>Choose one.</FieldError> })}
    >
      <RadioCards
        aria-label="Kind of credential"
        value={chosen?.kind}
        onChange={onChange}
        options={inOrder.map(({ kind: value, title, forWhom, notice, recommended }) => ({
          value,
          title: sentence(title),
          text: (
            <>
              {forWhom}
              {notice !== null && <span className="mt-1 block text-faint">{notice}</span>}
            </>
          ),
          ...(recommended && { mark: 'recommended' }),
        }))}
      />
    </StepFrame>
  )
}
