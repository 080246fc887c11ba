/** Asks why a connection is paused: whoever is refused meanwhile is told. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Input } from '../parts/input.tsx'
import { pauseConsequences, type Reach } from './consequences.ts'
import type { ConnectionView } from './types.ts'

interface Props {
  readonly connection: Pick<ConnectionView, 'name' | 'title'>
  readonly reach: Reach
  readonly open: boolean
  readonly onClose: () => void
}

export function PauseDialog({ connection: { name, title }, reach, open, onClose }: Props) {
  const [reason, setReason] = useState('')
  const pause = useAct('POST /api/v1/connections/{connection}/suspend', {
    quiet: true,
    done: `${title} is paused`,
    changes: ['overview', 'audit'],
  })
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Pause ${title}?`}
      consequences={pauseConsequences(reach)}
      action={`Pause ${title}`}
      danger={false}
      onConfirm={() => pause.mutateAsync({ params: { connection: name }, body: { reason } })}
    >
      <Field label="Reason" optional hint="Shown here, and to everybody who is refused meanwhile.">
        <Input
          value={reason}
          onChange={setReason}
          maxLength={300}
          placeholder="HubSpot is being migrated until Friday"
        />
      </Field>
    </ConfirmDialog>
  )
}
