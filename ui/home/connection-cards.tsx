/**
 * Each connection with its state, its last hour, and its budgets as gauges that move by themselves.
 * Of many, those that do not work come first and the rest can be unfolded.
 */
import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { BUDGETS, noteOf, usedOf } from '../connections/budgets.ts'
import { useUnwells } from '../connections/health.ts'
import { HealthState, type Diagnosis } from '../connections/health-state.tsx'
import { LastHour } from '../connections/last-hour.tsx'
import { ConnectionState } from '../connections/state.tsx'
import { Button } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Gauge } from '../parts/progress.tsx'
import { RelativeTime } from '../parts/time.tsx'
import type { ConnectionHealth } from './types.ts'

/** More would push the calls of today out of sight. */
const SHOWN = 6

export function ConnectionCards({ connections }: { connections: readonly ConnectionHealth[] }) {
  const [all, setAll] = useState(false)
  const unwell = useUnwells()
  if (connections.length === 0) return null
  const shown = all ? connections : connections.toSorted(byNeed).slice(0, SHOWN)
  return (
    <section aria-labelledby="connections-head">
      <h2 id="connections-head" className="mb-3 text-[0.9375rem] font-semibold">
        Connections
      </h2>
      <ul className={cx('grid gap-4', connections.length > 1 && 'xl:grid-cols-2')}>
        {shown.map((one) => (
          <ConnectionCard key={one.id} connection={one} unwell={unwell.get(one.id)} />
        ))}
      </ul>
      {connections.length > SHOWN && (
        <Button className="mt-4" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${connections.length}`}
        </Button>
      )}
    </section>
  )
}

/** What does not work before what does, the busiest of the last hour next; otherwise as they came. */
const byNeed = (a: ConnectionHealth, b: ConnectionHealth): number =>
  Number(a.state === 'active') - Number(b.state === 'active') || b.lastHour.calls - a.lastHour.calls

function ConnectionCard({
  connection,
  unwell,
}: {
  connection: ConnectionHealth
  unwell: Diagnosis | undefined
}) {
  const { name, title, portalName, portalId, state, stateReason, budgets, lastCallAt } = connection
  return (
    <li className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-card sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h3 className="font-medium">
            <Link
              to="/connections/$name"
              params={{ name }}
              className="rounded-sm hover:text-accent"
            >
              {title}
            </Link>
          </h3>
          <p className="text-[0.8125rem] text-faint">
            {portalName === null ? '' : `${portalName}, `}portal {portalId}
          </p>
        </div>
        {state === 'active' && unwell ? (
          <HealthState diagnosis={unwell} />
        ) : (
          <ConnectionState state={state} />
        )}
      </div>
      {stateReason !== null && <p className="mt-2 text-soft">{stateReason}</p>}
      <p className="mt-2 text-soft">
        <LastHour health={connection} />
        <span className="text-faint">
          {lastCallAt === null ? (
            ' · no call yet'
          ) : (
            <>
              {' · last call '}
              <RelativeTime at={lastCallAt} />
            </>
          )}
        </span>
      </p>
      {budgets.length > 0 ? (
        <div className="mt-4 grid grid-cols-2 justify-items-center gap-x-4 gap-y-5 sm:grid-cols-4">
          {budgets.map((gauge) => (
            <Gauge
              key={gauge.name}
              label={BUDGETS[gauge.name].title}
              used={usedOf(gauge)}
              limit={gauge.limit}
              note={noteOf(gauge)}
            />
          ))}
        </div>
      ) : (
        <p className="mt-3 text-[0.8125rem] text-faint">
          Its budgets show here after the next call.
        </p>
      )}
    </li>
  )
}
