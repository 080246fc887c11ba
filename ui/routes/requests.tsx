/** Requests for access to portals: one's own, those to answer, and for whoever reads them all. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Switch } from '../parts/choice.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { ApproversCards } from '../requests/approvers-card.tsx'
import { AskDialog } from '../requests/ask-dialog.tsx'
import { RequestTable } from '../requests/request-table.tsx'
import { useRequests } from '../requests/use-requests.ts'

export default function RequestsPage() {
  const mayRead = useMay('read')
  const [asking, setAsking] = useState(false)
  const [all, setAll] = useState(false)
  const { data: offers } = useQuery({ ...ask('GET /api/v1/access-offers'), throwOnError: true })
  const requests = useRequests(all)
  const offered = offers && offers.items.length > 0
  const button = offered && (
    <Button look="primary" icon="plus" onClick={() => setAsking(true)}>
      Ask for access…
    </Button>
  )
  const toAnswer = requests?.filter(({ may }) => may.includes('approve') || may.includes('settle'))
  const rest = requests?.filter((one) => !toAnswer?.includes(one))
  return (
    <Page
      title="Access requests"
      text="More access to a portal, for hours or for good: somebody else says yes, and what was given for a while is given back exactly."
      actions={button || undefined}
    >
      <div className="flex flex-col gap-6">
        {toAnswer && toAnswer.length > 0 && (
          <Card title="Waiting for your answer" flush>
            <RequestTable label="Requests waiting for your answer" rows={toAnswer} empty={null} />
          </Card>
        )}
        <Card
          title={mayRead ? 'Requests' : 'Your requests'}
          actions={<Switch label="With those that are over" checked={all} onChange={setAll} />}
          flush
        >
          <RequestTable
            label={mayRead ? 'Requests' : 'Your requests'}
            rows={rest}
            empty={
              <EmptyState
                title={toAnswer?.length ? 'Nothing else is asked for' : 'Nothing is asked for'}
                drawing="gate"
              >
                {offered
                  ? 'Ask where your access to a portal is not enough for a task: with an end, nobody has to remember to take it back.'
                  : 'What can be asked for is known once the users of a portal were read: on its page, under Users.'}
              </EmptyState>
            }
          />
        </Card>
        {mayRead && offers && <ApproversCards offers={offers.items} />}
      </div>
      {asking && offers && <AskDialog offers={offers.items} onClose={() => setAsking(false)} />}
    </Page>
  )
}
