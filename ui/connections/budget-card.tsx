/** The four budgets of a portal, live, and setting them by hand. */
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Gauge } from '../parts/progress.tsx'
import { BUDGET_NAMES, BUDGETS, count, noteOf, usedOf } from './budgets.ts'
import { BudgetDialog } from './budget-dialog.tsx'
import type { ConnectionView, Health } from './types.ts'

export function BudgetCard({
  connection,
  health,
}: {
  connection: ConnectionView
  health: Health | undefined
}) {
  const [open, setOpen] = useState(false)
  const mayChange = useMay('change')
  return (
    <Card
      title="Budgets"
      text="What HubSpot allows this portal, shared by everybody who uses it. People go before bulk work."
      actions={
        mayChange && (
          <Button size="small" icon="pencil" onClick={() => setOpen(true)}>
            Set by hand
          </Button>
        )
      }
    >
      <ul className="grid grid-cols-2 gap-x-4 gap-y-6 py-2 lg:grid-cols-4">
        {BUDGET_NAMES.map((name) => {
          const gauge = health?.budgets.find((one) => one.name === name)
          const byHand = connection.budget[name]
          return (
            <li key={name} className="flex flex-col items-center gap-2">
              {gauge && Number.isFinite(gauge.limit) ? (
                <Gauge
                  label={BUDGETS[name].title}
                  used={usedOf(gauge)}
                  limit={gauge.limit}
                  note={noteOf(gauge)}
                />
              ) : (
                <Unknown title={BUDGETS[name].title} limit={byHand} unit={BUDGETS[name].unit} />
              )}
              <Badge tone={byHand === null ? 'plain' : 'accent'}>
                {byHand === null ? 'by account tier' : 'set by hand'}
              </Badge>
            </li>
          )
        })}
      </ul>
      <BudgetDialog connection={connection} open={open} onClose={() => setOpen(false)} />
    </Card>
  )
}

/** Before the first call nobody has told the limit: an empty arc of the same size. */
function Unknown({ title, limit, unit }: { title: string; limit: number | null; unit: string }) {
  return (
    <div className="flex w-full max-w-40 flex-col items-center">
      <div className="relative w-full">
        <svg viewBox="0 0 100 56" className="w-full" aria-hidden="true">
          <path
            d="M10 50 A 40 40 0 0 1 90 50"
            fill="none"
            stroke="var(--line)"
            strokeWidth="7"
            strokeLinecap="round"
          />
        </svg>
        <p className="absolute inset-x-0 bottom-0 text-center text-[0.8125rem] leading-none text-faint">
          {limit === null ? 'no calls yet' : `of ${count(limit)}`}
        </p>
      </div>
      <p className="mt-1.5 text-center">
        <span className="block text-[0.8125rem] font-medium">{title}</span>
        <span className="block text-xs text-faint">{unit}</span>
      </p>
    </div>
  )
}
