/** One plan for the users of a portal: every step with before and after, what holds it back, how it went. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { StatusDot } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Moment } from '../parts/time.tsx'
import { HeldBackCard, PlanGuards, SourcesCard } from '../provisioning/held-back.tsx'
import { NotTakenBack } from '../provisioning/not-taken-back.tsx'
import { PlanActions } from '../provisioning/plan-actions.tsx'
import { RunState } from '../provisioning/run-state.tsx'
import { SeatsCard } from '../provisioning/seats-card.tsx'
import { StepsCard } from '../provisioning/steps-card.tsx'
import { ACTS, countsOf, PLAN_STATES } from '../provisioning/words.ts'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/connections/$name/plans/$id')

export default function PlanPage() {
  const { name, id } = route.useParams()
  const { data: plan, error } = useQuery({
    ...ask('GET /api/v1/people/plans/{plan}', { params: { plan: id } }),
    throwOnError: unlessGone,
  })
  const back = {
    to: `/connections/${encodeURIComponent(name)}`,
    search: { tab: 'users', view: 'plans' },
    label: 'Plans',
  }
  if (error?.status === 404) return <NotFound what="plan" />
  if (!plan)
    return (
      <Page title="Plan" back={back}>
        <SkeletonRows rows={8} />
      </Page>
    )
  const { word, tone } = PLAN_STATES[plan.run?.state ?? 'open']
  const counts = countsOf(plan.items)
  return (
    <Page
      title={plan.undoOf === null ? 'Plan for the users' : 'Plan of a way back'}
      back={back}
      mark={<StatusDot tone={tone}>{word}</StatusDot>}
      text={
        <>
          {plan.connection.name} · made by {plan.madeBy.name}, <Moment at={plan.madeAt} />
        </>
      }
      actions={<PlanActions plan={plan} />}
    >
      <div className="flex flex-col gap-6">
        <RunState plan={plan} />
        <PlanGuards plan={plan} />
        {counts.length > 0 && (
          <Card title="In short">
            <ul aria-label="In short" className="flex flex-wrap gap-x-8 gap-y-2">
              {counts.map(([act, count]) => (
                <li key={act}>
                  <span className="block text-xl font-semibold tabular-nums">{count}</span>
                  <span className="text-soft">{ACTS[act].word}</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <StepsCard plan={plan} />
        <HeldBackCard plan={plan} />
        <SourcesCard plan={plan} />
        {plan.undoOf !== null && <NotTakenBack undone={plan.undoOf} />}
        <SeatsCard seats={plan.seats} />
      </div>
    </Page>
  )
}
