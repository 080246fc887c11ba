/** Refuses what was handed over, or takes a link back. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Textarea } from '../parts/input.tsx'
import type { IntakeView } from './state.tsx'

interface Props {
  readonly intake: IntakeView
  readonly open: boolean
  readonly onClose: () => void
}

const CHANGES = { quiet: true, changes: ['overview', 'audit'] } as const

export function RefuseDialog({ intake, open, onClose }: Props) {
  const [message, setMessage] = useState('')
  const refuse = useAct('POST /api/v1/intakes/{intake}/refuse', { ...CHANGES, done: 'Refused' })
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Refuse this key?"
      consequences={[
        'What was handed over is wiped, and cannot be brought back.',
        'The sender sees that it was refused, and why. The link does not work again.',
        'The key lives on in HubSpot until its owner ends it there.',
      ]}
      action="Refuse and wipe"
      onConfirm={() =>
        refuse.mutateAsync({
          params: { intake: intake.id },
          body: { message: message.trim() || null },
        })
      }
    >
      <Field label="Why" optional hint="The sender reads it.">
        <Textarea value={message} onChange={setMessage} rows={2} maxLength={1_000} />
      </Field>
    </ConfirmDialog>
  )
}

export function CancelDialog({ intake, open, onClose }: Props) {
  const cancel = useAct('DELETE /api/v1/intakes/{intake}', { ...CHANGES, done: 'Cancelled' })
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Cancel this link?"
      consequences={[
        'It leads nowhere from now on: whoever opens it is told to ask for a new one.',
        'Nothing has been handed over by it.',
      ]}
      action="Cancel the link"
      onConfirm={() => cancel.mutateAsync({ params: { intake: intake.id } })}
    />
  )
}
