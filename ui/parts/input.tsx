/** One line of text, several lines, and one of a few: native controls, since every device knows them. */
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { useFieldProps } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'

export const CONTROL =
  'w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-3 text-ink shadow-card ' +
  'transition-colors hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 ' +
  'aria-invalid:border-bad disabled:opacity-60 disabled:bg-sunken'

type InputProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly icon?: IconName
  /** For tokens, ids and addresses. */
  readonly mono?: boolean
}

export function Input({ value, onChange, icon, mono, className, ...rest }: InputProps) {
  const control = useFieldProps()
  const input = (
    <input
      type="text"
      autoComplete="off"
      {...control}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cx(
        CONTROL,
        'h-9',
        icon && 'pl-9',
        mono && 'font-mono text-[0.8125rem]',
        className,
      )}
    />
  )
  if (!icon) return input
  return (
    <span className="relative block w-full">
      <Icon
        name={icon}
        size={16}
        className="pointer-events-none absolute top-2.5 left-3 text-faint"
      />
      {input}
    </span>
  )
}

type TextareaProps = Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly mono?: boolean
}

export function Textarea({ value, onChange, mono, className, rows = 4, ...rest }: TextareaProps) {
  const control = useFieldProps()
  return (
    <textarea
      {...control}
      {...rest}
      rows={rows}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cx(
        CONTROL,
        'field-sizing-content max-h-96 min-h-20 py-2',
        mono && 'font-mono text-[0.8125rem]',
        className,
      )}
    />
  )
}

type SelectProps = Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'children'> & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly {
    readonly value: string
    readonly label: string
    readonly disabled?: boolean
  }[]
}

/** The platform's own list: it works with thumbs, keyboards and screen readers alike. */
export function Select({ value, onChange, options, className, ...rest }: SelectProps) {
  const control = useFieldProps()
  return (
    <span className="relative block w-full min-w-0">
      <select
        {...control}
        {...rest}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={cx(CONTROL, 'h-9 appearance-none truncate pr-9', className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon
        name="down"
        size={16}
        className="pointer-events-none absolute top-2.5 right-3 text-soft"
      />
    </span>
  )
}
