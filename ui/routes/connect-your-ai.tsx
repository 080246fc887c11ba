/** Steps that connect an AI client, with a live check for its first call. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { CLIENTS, firstFor } from '../ai/clients.ts'
import { SDKS } from '../ai/programs.ts'
import { FirstCall } from '../ai/first-call.tsx'
import { GuideView } from '../ai/guide-view.tsx'
import type { ClientGuide, Way } from '../ai/guide.ts'
import { OwnAccess, placeFor, promptFor } from '../ai/own-access.tsx'
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Card } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'

const route = getRouteApi('/app/connect-your-ai')

export default function ConnectYourAiPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/connect-your-ai' })
  const { publicUrl } = useSession()
  const { data: access } = useQuery({ ...ask('GET /api/v1/me'), throwOnError: true })
  const url = publicUrl.replace(/\/$/, '')
  const client = CLIENTS.find(({ id }) => id === search.client) ?? firstFor(url)
  const place = { url, ...placeFor(access) }
  const go = (to: { client: string; way?: Way }): void =>
    void navigate({ search: to, replace: true, resetScroll: false }).catch(() => undefined)
  return (
    <Page
      title="Connect your AI"
      text="Add one address to the assistant you work with. It sees HubSpot as you may."
    >
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <Tabs
            label="Clients"
            value={client.id}
            onChange={(id) => go({ client: id })}
            tabs={CLIENTS.map((one) => ({
              value: one.id,
              label: one.label,
              content: (
                <GuideView
                  client={one}
                  way={wayOf(one, search.way)}
                  place={place}
                  onWay={(to) => go({ client: one.id, way: to })}
                />
              ),
            }))}
          />
        </Card>
        <div className="flex flex-col gap-4 lg:sticky lg:top-6">
          <FirstCall prompt={access ? promptFor(access) : PROMPT} run={client.id === SDKS.id} />
          <Card title="What it will get">
            {access ? <OwnAccess access={access} /> : <Skeleton className="h-24" />}
          </Card>
        </div>
      </div>
    </Page>
  )
}

const PROMPT = 'Show me three contacts from HubSpot.'

/** The one that was asked for, where the client has it; signing in before keys. */
function wayOf({ ways }: ClientGuide, asked: string | undefined): Way {
  const wanted: Way = asked === 'key' ? 'key' : 'sign-in'
  if (ways[wanted]) return wanted
  return wanted === 'key' ? 'sign-in' : 'key'
}
