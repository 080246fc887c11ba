/**
 * A label, a control, a hint and the error beside it, joined for screen readers. The control is
 * handed its ids by `useFieldProps`, so that no page writes an `id` or an `aria-describedby`.
 */
import { createContext, useContext, useId, useMemo, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'

interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** In the server's own words. */
  readonly error?: string | undefined
  readonly optional?: boolean
  /** For controls that need no visible label, as in a filter bar. */
  readonly hideLabel?: boolean
  readonly className?: string
  readonly children: ReactNode
}

interface ControlProps {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: true | undefined
  readonly 'aria-labelledby'?: string
}

const Control = createContext<ControlProps>({})

/** What the control inside a `Field` puts on itself. */
export const useFieldProps = (): ControlProps => useContext(Control)

export function Field({
  label,
  hint,
  error,
  optional,
  hideLabel,
  className,
  children,
}: FieldProps) {
  const id = useId()
  const described = [error && `${id}e`, hint !== undefined && `${id}h`].filter(Boolean).join(' ')
  const control = useMemo(
    (): ControlProps => ({
      id,
      'aria-labelledby': `${id}l`,
      'aria-describedby': described || undefined,
      'aria-invalid': error ? true : undefined,
    }),
    [id, described, error],
  )
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} id={`${id}l`} className={hideLabel ? 'sr-only' : 'w-fit font-medium'}>
        {label}
        {optional && <span className="ml-1.5 font-normal text-faint">optional</span>}
      </label>
      <Control value={control}>{children}</Control>
      {hint !== undefined && (
        <p id={`${id}h`} className="max-w-prose text-[0.8125rem] text-faint">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}e`}>{error}</FieldError>}
    </div>
  )
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-1.5 text-[0.8125rem] text-bad">
      <Icon name="warning" size={15} className="mt-px" />
      <span className="whitespace-pre-line">{children}</span>
    </p>
  )
}
