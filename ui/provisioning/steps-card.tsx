/** Every step of a plan: who, what becomes of them, why, and how it ended. */
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { StepBadge, StepChanges, StepOutcome } from './step-cells.tsx'
import type { Plan, PlanItem } from './types.ts'
import { ACT_NAMES } from './words.ts'

const FIND = {
  label: 'Find a step by address',
  text: ({ email, reason, act }: PlanItem) => `${email} ${act} ${reason}`,
}

export function StepsCard({ plan }: { plan: Plan }) {
  const { connection, names, run } = plan
  const columns = useMemo(
    () => columnsOf(connection.name, names, run !== null),
    [connection.name, names, run],
  )
  return (
    <Card
      title="Steps"
      text="In the order in which they are done. Each user is read once more right before a write, and again after it."
      flush
    >
      <Table
        label="Steps of the plan"
        columns={columns}
        rows={plan.items}
        rowId={({ id }) => id}
        find={FIND}
        empty={
          <EmptyState title="Nothing to do" drawing="calm">
            {plan.undoOf === null
              ? 'The portal is as it is wanted.'
              : 'Nothing of that plan can be taken back by a step, or it is so already.'}
          </EmptyState>
        }
      />
    </Card>
  )
}

const columnsOf = (
  connection: string,
  names: Plan['names'],
  ran: boolean,
): readonly Column<PlanItem>[] => [
  {
    id: 'step',
    head: 'Step',
    width: 'w-28',
    cell: ({ act }) => <StepBadge act={act} />,
    sort: ({ act }) => ACT_NAMES.indexOf(act),
    card: 'bare',
  },
  {
    id: 'who',
    head: 'Who',
    cell: ({ userId, email }) =>
      userId === null ? (
        <span className="break-all">{email}</span>
      ) : (
        <Link
          to="/connections/$name/users/$id"
          params={{ name: connection, id: userId }}
          className={LINK}
        >
          {email}
        </Link>
      ),
    sort: ({ email }) => email,
    card: 'title',
  },
  {
    id: 'what',
    head: 'What changes',
    cell: (item) => <StepChanges item={item} names={names} />,
  },
  {
    id: 'why',
    head: 'Why',
    cell: ({ reason }) => <span className="text-soft">{reason}</span>,
  },
  ...(ran
    ? [
        {
          id: 'outcome',
          head: 'How it ended',
          cell: ({ outcome }: PlanItem) => <StepOutcome outcome={outcome} />,
        },
      ]
    : []),
]
