/** Scopes to choose from, section by section, resource by resource. */
import { Badge } from '../../parts/badge.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import { cx } from '../../parts/cx.ts'
import { Icon } from '../../parts/icon.tsx'
import type { Scope } from '../types.ts'
import { sectionsOf, type Resource } from './scope-sections.ts'

interface Props {
  readonly scopes: readonly Scope[]
  readonly chosen: readonly string[]
  readonly onChange: (scopes: readonly string[]) => void
}

export function ScopeSections({ scopes, chosen, onChange }: Props) {
  const set = new Set(chosen)
  const toggle = (scope: string, on: boolean): void =>
    onChange(scopes.map((one) => one.scope).filter((one) => (one === scope ? on : set.has(one))))
  return (
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
