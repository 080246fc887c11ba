/** The last plans of a connection, and the way to a new one. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { StatusDot } from '../parts/badge.tsx'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Moment } from '../parts/time.tsx'
import { AutomaticCard } from './automatic-switch.tsx'
import { NewPlanDialog } from './new-plan.tsx'
import { ScimCard } from './scim-card.tsx'
import type { PlansEntry } from './types.ts'
import { PLAN_STATES } from './words.ts'

export default function PlansView({ name }: { name: string }) {
  const mayOperate = useMay('operate')
  const go = useNavigate()
  const [asked, setAsked] = useState(false)
  const { data } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/plans', { params: { connection: name } }),
    throwOnError: unlessGone,
  })
  const columns = useMemo(() => columnsOf(name), [name])
  const plan = mayOperate && (
    <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
      Plan changes…
    </Button>
  )
  return (
    <div className="flex flex-col gap-6">
      <Card
        title="Plans"
        text="Who gets what, and who leaves. A plan shows everything before anything is changed."
        actions={data && data.items.length > 0 && plan}
        flush
      >
        <Table
          label="Plans"
          columns={columns}
          rows={data?.items}
          rowId={({ id }) => id}
          onOpen={({ id }) => void go({ to: '/connections/$name/plans/$id', params: { name, id } })}
          empty={
            <EmptyState title="No plans yet" drawing="gate" actions={plan || undefined}>
              Write down who is wanted in the portal and with what; Hubward shows what that means
              for every user, with before and after, and changes nothing until somebody applies it.
            </EmptyState>
          }
        />
      </Card>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <ScimCard name={name} />
        <AutomaticCard name={name} />
      </div>
      {asked && <NewPlanDialog connection={name} onClose={() => setAsked(false)} />}
    </div>
  )
}

const columnsOf = (name: string): readonly Column<PlansEntry>[] => [
  {
    id: 'made',
    head: 'Made',
    cell: ({ id, madeAt }) => (
      <Link to="/connections/$name/plans/$id" params={{ name, id }} className={LINK}>
        <Moment at={madeAt} />
      </Link>
    ),
    sort: ({ madeAt }) => madeAt,
    card: 'title',
  },
  { id: 'by', head: 'By', cell: ({ madeBy }) => madeBy.name },
  {
    id: 'what',
    head: 'What',
    cell: ({ undoOf, items }) =>
      `${undoOf === null ? '' : 'The way back: '}${items === 0 ? 'nothing to do' : `${items} ${items === 1 ? 'step' : 'steps'}`}`,
  },
  {
    id: 'blocks',
    head: 'Held back',
    align: 'right',
    cell: ({ blocks }) => (blocks === 0 ? <span className="text-faint">none</span> : blocks),
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state }) => (
      <StatusDot tone={PLAN_STATES[state].tone}>{PLAN_STATES[state].word}</StatusDot>
    ),
  },
]
