/** What one is told, kind by kind: in the app, by e-mail, how soon. */
import { useQuery } from '@tanstack/react-query'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { SEVERITIES, PACE_OPTIONS, paceName, type Pace } from '../notices/words.ts'
import { Badge } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Select } from '../parts/input.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

type Choice = Item<'GET /api/v1/notice-choices'>

export function Notifications() {
  const { data } = useQuery({ ...ask('GET /api/v1/notice-choices'), throwOnError: true })
  const choose = useAct('PUT /api/v1/notice-choices/{kind}', { done: 'Saved' })
  const save = ({ kind, inApp, email }: Choice, change: { inApp?: boolean; email?: Pace }): void =>
    choose.mutate({ params: { kind }, body: { inApp, email, ...change } })
  return (
    <Card
      flush
      title="Notifications"
      text="By your role, unless you choose otherwise; of what you asked for yourself, such as a key, you are told unless you chose otherwise here. An hourly or daily e-mail gathers what happened and comes only if something did."
    >
      {data === undefined ? (
        <SkeletonRows rows={3} />
      ) : data.items.length === 0 ? (
        <p className="px-4 py-6 text-soft sm:px-5">
          Your role gets no notices of the organisation. What you asked for yourself, you are told.
        </p>
      ) : (
        <ul aria-label="Notifications" className="divide-y divide-line">
          {data.items.map((choice) => (
            <li
              key={choice.kind}
              className="flex flex-wrap items-center gap-x-5 gap-y-2.5 px-4 py-3 sm:px-5"
            >
              <div className="min-w-56 grow basis-56">
                <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
                  {choice.title}
                  {choice.severity !== 'info' && (
                    <Badge tone={SEVERITIES[choice.severity].tone}>
                      {SEVERITIES[choice.severity].word}
                    </Badge>
                  )}
                </span>
                <span className="block text-[0.8125rem] text-faint">
                  {choice.chosen ? 'Your choice' : 'By your role'}
                  {choice.chosen &&
                    ` · by role: ${choice.byRole.inApp ? 'in the app' : 'not in the app'}, e-mail ${paceName(choice.byRole.email).toLowerCase()}`}
                </span>
              </div>
              <Checkbox
                checked={choice.inApp}
                onChange={(inApp) => save(choice, { inApp })}
                label={
                  <>
                    In the app<span className="sr-only">: {choice.title}</span>
                  </>
                }
              />
              <span className="w-44">
                <Select
                  aria-label={`E-mail: ${choice.title}`}
                  value={choice.email}
                  onChange={(email) => save(choice, { email: email as Pace })}
                  options={PACE_OPTIONS.map(({ value, label }) => ({
                    value,
                    label: value === 'off' ? 'No e-mail' : label,
                  }))}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
