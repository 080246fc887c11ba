/** One request: what was asked, what came, what HubSpot says of it, and the decision. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { ComparisonList } from '../connections/comparison-list.tsx'
import { AskedCard } from '../intakes/asked-card.tsx'
import { ApproveDialog } from '../intakes/approve-dialog.tsx'
import { CancelDialog, RefuseDialog } from '../intakes/refuse-dialog.tsx'
import { FoundCard } from '../intakes/found-card.tsx'
import { useMayApprove } from '../intakes/may-decide.ts'
import { IntakeState, type IntakeView } from '../intakes/state.tsx'
import { WhatNow } from '../intakes/what-now.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { NotFound } from '../shell/fault.tsx'

const BACK = { to: '/intakes', label: 'Key requests' }

export default function IntakePage() {
  const { id } = useParams({ from: '/app/intakes/$id' })
  const { data, error } = useQuery({
    ...ask('GET /api/v1/intakes/{intake}', { params: { intake: id } }),
    throwOnError: unlessGone,
  })
  if (error?.status === 404) return <NotFound what="request" />
  if (!data)
    return (
      <Page title="Key request" back={BACK}>
        <SkeletonRows />
      </Page>
    )
  return <Loaded intake={data} />
}

function Loaded({ intake }: { intake: IntakeView }) {
  const maySecure = useMay('secure')
  const mayApprove = useMayApprove(intake)
  const [asked, setAsked] = useState<'approve' | 'refuse' | 'cancel'>()
  const close = (): void => setAsked(undefined)
  const { state, findings } = intake
  return (
    <Page
      title={intake.title}
      back={BACK}
      mark={<IntakeState intake={intake} />}
      text={`Asked by ${intake.madeBy.name}.`}
      actions={
        maySecure && (
          <>
            {state === 'open' && (
              <Button onClick={() => setAsked('cancel')}>Cancel the link</Button>
            )}
            {(state === 'held' || state === 'submitted') && (
              <Button onClick={() => setAsked('refuse')}>Refuse</Button>
            )}
            {state === 'held' && mayApprove && (
              <Button look="primary" icon="check" onClick={() => setAsked('approve')}>
                Approve
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-6">
        <WhatNow intake={intake} />
        {findings && <FoundCard intake={intake} findings={findings} />}
        {state === 'held' && findings?.comparison && (
          <Card
            title="What would change"
            text="For groups, compared with the key in use when it was checked."
          >
            <ComparisonList comparison={findings.comparison} />
          </Card>
        )}
        <AskedCard intake={intake} />
      </div>
      {asked === 'approve' && findings && (
        <ApproveDialog intake={intake} findings={findings} onClose={close} />
      )}
      <RefuseDialog intake={intake} open={asked === 'refuse'} onClose={close} />
      <CancelDialog intake={intake} open={asked === 'cancel'} onClose={close} />
    </Page>
  )
}
