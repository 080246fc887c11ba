/** Until when a grant holds: a day that is still included, or no end. */
import { useState } from 'react'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Input } from '../parts/input.tsx'
import { afterDay, dayBefore } from './ends.ts'

interface EndDialogProps {
  readonly title: string
  readonly text: string
  /** The end that it has now. */
  readonly end: string | null
  readonly action: string
  /** Whether "no end" is a choice. */
  readonly endless: boolean
  readonly onChoose: (end: string | null) => void
  readonly onClose: () => void
}

export function EndDialog({
  title,
  text,
  end,
  action,
  endless,
  onChoose,
  onClose,
}: EndDialogProps) {
  const [day, setDay] = useState(end === null ? '' : dayBefore(end))
  const [today] = useState(() => dayBefore(new Date(Date.now() + 60_000).toISOString()))
  const [error, setError] = useState<string>()
  const choose = (): void => {
    const chosen = afterDay(day)
    if (chosen === undefined) return setError('Choose the last day on which it holds.')
    if (new Date(chosen).getTime() <= Date.now()) return setError('That day is over.')
    onChoose(chosen)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={text}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {endless && end !== null && <Button onClick={() => onChoose(null)}>No end</Button>}
          <Button look="primary" onClick={choose}>
            {action}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          choose()
        }}
      >
        <Field
          label="Last day"
          hint="Access ends by itself at midnight after it, by this computer’s time zone."
          error={error}
        >
          <Input
            type="date"
            value={day}
            min={today}
            onChange={(value) => {
              setDay(value)
              setError(undefined)
            }}
            className="max-w-48"
          />
        </Field>
      </form>
    </Dialog>
  )
}
