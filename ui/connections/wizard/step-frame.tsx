/**
 * One step of the wizard: its heading, which takes the focus when the step opens, its content, and
 * the way on and back, which stays in view.
 */
import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'

interface StepFrameProps {
  readonly title: string
  readonly text: ReactNode
  readonly children: ReactNode
  /** The way on: a primary button. */
  readonly next?: ReactNode
  readonly onBack?: (() => void) | undefined
  /** Beside the buttons: how much is chosen. */
  readonly note?: ReactNode
  /** The step that opened by itself with the page leaves the focus to the browser. */
  readonly focus: boolean
}

export function StepFrame({ title, text, children, next, onBack, note, focus }: StepFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!focus) return
    heading.current?.focus({ preventScroll: true })
    scrollTo({ top: 0 })
  }, [focus])
  return (
    <section aria-labelledby="step">
      <h2 ref={heading} id="step" tabIndex={-1} className="text-lg font-semibold outline-none">
        {title}
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-soft">{text}</p>
      {children}
      {(next !== undefined || onBack) && (
        <div
          data-stays="bottom"
          className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-2.5 border-t border-line bg-canvas px-4 py-3.5 sm:-mx-8 sm:px-8"
        >
          {onBack && (
            <Button icon="arrow-left" onClick={onBack}>
              Back
            </Button>
          )}
          {next}
          {note !== undefined && (
            <p role="status" className="ml-auto text-[0.8125rem] text-soft tabular-nums">
              {note}
            </p>
          )}
        </div>
      )}
    </section>
  )
}
