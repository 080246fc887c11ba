/**
 * An input that offers what fits (ARIA 1.2 combobox with a listbox). The focus never leaves the
 * input: arrows choose, Enter takes, Escape closes, then clears.
 */
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { useFieldProps } from './field.tsx'
import { Icon } from './icon.tsx'
import { CONTROL } from './input.tsx'
import { holds, wordsOf } from './use-find.ts'

export interface Option {
  readonly value: string
  readonly label: string
  /** Beside or below the label: an e-mail address, an explanation. */
  readonly detail?: ReactNode
  /** More words by which it is found. */
  readonly words?: string
}

interface ComboboxProps {
  readonly value: string | undefined
  readonly onChange: (value: string) => void
  readonly options: readonly Option[]
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly name?: string
  /** Where nothing fits. */
  readonly none?: ReactNode
  readonly 'aria-label'?: string
}

const MOST = 60

export function Combobox({
  value,
  onChange,
  options,
  none = 'Nothing fits.',
  ...rest
}: ComboboxProps) {
  const control = useFieldProps()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState<string>()
  const [at, setAt] = useState(0)
  const chosen = options.find((option) => option.value === value)
  const fitting = useMemo(() => narrow(options, typed ?? '').slice(0, MOST), [options, typed])

  const show = (): void => {
    setOpen(true)
    setAt(
      Math.max(
        0,
        fitting.findIndex((option) => option.value === value),
      ),
    )
  }
  const close = (): void => {
    setOpen(false)
    setTyped(undefined)
  }
  const take = (option: Option | undefined): void => {
    if (option) onChange(option.value)
    close()
  }
  const go = (to: number): void => {
    if (!open) return show()
    const next = (to + fitting.length) % Math.max(1, fitting.length)
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Enter: () => (open ? take(fitting[at]) : undefined),
    Escape: () => (open ? close() : onChange('')),
  }
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key]
    if (!act || (event.key === 'Escape' && !open && !value)) return
    if (event.key === 'Enter' && !open) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  return (
    <span className="relative block w-full min-w-0">
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...control}
        {...rest}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={open && fitting[at] ? `${id}${at}` : undefined}
        value={typed ?? chosen?.label ?? ''}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onClick={show}
        onKeyDown={press}
        onBlur={close}
        className={cx(CONTROL, 'h-9 truncate pr-9')}
      />
      <Icon
        name="down"
        size={16}
        className="pointer-events-none absolute top-2.5 right-3 text-soft"
      />
      <div
        ref={list}
        id={`${id}list`}
        role="listbox"
        aria-label={rest['aria-label'] ?? 'Suggestions'}
        hidden={!open}
        className="pop-in absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
      >
        {fitting.map((option, index) => (
          <div
            key={option.value}
            id={`${id}${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            // Before the input loses its focus.
            onMouseDown={(event) => {
              event.preventDefault()
              take(option)
            }}
            onMouseMove={() => setAt(index)}
            className={cx(
              'flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1',
              index === at && 'bg-hover',
            )}
          >
            <span className="min-w-0 grow">
              {option.label}
              {option.detail !== undefined && (
                <span className="ml-2 text-faint">{option.detail}</span>
              )}
            </span>
            {option.value === value && <Icon name="check" size={15} className="text-accent" />}
          </div>
        ))}
        {fitting.length === 0 && (
          <div
            role="option"
            tabIndex={-1}
            aria-selected={false}
            aria-disabled="true"
            className="px-2.5 py-1.5 text-faint"
          >
            {none}
          </div>
        )}
      </div>
    </span>
  )
}

/** Every typed word has to occur; what begins with the text comes first. */
export function narrow(options: readonly Option[], typed: string): readonly Option[] {
  const text = typed.trim().toLowerCase()
  if (text === '') return options
  const words = wordsOf(typed)
  return options
    .filter(({ label, value, words: more = '' }) => holds(`${label} ${value} ${more}`, words))
    .toSorted((a, b) => starts(b, text) - starts(a, text))
}

const starts = ({ label }: Option, text: string): number =>
  label.toLowerCase().startsWith(text) ? 1 : 0
