/** Asks before something that cannot be taken back, and says what will happen. */
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field, FieldError } from './field.tsx'
import { Icon } from './icon.tsx'
import { Input } from './input.tsx'

interface ConfirmProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly text?: ReactNode
  /** What will happen, one line each, in the order in which it matters. */
  readonly consequences?: readonly ReactNode[]
  /** The verb on the button: "Remove Alex", never "OK". */
  readonly action: string
  /** Has to be typed: for what ends somebody's access or a whole thing. */
  readonly typed?: string
  /** A refusal is shown in the dialog; otherwise it closes. */
  readonly onConfirm: () => Promise<unknown>
  readonly danger?: boolean
  /** More to say or to fill in, below the consequences. */
  readonly children?: ReactNode
}

export function ConfirmDialog(props: ConfirmProps) {
  // A fresh inside per opening: what was typed and refused belongs to one question.
  return props.open ? <Question {...props} /> : null
}

function Question({
  open,
  onClose,
  title,
  text,
  consequences = [],
  action,
  typed,
  onConfirm,
  danger = true,
  children,
}: ConfirmProps) {
  const [written, setWritten] = useState('')
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<string>()
  const ready = typed === undefined || written.trim() === typed

  const confirm = async (): Promise<void> => {
    if (!ready || pending) return
    setPending(true)
    setRefused(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (thrown) {
      setRefused(thrown instanceof Error ? thrown.message : String(thrown))
      setPending(false)
    }
  }

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={danger ? 'danger' : 'primary'}
            disabled={!ready}
            pending={pending}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        {consequences.length > 0 && (
          <ul className="flex flex-col gap-2">
            {consequences.map((consequence, at) => (
              <li key={at} className="flex gap-2">
                <Icon name="arrow-right" size={16} className="mt-0.5 text-faint" />
                <span>{consequence}</span>
              </li>
            ))}
          </ul>
        )}
        {children}
        {typed !== undefined && (
          <Field
            label={
              <>
                Type <code className="rounded-sm bg-sunken px-1 py-0.5">{typed}</code> to confirm
              </>
            }
          >
            <Input value={written} onChange={setWritten} spellCheck={false} />
          </Field>
        )}
        {refused !== undefined && <FieldError>{refused}</FieldError>}
      </form>
    </Dialog>
  )
}
