/** The way through a wizard: where one is, what was done, what comes. Done steps can be gone back to. */
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'

interface StepsProps {
  readonly label: string
  readonly steps: readonly string[]
  /** Index of the present one. */
  readonly at: number
  readonly onGo?: (at: number) => void
}

export function Steps({ label, steps, at, onGo }: StepsProps) {
  return (
    <nav aria-label={label} className="mb-6">
      <ol className="relative flex items-center gap-2 overflow-x-auto pb-1 [scrollbar-width:none] max-sm:gap-1.5">
        {steps.map((step, index) => {
          const done = index < at
          const mark = (
            <span
              className={cx(
                'grid size-6 shrink-0 place-items-center rounded-full border text-xs font-medium tabular-nums',
                done && 'border-accent bg-accent-wash text-accent-strong',
                index === at && 'border-accent bg-accent text-accent-ink',
                index > at && 'border-line-strong text-faint',
              )}
            >
              {done ? <Icon name="check" size={13} /> : index + 1}
            </span>
          )
          const text = (
            <span
              className={cx(
                'whitespace-nowrap',
                index === at ? 'font-medium' : 'text-soft max-sm:sr-only',
              )}
            >
              {step}
            </span>
          )
          return (
            <li
              key={step}
              aria-current={index === at ? 'step' : undefined}
              className={cx(
                'flex items-center gap-2',
                index < steps.length - 1 &&
                  "after:h-px after:w-5 after:bg-line-strong/60 after:content-[''] max-sm:after:hidden lg:after:w-9",
              )}
            >
              {done && onGo ? (
                <button
                  type="button"
                  onClick={() => onGo(index)}
                  className="flex items-center gap-2 rounded-full pr-1 hover:text-accent"
                  aria-label={`Back to ${step}`}
                >
                  {mark}
                  {text}
                </button>
              ) : (
                <>
                  {mark}
                  {text}
                </>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
