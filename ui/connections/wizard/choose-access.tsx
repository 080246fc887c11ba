/** Step 1: what people and their AI shall be able to do, from which everything later is computed. */
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import { cx } from '../../parts/cx.ts'
import { FieldError } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { Scope } from '../types.ts'
import { many } from '../words.ts'
import { picked, PRESETS, same, sectionsOf, type Resource } from './scope-sections.ts'
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
  const set = new Set(chosen)
  const toggle = (scope: string, on: boolean): void =>
    onChange(scopes.map((one) => one.scope).filter((one) => (one === scope ? on : set.has(one))))
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
      <div className="flex flex-col gap-3">
        {sectionsOf(scopes).map(({ title, text, resources }, at) => {
          const of = resources.flatMap((one) => one.scopes)
          const count = of.filter(({ scope }) => set.has(scope)).length
          return (
            <details
              key={title}
              open={at === 0}
              className="group/section rounded-lg border border-line bg-surface shadow-card"
            >
              <summary className="flex list-none items-center gap-3 rounded-lg px-4 py-3 hover:bg-hover sm:px-5 [&::-webkit-details-marker]:hidden">
                <span className="min-w-0 grow">
                  <span className="block font-semibold">{title}</span>
                  <span className="block text-[0.8125rem] text-soft">{text}</span>
                </span>
                <Badge tone={count > 0 ? 'accent' : 'plain'}>
                  {count} of {of.length}
                </Badge>
                <Icon
                  name="down"
                  size={16}
                  className="text-soft transition-transform group-open/section:rotate-180"
                />
              </summary>
              <div className="divide-y divide-line border-t border-line">
                {resources.map((resource) => (
                  <ResourceRow
                    key={resource.resource}
                    resource={resource}
                    chosen={set}
                    onToggle={toggle}
                  />
                ))}
              </div>
            </details>
          )
        })}
      </div>
    </StepFrame>
  )
}

const VERBS: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Change',
  merge: 'Merge',
  'gdpr-delete': 'Erase',
}

function ResourceRow({
  resource: { resource, title, scopes },
  chosen,
  onToggle,
}: {
  resource: Resource
  chosen: ReadonlySet<string>
  onToggle: (scope: string, on: boolean) => void
}) {
  const id = `resource-${resource}`
  return (
    <div
      role="group"
      aria-labelledby={id}
      className="grid gap-x-6 gap-y-2.5 px-4 py-3.5 sm:px-5 md:grid-cols-[9rem_1fr_1fr]"
    >
      <h3 id={id} className={cx('font-medium', scopes.length > 2 && 'md:row-span-2')}>
        {title}
      </h3>
      {scopes.map(({ scope, verb, effect, description }) => (
        <Checkbox
          key={scope}
          checked={chosen.has(scope)}
          onChange={(on) => onToggle(scope, on)}
          label={VERBS[verb] ?? verb}
          hint={
            effect === 'danger' ? <span className="text-warn">{description}</span> : description
          }
        />
      ))}
    </div>
  )
}
