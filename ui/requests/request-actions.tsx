/** What whoever looks may do about a request; the server says which, and decides again. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import type { Name } from '../api/endpoints.ts'
import { Button } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Field } from '../parts/field.tsx'
import type { IconName } from '../parts/icon.tsx'
import { Textarea } from '../parts/input.tsx'
import type { AccessRequest, Way } from './types.ts'
import { howLong, pieceWithNote } from './words.ts'

interface Question {
  readonly button: string
  readonly title: string
  readonly action: string
  readonly consequences: (request: AccessRequest) => readonly string[]
  /** Whoever asked reads it. */
  readonly note: boolean
  readonly look: 'primary' | 'plain'
  readonly icon?: IconName
  readonly done: string
}

const QUESTIONS: Readonly<Record<Way, Question>> = {
  withdraw: {
    button: 'Withdraw…',
    title: 'Withdraw the request?',
    action: 'Withdraw it',
    consequences: () => ['Nothing is given. It can be asked for again.'],
    note: false,
    look: 'plain',
    done: 'Withdrawn',
  },
  refuse: {
    button: 'Refuse…',
    title: 'Refuse the request?',
    action: 'Refuse it',
    consequences: ({ askedBy }) => [`Nothing is given, and ${askedBy.name} is told.`],
    note: true,
    look: 'plain',
    done: 'Refused',
  },
  approve: {
    button: 'Approve…',
    title: 'Approve the request?',
    action: 'Approve it',
    consequences: ({ email, hours, pieces }) => [
      `${email} gets ${howLong(hours)}: ${pieces.map(pieceWithNote).join('; ')}.`,
      'It is given by a plan with every guard; where one holds it up, it says so here.',
      ...(hours === null ? [] : ['Then exactly what was there before is given back.']),
    ],
    note: true,
    look: 'primary',
    icon: 'check',
    done: 'Approved: it is given next',
  },
  end: {
    button: 'End it now…',
    title: 'End it before its time?',
    action: 'End it',
    consequences: ({ email }) => [
      `${email} is given back exactly what was there before, within minutes.`,
    ],
    note: false,
    look: 'primary',
    icon: 'door',
    done: 'It is given back next',
  },
  settle: {
    button: 'Settle it…',
    title: 'Is the user in HubSpot as they should be?',
    action: 'They are as they should be',
    consequences: () => [
      'Somebody changed in HubSpot what was given, so nothing is given back by guess.',
      'Put it right in HubSpot first, or say that the change is meant.',
      'The request is over, and plans may change the user again.',
    ],
    note: true,
    look: 'primary',
    icon: 'check',
    done: 'Settled',
  },
}

/** In the order of the buttons: what goes on comes last. */
const ORDER = Object.keys(QUESTIONS) as readonly Way[]

export const RequestActions = ({ request }: { request: AccessRequest }) =>
  ORDER.filter((way) => request.may.includes(way)).map((way) => (
    <Action key={way} way={way} request={request} />
  ))

function Action({ way, request }: { way: Way; request: AccessRequest }) {
  const { button, title, action, consequences, note: takesNote, look, icon, done } = QUESTIONS[way]
  const [asked, setAsked] = useState(false)
  const [note, setNote] = useState('')
  const act = useAct(`POST /api/v1/access-requests/{request}/${way}` as const satisfies Name, {
    quiet: true,
    done,
    changes: ['audit', 'overview', 'people'],
  })
  const said = note.trim()
  return (
    <>
      <Button look={look} {...(icon && { icon })} onClick={() => setAsked(true)}>
        {button}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={title}
        consequences={consequences(request)}
        danger={false}
        action={action}
        onConfirm={() =>
          act.mutateAsync({
            params: { request: request.id },
            ...(takesNote && { body: said === '' ? {} : { note: said } }),
          })
        }
      >
        {takesNote && (
          <Field label="Note" optional hint="For whoever asked.">
            <Textarea value={note} onChange={setNote} rows={2} maxLength={1_000} />
          </Field>
        )}
      </ConfirmDialog>
    </>
  )
}
