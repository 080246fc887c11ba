/** Approves: what will happen, with the portal named once more, and how a new connection is to be called. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, useAct } from '../api/queries.ts'
import { slugOf } from '../connections/wizard/slug.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Input } from '../parts/input.tsx'
import type { FindingsView, IntakeView } from './state.tsx'

export function ApproveDialog({
  intake,
  findings,
  onClose,
}: {
  intake: IntakeView
  findings: FindingsView
  onClose: () => void
}) {
  const [typed, setTitle] = useState<string>()
  const approve = useAct('POST /api/v1/intakes/{intake}/approve', {
    quiet: true,
    done: ({ connection, staged, intake: now }) =>
      staged
        ? `Waits to be promoted on ${connection.name}`
        : now.connection?.state === 'pending'
          ? `Stored as ${connection.name}; no call goes through it before a check is green`
          : `Connected as ${connection.name}`,
    changes: ['connections', 'overview', 'audit'],
  })
  const { portalId, portalName, missing } = findings
  const { replaces } = intake
  const { data: connections } = useQuery(ask('GET /api/v1/connections'))
  const twins = (connections?.items ?? [])
    .filter((one) => one.portalId === portalId && one.state !== 'disconnected')
    .map(({ title: name }) => name)
  // By the portal's own name it is connected already.
  const title = typed ?? (twins.length > 0 ? intake.title : (portalName ?? intake.title))
  const portal = portalName === null ? `portal ${portalId}` : `${portalName} (${portalId})`
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Approve the key of ${portal}?`}
      consequences={[
        'HubSpot is asked once more whether it accepts the key.',
        ...(replaces
          ? [
              `It is sealed as the next key of ${replaces.name}; what was handed over is wiped.`,
              'Calls go on with the key in use. Promote the new one within a day, or it is wiped.',
            ]
          : [
              `It is sealed for a new connection to ${portal}; what was handed over is wiped.`,
              ...(twins.length > 0
                ? [
                    `This portal is connected already, as ${twins.join(', ')}: HubSpot counts the daily allowance for all of them together. To replace that key, ask for it from the connection.`,
                  ]
                : []),
              'The connection is checked, and active only if that is green.',
              'Nobody may use it until you grant a group something on it.',
            ]),
        ...(missing.length > 0
          ? [
              `It does not cover ${missing.map(({ scope }) => scope).join(', ')} yet${replaces ? '.' : ': it is not active until that is ticked in HubSpot, or until a group is granted what it does cover.'}`,
            ]
          : []),
        'The sender sees that it was approved.',
      ]}
      action={replaces ? 'Approve' : 'Approve and connect'}
      danger={false}
      onConfirm={() =>
        approve.mutateAsync({
          params: { intake: intake.id },
          body: { portalId, ...(!replaces && { title }) },
        })
      }
    >
      {!replaces && (
        <Field label="Name of the connection" hint={`In paths: ${slugOf(title) || '…'}`}>
          <Input value={title} onChange={setTitle} maxLength={200} />
        </Field>
      )}
    </ConfirmDialog>
  )
}
