/** Whether what identity providers wish is carried out without a person, and who said so. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, unlessGone, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Moment } from '../parts/time.tsx'

export function AutomaticCard({ name }: { name: string }) {
  const mayApprove = useMay('approve')
  const [asked, setAsked] = useState(false)
  const params = { connection: name }
  const { data } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/automatic', { params }),
    throwOnError: unlessGone,
  })
  const set = useAct('PUT /api/v1/connections/{connection}/people/automatic', {
    quiet: true,
    done: ({ on }) => (on ? 'Wishes are carried out by themselves' : 'Every plan wants a person'),
    changes: ['audit'],
  })
  if (!data) return null
  const { on, by, since } = data
  return (
    <Card
      title="By itself"
      text={
        on ? (
          <>
            What identity providers wish is carried out where no guard asks
            {by && since && (
              <>
                , since <Moment at={since} />, switched on by {by.name}
              </>
            )}
            .
          </>
        ) : (
          'What identity providers wish waits in a plan until a person applies it.'
        )
      }
      actions={
        mayApprove && (
          <Button onClick={() => setAsked(true)}>{on ? 'Switch off…' : 'Switch on…'}</Button>
        )
      }
    >
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={on ? 'Let every plan wait for a person?' : 'Carry out wishes by themselves?'}
        consequences={
          on
            ? ['Plans of wishes are made as before, and wait. What was begun is finished.']
            : [
                'What your identity provider wishes is written to HubSpot within minutes: users are created and changed, and who leaves loses all access.',
                'Whatever a guard asks about waits for a person, as before: removals, many at once, super admins.',
                'You stand in the record as who switched it on.',
              ]
        }
        danger={false}
        action={on ? 'Switch off' : 'Switch on'}
        onConfirm={() => set.mutateAsync({ params, body: { on: !on } })}
      />
    </Card>
  )
}
