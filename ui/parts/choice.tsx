/** Yes or no, and one of several with a reason each: Checkbox, Switch, RadioCards. */
import { Checkbox as RadixCheckbox, RadioGroup, Switch as RadixSwitch } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { useFieldProps } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'

interface ToggleProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly name?: string
}

type Labelled = ToggleProps & { readonly label: ReactNode; readonly hint?: ReactNode }

/** With its label; `hideLabel` in table cells, where `label` is still read aloud. */
export function Checkbox({
  checked,
  onChange,
  label,
  hint,
  hideLabel,
  ...rest
}: Omit<Labelled, 'checked'> & { checked: boolean | 'indeterminate'; hideLabel?: boolean }) {
  const id = useId()
  return (
    <span className="flex items-start gap-2.5">
      <RadixCheckbox.Root
        {...rest}
        id={id}
        checked={checked}
        onCheckedChange={(now) => onChange(now === true)}
        aria-describedby={hint === undefined ? undefined : `${id}h`}
        className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-accent-ink disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          <Icon name={checked === 'indeterminate' ? 'minus' : 'check'} size={14} />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <span className={hideLabel ? 'sr-only' : 'min-w-0'}>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span id={`${id}h`} className="block text-[0.8125rem] text-faint">
            {hint}
          </span>
        )}
      </span>
    </span>
  )
}

/** Acts at once, unlike a checkbox, which waits for its form. */
export function Switch({ checked, onChange, label, hint, ...rest }: Labelled) {
  const id = useId()
  return (
    <span className="flex items-start gap-3">
      <RadixSwitch.Root
        {...rest}
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        aria-describedby={hint === undefined ? undefined : `${id}h`}
        className="relative mt-px h-5 w-9 shrink-0 rounded-full border border-line-strong bg-line-strong/30 transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface shadow-card transition-transform data-[state=checked]:translate-x-4.5" />
      </RadixSwitch.Root>
      <span className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <span id={`${id}h`} className="block text-[0.8125rem] text-faint">
            {hint}
          </span>
        )}
      </span>
    </span>
  )
}

export interface RadioCard<V extends string> {
  readonly value: V
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly icon?: IconName
  /** A word in the corner: "recommended". */
  readonly mark?: string
  readonly disabled?: boolean
}

/** A choice that deserves an explanation. Arrow keys move between the cards. */
export function RadioCards<V extends string>({
  value,
  onChange,
  options,
  columns = 1,
  ...rest
}: {
  value: V | undefined
  onChange: (value: V) => void
  options: readonly RadioCard<V>[]
  columns?: 1 | 2 | 3
  'aria-label'?: string
}) {
  const { id: _, ...control } = useFieldProps()
  return (
    <RadioGroup.Root
      {...control}
      {...rest}
      value={value ?? null}
      onValueChange={(now) => onChange(now as V)}
      className={cx(
        'grid gap-2.5',
        columns === 2 && 'sm:grid-cols-2',
        columns === 3 && 'sm:grid-cols-3',
      )}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="group flex items-start gap-3 rounded-lg border border-line bg-surface p-3.5 text-left transition-colors hover:border-line-strong disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent-wash"
        >
          <span className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
            <RadioGroup.Indicator className="size-2.5 rounded-full bg-accent" />
          </span>
          <span className="min-w-0 grow">
            <span className="flex flex-wrap items-baseline gap-x-2 font-medium">
              {option.title}
              {option.mark && (
                <span className="text-xs font-normal text-accent">{option.mark}</span>
              )}
            </span>
            {option.text !== undefined && (
              <span className="mt-0.5 block text-[0.8125rem] text-soft">{option.text}</span>
            )}
          </span>
          {option.icon && <Icon name={option.icon} className="text-soft" />}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
