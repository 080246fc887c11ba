/** Ends a credential everywhere, and shows what is left to do at HubSpot. */
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Input } from '../parts/input.tsx'
import type { ConnectionView } from './types.ts'

interface Props {
  readonly connection: Pick<ConnectionView, 'name' | 'title' | 'kind'>
  readonly open: boolean
  readonly onClose: () => void
}

export function RevokeDialog({ connection: { name, title, kind }, open, onClose }: Props) {
  const [reason, setReason] = useState('')
  const [revoked, setRevoked] =
    useState<Answer<'POST /api/v1/connections/{connection}/credential/revoke'>>()
  const revoke = useAct('POST /api/v1/connections/{connection}/credential/revoke', {
    quiet: true,
    changes: ['overview', 'audit'],
    onDone: setRevoked,
  })
  return (
    <>
      <ConfirmDialog
        open={open}
        onClose={onClose}
        title={`Revoke the credential of ${title}?`}
        text="For a token that somebody has who should not. It cannot be undone."
        consequences={[
          'Every call is refused within a second, on every replica.',
          'All its secrets are wiped here, also the next one and the one before.',
          kind === 'oauth'
            ? 'The grant is revoked at HubSpot.'
            : 'At HubSpot it lives on until you end it there: the steps come next.',
          'Grants stay: a new credential makes it whole again.',
        ]}
        typed={name}
        action={`Revoke ${title}`}
        onConfirm={() => revoke.mutateAsync({ params: { connection: name }, body: { reason } })}
      >
        <Field
          label="Reason"
          optional
          hint="Shown here, and to everybody who is refused meanwhile."
        >
          <Input value={reason} onChange={setReason} maxLength={300} />
        </Field>
      </ConfirmDialog>
      {revoked && (
        <Dialog
          open
          onClose={() => setRevoked(undefined)}
          title={`${title} is stopped, its secrets are wiped`}
          text={
            revoked.revokedAtHubSpot === true
              ? 'HubSpot ended the grant. What is left to do there:'
              : 'What is left to do at HubSpot:'
          }
          actions={
            <Button look="primary" onClick={() => setRevoked(undefined)}>
              Done
            </Button>
          }
        >
          <ol className="list-decimal space-y-1.5 pl-5">
            {revoked.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Dialog>
      )}
    </>
  )
}
