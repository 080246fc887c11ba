/** What was done today and by which groups, and how the last day went. */
import { Link } from '@tanstack/react-router'
import { Card } from '../parts/card.tsx'
import { Sparkline } from '../parts/chart.tsx'
import { LINK } from '../parts/button.tsx'
import type { Overview } from './types.ts'

const NUMBER = new Intl.NumberFormat('en')

type Counts = Overview['today']['total']
const sum = ({ permitted, refused, failed }: Counts): number => permitted + refused + failed

export function Today({ today, lastDay }: Pick<Overview, 'today' | 'lastDay'>) {
  const { total, byGroup, from } = today
  const rows = inOneRow(byGroup)
  const most = Math.max(1, ...rows.map(sum))
  return (
    <Card
      title="Calls today"
      actions={
        <Link to="/activity" search={{ from }} className={LINK}>
          Activity
        </Link>
      }
    >
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <span className="text-3xl font-semibold tracking-[-0.02em] tabular-nums">
              {NUMBER.format(sum(total))}
            </span>
            {total.failed > 0 && (
              <span className="text-bad">{NUMBER.format(total.failed)} failed</span>
            )}
            {total.refused > 0 && (
              <Link
                to="/activity"
                search={{ from, decision: 'refused' }}
                className="text-warn hover:underline"
              >
                {NUMBER.format(total.refused)} refused
              </Link>
            )}
          </p>
          <div className="mt-4">
            <Sparkline
              label="Calls in each of the last 24 hours"
              values={lastDay.map(sum)}
              height={56}
            />
            <p className="mt-1 flex justify-between text-xs text-faint">
              <span>24 hours ago</span>
              <span>now</span>
            </p>
          </div>
        </div>
        <div className="min-w-0">
          <h3 className="mb-2 text-[0.8125rem] font-medium text-faint">By group</h3>
          {rows.length === 0 ? (
            <p className="text-faint">No calls yet today.</p>
          ) : (
            <ul className="flex flex-col gap-2.5">
              {rows.slice(0, MOST).map((row) => (
                <GroupLine key={row.group?.id ?? ''} row={row} most={most} from={from} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </Card>
  )
}

type Row = Overview['today']['byGroup'][number]

/** Groups that are gone have no name any more: they stand together, and last. */
function inOneRow(byGroup: readonly Row[]): readonly Row[] {
  const nameless = byGroup.filter(({ group }) => group === null)
  const rest = byGroup.filter(({ group }) => group !== null)
  if (nameless.length === 0) return rest
  const add = (of: (row: Row) => number): number =>
    nameless.reduce((whole, row) => whole + of(row), 0)
  const together = {
    group: null,
    permitted: add((row) => row.permitted),
    refused: add((row) => row.refused),
    failed: add((row) => row.failed),
  }
  return [...rest.slice(0, MOST - 1), together]
}

/** Lines of the list. */
const MOST = 8

function GroupLine({ row, most, from }: { row: Row; most: number; from: string }) {
  const { group, permitted, failed, refused } = row
  const parts = [
    ['bg-accent', permitted],
    ['bg-bad', failed],
    ['bg-warn', refused],
  ] as const
  return (
    <li>
      <div className="flex items-baseline gap-3">
        <span className="min-w-0 grow truncate">
          {group === null ? (
            <span className="text-soft">Without a group, or of one that is gone</span>
          ) : (
            <Link to="/activity" search={{ from, group: group.name }} className="hover:text-accent">
              {group.title}
            </Link>
          )}
        </span>
        <span className="text-[0.8125rem] text-faint tabular-nums">
          {[
            failed > 0 && `${NUMBER.format(failed)} failed`,
            refused > 0 && `${NUMBER.format(refused)} refused`,
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
        <span className="font-medium tabular-nums">{NUMBER.format(sum(row))}</span>
      </div>
      <div
        aria-hidden="true"
        className="mt-1 flex h-1.5 gap-px overflow-hidden rounded-full bg-line"
      >
        {parts.map(
          ([look, value]) =>
            value > 0 && (
              <span key={look} className={look} style={{ width: `${(value / most) * 100}%` }} />
            ),
        )}
      </div>
    </li>
  )
}
