/** Pausing, resuming and ending a connection, each with what will happen to whom. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { say } from '../parts/toast.tsx'
import { disconnectConsequences, type Reach } from './consequences.ts'
import { PauseDialog } from './pause-dialog.tsx'
import type { ConnectionView } from './types.ts'

export function LifecycleCard({
  connection,
  reach,
}: {
  connection: ConnectionView
  /** `undefined` while it is counted: nothing is asked before the numbers stand. */
  reach: Reach | undefined
}) {
  const [asked, setAsked] = useState<'pause' | 'disconnect'>()
  const mayOperate = useMay('operate')
  const maySecure = useMay('secure')
  const resume = useResume()
  const disconnect = useDisconnect()
  const paused = connection.state === 'suspended'
  const pending = connection.state === 'pending'
  if (!mayOperate && !maySecure) return null
  return (
    <Card title="Stop using it">
      <div className="flex flex-col divide-y divide-line">
        {mayOperate && !pending && (
          <Choice
            title={paused ? 'Resume' : 'Pause'}
            text={
              paused
                ? 'Calls flow again at once, under the grants as they stand.'
                : 'Refuses every call at once. Credential and grants stay; one click resumes it.'
            }
          >
            {paused ? (
              <Button
                icon="play"
                pending={resume.isPending}
                onClick={() => resume.mutate({ params: { connection: connection.name } })}
              >
                Resume
              </Button>
            ) : (
              <Button icon="pause" disabled={!reach} onClick={() => setAsked('pause')}>
                Pause…
              </Button>
            )}
          </Choice>
        )}
        {maySecure && (
          <Choice
            title="Disconnect"
            text="Wipes the credential and removes every grant on it. It cannot be undone."
          >
            <Button
              icon="trash"
              look="grave"
              disabled={!reach}
              onClick={() => setAsked('disconnect')}
            >
              Disconnect…
            </Button>
          </Choice>
        )}
      </div>
      {reach && (
        <>
          <PauseDialog
            connection={connection}
            reach={reach}
            open={asked === 'pause'}
            onClose={() => setAsked(undefined)}
          />
          <ConfirmDialog
            open={asked === 'disconnect'}
            onClose={() => setAsked(undefined)}
            title={`Disconnect ${connection.title}?`}
            text="This cannot be undone. What happens at once:"
            consequences={disconnectConsequences(connection, reach)}
            typed={connection.name}
            action={`Disconnect ${connection.title}`}
            onConfirm={() => disconnect(connection)}
          />
        </>
      )}
    </Card>
  )
}

function Choice({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children: React.ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3.5 first:pt-0 last:pb-0">
      <div className="min-w-0 grow basis-64">
        <h3 className="font-medium">{title}</h3>
        <p className="text-soft">{text}</p>
      </div>
      {children}
    </div>
  )
}

export const useResume = () =>
  useAct('POST /api/v1/connections/{connection}/resume', {
    done: ({ title }) => `${title} is resumed`,
    changes: ['overview', 'audit'],
  })

function useDisconnect() {
  const go = useNavigate()
  const disconnect = useAct('DELETE /api/v1/connections/{connection}', {
    quiet: true,
    changes: ['grants', 'groups', 'overview', 'audit'],
  })
  return async ({ name, title }: ConnectionView): Promise<void> => {
    const { revokedAtHubSpot } = await disconnect.mutateAsync({ params: { connection: name } })
    await go({ to: '/connections' })
    if (revokedAtHubSpot === false)
      say(`${title} is disconnected, but HubSpot could not be told: uninstall the app there.`, {
        tone: 'bad',
      })
    else say(`${title} is disconnected`)
  }
}
