/** Seats that a plan takes and frees, and how many are left to take. */
import { Card } from '../parts/card.tsx'
import { Table, type Column } from '../parts/table.tsx'
import type { Plan } from './types.ts'

type Seat = Plan['seats'][number]

const COLUMNS: readonly Column<Seat>[] = [
  { id: 'name', head: 'Seat', cell: ({ name }) => name, card: 'title' },
  { id: 'left', head: 'Left now', align: 'right', cell: ({ left }) => left ?? 'not told' },
  { id: 'taken', head: 'Taken', align: 'right', cell: ({ taken }) => taken },
  { id: 'freed', head: 'Freed', align: 'right', cell: ({ freed }) => freed },
  {
    id: 'after',
    head: 'Left then',
    align: 'right',
    cell: ({ left, taken, freed }) => (left === null ? 'not told' : left - taken + freed),
  },
]

export function SeatsCard({ seats }: Pick<Plan, 'seats'>) {
  const moved = seats.filter(({ taken, freed }) => taken + freed > 0)
  if (moved.length === 0) return null
  return (
    <Card title="Seats" text="Hubward never buys one: who would need it is passed over." flush>
      <Table label="Seats" columns={COLUMNS} rows={moved} rowId={({ name }) => name} />
    </Card>
  )
}
