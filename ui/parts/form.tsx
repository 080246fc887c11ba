/**
 * A form that loses nothing: it keeps what was typed when the server refuses, moves the focus to
 * the first field in question, and asks before somebody leaves with unsaved text.
 */
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { Dialog } from './dialog.tsx'
import { cx } from './cx.ts'
import type { FormState } from './form-state.ts'
import { isLeftKnowingly } from './leaving.ts'

interface FormProps<V extends object> {
  readonly form: FormState<V>
  readonly children: ReactNode
  /** The verb on the button: "Save changes", "Add member". */
  readonly action: string
  /** Before it, where it is the last of several steps: the way back. */
  readonly back?: ReactNode
  /** Beside it: a Cancel button, say. */
  readonly aside?: ReactNode
  /** For a filter or sign-in, where leaving loses nothing. */
  readonly unguarded?: boolean
  /** Save stays off until something was changed. */
  readonly needsChange?: boolean
  readonly className?: string
}

export function Form<V extends object>({
  form,
  children,
  action,
  back,
  aside,
  unguarded,
  needsChange,
  className,
}: FormProps<V>) {
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (form.refusals === 0) return
    const wrong = element.current?.querySelector<HTMLElement>(
      '[aria-invalid="true"], [role="alert"]',
    )
    wrong?.focus()
  }, [form.refusals])
  return (
    <form
      ref={element}
      noValidate
      className={cx('flex flex-col gap-5', className)}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void form.submit()
      }}
    >
      {!unguarded && <LeaveGuard when={form.dirty && !form.pending} />}
      {children}
      {form.problem !== undefined && (
        <Callout tone="bad" alert>
          {form.problem}
        </Callout>
      )}
      <div className="flex flex-wrap items-center gap-2.5">
        {back}
        <Button
          type="submit"
          look="primary"
          pending={form.pending}
          disabled={needsChange === true && !form.dirty}
        >
          {action}
        </Button>
        {aside}
      </div>
    </form>
  )
}

/** Asks before the page is left, in the app or by closing the tab. */
export function LeaveGuard({ when }: { when: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when && !isLeftKnowingly(),
    withResolver: true,
  })
  return (
    <Dialog
      open={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      text="What you changed on this page has not been saved."
      actions={
        <>
          <Button onClick={() => blocker.reset?.()}>Stay</Button>
          <Button look="danger" onClick={() => blocker.proceed?.()}>
            Leave
          </Button>
        </>
      }
    />
  )
}
