/** How often the connection is checked without being asked. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct, unlessGone } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import { Card } from '../../parts/card.tsx'
import { Field } from '../../parts/field.tsx'
import { Select } from '../../parts/input.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Moment } from '../../parts/time.tsx'

const NEVER = 'never'

const CHOICES = [
  { value: NEVER, label: 'Only when somebody asks' },
  { value: '1', label: 'Every day' },
  { value: '7', label: 'Every 7 days' },
  { value: '30', label: 'Every 30 days' },
]

export function ByItselfCard({ name }: { name: string }) {
  const params = { connection: name }
  const mayOperate = useMay('operate')
  const { data } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/check-schedule', { params }),
    // Another admin may just have disconnected it.
    throwOnError: unlessGone,
  })
  const set = useAct('PUT /api/v1/connections/{connection}/check-schedule', {
    done: 'Saved',
    changes: ['audit'],
  })
  if (!data) return <Skeleton className="h-24 rounded-lg" />
  const value = String(data.everyDays ?? NEVER)
  return (
    <Card
      title="Check it by itself"
      text="Without a test flow. A check that turns red is told to whoever keeps connections."
    >
      <div className="flex max-w-md flex-col gap-2">
        <Field label="How often">
          <Select
            value={value}
            disabled={!mayOperate || set.isPending}
            onChange={(chosen) =>
              set.mutate({
                params,
                body: { everyDays: chosen === NEVER ? null : Number(chosen) },
              })
            }
            options={
              CHOICES.some((choice) => choice.value === value)
                ? CHOICES
                : [...CHOICES, { value, label: `Every ${value} days` }]
            }
          />
        </Field>
        {data.nextAt !== null && (
          <p className="text-soft">
            Next <Moment at={data.nextAt} />.
          </p>
        )}
      </div>
    </Card>
  )
}
