/** What a plan did and its way back cannot undo, with what to do instead. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { StepBadge } from './step-cells.tsx'

export function NotTakenBack({ undone }: { undone: string }) {
  const { data } = useQuery({
    ...ask('GET /api/v1/people/plans/{plan}/undo', { params: { plan: undone } }),
    throwOnError: true,
  })
  // What was noted here alone needs no way back.
  const left = data?.entries.filter(({ note, act }) => note !== null && act !== 'flag') ?? []
  if (left.length === 0) return null
  return (
    <Card title="Not taken back" text="HubSpot has no step that undoes these." flush>
      <List label="Not taken back">
        {left.map(({ itemId, act, email, note }) => (
          <ListRow key={itemId} title={email} mark={<StepBadge act={act} />} text={note} />
        ))}
      </List>
    </Card>
  )
}
