/** What whoever runs a review can do with it, by its state. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, LINK } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Textarea } from '../parts/input.tsx'
import { say } from '../parts/toast.tsx'
import type { Gaps, Review } from './types.ts'
import { counted } from './words.ts'

export function ReviewActions({ review, gaps }: { review: Review; gaps: Gaps | undefined }) {
  const mayOperate = useMay('operate')
  const mayApprove = useMay('approve')
  const { state } = review
  const open = gaps !== undefined && gaps.uncovered.length === 0
  return (
    <>
      {mayOperate && ['draft', 'open', 'closing'].includes(state) && <Cancel review={review} />}
      {mayOperate && state === 'draft' && <Open review={review} />}
      {mayOperate && state === 'open' && open && <Freeze review={review} />}
      {mayOperate && state === 'closing' && <Reopen review={review} />}
      {mayOperate && state === 'closing' && <Plan review={review} />}
      {mayApprove && state === 'closing' && open && gaps.unproven.length === 0 && (
        <Close review={review} />
      )}
    </>
  )
}

function Open({ review }: { review: Review }) {
  const open = useAct('POST /api/v1/reviews/{review}/open', {
    done: ({ rows, reviewers }) =>
      `${counted(rows, 'row')} for ${counted(reviewers.length, 'reviewer')}, who are told`,
    changes: ['audit', 'overview'],
  })
  return (
    <Button
      look="primary"
      icon="play"
      pending={open.isPending}
      onClick={() => open.mutate({ params: { review: review.id } })}
    >
      Open it and ask
    </Button>
  )
}

function Freeze({ review }: { review: Review }) {
  const freeze = useAct('POST /api/v1/reviews/{review}/freeze', {
    done: 'Decisions are frozen. Next: plan what they want',
    changes: ['audit'],
  })
  return (
    <Button
      look="primary"
      icon="lock"
      pending={freeze.isPending}
      onClick={() => freeze.mutate({ params: { review: review.id } })}
    >
      Freeze the decisions
    </Button>
  )
}

/** An exception may end, or a decision turn out wrong, while the rest is carried out. */
function Reopen({ review }: { review: Review }) {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const reopen = useAct('POST /api/v1/reviews/{review}/reopen', {
    quiet: true,
    done: 'Reviewers decide again',
    changes: ['audit', 'overview'],
  })
  return (
    <>
      <Button icon="pencil" onClick={() => setAsked(true)}>
        Open it again…
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title="Let decisions be changed once more?"
        consequences={[
          'What was decided stays, in every version, and may be decided anew.',
          'Plans that were made of it can no longer be trusted: make new ones when it is frozen again.',
        ]}
        danger={false}
        action="Open it again"
        onConfirm={() => reopen.mutateAsync({ params: { review: review.id }, body: { reason } })}
      >
        <Field label="Why">
          <Textarea value={reason} onChange={setReason} rows={2} />
        </Field>
      </ConfirmDialog>
    </>
  )
}

function Plan({ review }: { review: Review }) {
  const go = useNavigate()
  const [made, setMade] = useState<readonly Planned[]>([])
  const plan = useAct('POST /api/v1/reviews/{review}/plans', {
    changes: ['people', 'connections', 'audit'],
    onDone: async ({ items }) => {
      const [first] = items
      if (!first) return say('There is nothing to plan: readings show all that was decided')
      if (items.length > 1) return setMade(items)
      await go({
        to: '/connections/$name/plans/$id',
        params: { name: first.connection.name, id: first.id },
      })
    },
  })
  return (
    <>
      <Button
        icon="arrow-right"
        pending={plan.isPending}
        onClick={() => plan.mutate({ params: { review: review.id }, body: {} })}
      >
        Plan what was decided
      </Button>
      <Dialog
        open={made.length > 0}
        onClose={() => setMade([])}
        title="A plan for each portal"
        text="Each is looked at and applied on its own."
        actions={<Button onClick={() => setMade([])}>Close</Button>}
      >
        <ul className="flex flex-col gap-2">
          {made.map(({ id, connection, items }) => (
            <li key={id}>
              <Link
                to="/connections/$name/plans/$id"
                params={{ name: connection.name, id }}
                className={LINK}
              >
                {connection.name}
              </Link>{' '}
              <span className="text-faint">{counted(items, 'step')}</span>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}

type Planned = Item<'POST /api/v1/reviews/{review}/plans'>

function Close({ review }: { review: Review }) {
  const [asked, setAsked] = useState(false)
  const close = useAct('POST /api/v1/reviews/{review}/close', {
    quiet: true,
    done: 'The review is closed',
    changes: ['audit'],
  })
  return (
    <>
      <Button look="primary" icon="check" onClick={() => setAsked(true)}>
        Sign it off…
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Close “${review.name}”?`}
        consequences={[
          `${counted(review.rows, 'row')} are covered, and every revocation is proven by a sealed reading.`,
          'Nothing of it can be changed any more.',
          'That you signed it off is recorded.',
        ]}
        danger={false}
        action="Close the review"
        onConfirm={() => close.mutateAsync({ params: { review: review.id } })}
      />
    </>
  )
}

function Cancel({ review }: { review: Review }) {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useAct('POST /api/v1/reviews/{review}/cancel', {
    quiet: true,
    done: 'Cancelled',
    changes: ['audit', 'overview'],
  })
  return (
    <>
      <Button onClick={() => setAsked(true)}>Cancel it…</Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Cancel “${review.name}”?`}
        consequences={['It ends without a result and proves nothing.', 'What was decided is kept.']}
        action="Cancel the review"
        onConfirm={() => cancel.mutateAsync({ params: { review: review.id }, body: { reason } })}
      >
        <Field label="Why">
          <Textarea value={reason} onChange={setReason} rows={2} />
        </Field>
      </ConfirmDialog>
    </>
  )
}
