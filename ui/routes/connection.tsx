/** One connection: how it does, what its credential can serve, who may use it, and stopping it. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { ask, unlessGone } from '../api/queries.ts'
import { Together } from '../api/together.tsx'
import { useMay } from '../api/session.ts'
import { BudgetCard } from '../connections/budget-card.tsx'
import { reachOf } from '../connections/consequences.ts'
import { CredentialCard, useRecheck } from '../connections/credential-card.tsx'
import { useHealth } from '../connections/health.ts'
import { HealthState, type Diagnosis } from '../connections/health-state.tsx'
import { LastHour } from '../connections/last-hour.tsx'
import { LifecycleCard, useResume } from '../connections/lifecycle-card.tsx'
import { PortalCard } from '../connections/portal-card.tsx'
import { ConnectionState, StateCallout } from '../connections/state.tsx'
import type { ConnectionView } from '../connections/types.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { NotFound } from '../shell/fault.tsx'

// What no other tab needs is fetched when its tab is opened.
const CheckTab = lazy(() => import('../connections/check/check-tab.tsx'))
const CoverageCard = lazy(() => import('../connections/coverage-card.tsx'))
const GrantsCard = lazy(() => import('../connections/grants-card.tsx'))
const HealthCard = lazy(() => import('../connections/health-card.tsx'))
const IdsTab = lazy(() => import('../resolve/ids-tab.tsx'))
const SlotsCard = lazy(() => import('../connections/slots-card.tsx'))
const UsersTab = lazy(() => import('../portal-users/users-tab.tsx'))

const FROM = { from: '/app/connections/$name' } as const
const BACK = { to: '/connections', label: 'Connections' }

export default function ConnectionPage() {
  const { name } = useParams(FROM)
  const { data, error } = useQuery({
    ...ask('GET /api/v1/connections/{connection}', { params: { connection: name } }),
    throwOnError: unlessGone,
  })
  if (error?.status === 404) return <NotFound what="connection" />
  if (!data)
    return (
      <Page title={name} back={BACK}>
        <SkeletonRows />
      </Page>
    )
  return <Loaded connection={data} />
}

const TABS = [
  'overview',
  'health',
  'check',
  'scopes',
  'access',
  'users',
  'ids',
  'credential',
] as const
type TabName = (typeof TABS)[number]

function Loaded({ connection }: { connection: ConnectionView }) {
  const { tab } = useSearch(FROM)
  const go = useNavigate({ from: '/connections/$name' })
  const health = useHealth().get(connection.name)
  const unwell = useUnwell(connection)
  const { grants, groups, reach } = useReach(connection)
  const mayOperate = useMay('operate')
  const live = grants?.filter(({ state }) => state === 'live')
  const unserved = connection.coverage.filter(
    ({ state, scope }) => state !== 'held' && live?.some(({ scopes }) => scopes.includes(scope)),
  )
  return (
    <Page
      title={connection.title}
      back={BACK}
      mark={
        unwell ? <HealthState diagnosis={unwell} /> : <ConnectionState state={connection.state} />
      }
      text={
        <>
          {connection.portalName ?? 'Portal'} · {connection.portalId} · {connection.hublet}
          {connection.state === 'active' && health && (
            <>
              {' · '}
              <LastHour health={health} />
            </>
          )}
        </>
      }
    >
      <StateActions connection={connection} />
      <Tabs<TabName>
        label="Views of this connection"
        value={TABS.find((one) => one === tab) ?? 'overview'}
        onChange={(now) =>
          void go({ search: now === 'overview' ? {} : { tab: now }, replace: true }).catch(
            () => undefined,
          )
        }
        tabs={[
          {
            value: 'overview',
            label: 'Overview',
            content: (
              <div className="flex flex-col gap-6">
                <BudgetCard connection={connection} health={health} />
                <div className="grid items-start gap-6 xl:grid-cols-2">
                  <PortalCard connection={connection} />
                  <LifecycleCard connection={connection} reach={reach} />
                </div>
              </div>
            ),
          },
          {
            value: 'check',
            label: 'Check',
            content: (
              <Fetched>
                <CheckTab connection={connection} />
              </Fetched>
            ),
          },
          {
            value: 'health',
            label: 'Health',
            content: (
              <Fetched>
                <HealthCard connection={connection} />
              </Fetched>
            ),
          },
          {
            value: 'scopes',
            label: 'Scopes',
            count: unserved.length || undefined,
            content: (
              <Fetched>
                <CoverageCard coverage={connection.coverage} grants={grants ?? []} />
              </Fetched>
            ),
          },
          {
            value: 'access',
            label: 'Access',
            count: live?.length,
            content: (
              <Fetched>
                <GrantsCard grants={grants} groups={groups} />
              </Fetched>
            ),
          },
          {
            value: 'users',
            label: 'Users',
            content: (
              <Fetched>
                <UsersTab connection={connection} />
              </Fetched>
            ),
          },
          ...(mayOperate
            ? [
                {
                  value: 'ids' as const,
                  label: 'Ids',
                  content: (
                    <Fetched>
                      <IdsTab connection={connection} />
                    </Fetched>
                  ),
                },
              ]
            : []),
          {
            value: 'credential',
            label: 'Credential',
            content: (
              <Fetched>
                <Together questions={[slotsOf(connection)]}>
                  <div className="flex flex-col gap-6">
                    <SlotsCard connection={connection} />
                    <CredentialCard connection={connection} />
                  </div>
                </Together>
              </Fetched>
            ),
          },
        ]}
      />
    </Page>
  )
}

const slotsOf = ({ name }: ConnectionView) =>
  ask('GET /api/v1/connections/{connection}/credential', { params: { connection: name } })

const Fetched = ({ children }: { children: ReactNode }) => (
  <Suspense fallback={<SkeletonRows rows={8} />}>{children}</Suspense>
)

/** What the monitor believes of one that may be called, where that is not that all is well. */
function useUnwell({ name, state }: ConnectionView): Diagnosis | undefined {
  const { data } = useQuery(
    ask('GET /api/v1/connections/{connection}/health', { params: { connection: name } }),
  )
  return state === 'active' && data?.diagnosis.severity !== 'ok' ? data?.diagnosis : undefined
}

/** What is granted on it and who is behind that. */
function useReach({ id, name }: ConnectionView) {
  const grants = useQuery({
    ...ask('GET /api/v1/grants', { query: { connection: name } }),
    // Another admin, or this page, may just have disconnected it.
    throwOnError: unlessGone,
  })
  const groups = useQuery({ ...ask('GET /api/v1/groups'), throwOnError: true })
  const keys = useQuery({ ...ask('GET /api/v1/keys'), throwOnError: true })
  const requests = useQuery({
    ...ask('GET /api/v1/access-requests', { query: { connection: name } }),
    throwOnError: unlessGone,
  })
  // Not every role that may pause reads whose clients there are: then they go unsaid.
  const clients = useQuery(ask('GET /api/v1/authorisations', { query: { principal: '*' } }))
  const ready = grants.data && groups.data && keys.data && requests.data && !clients.isPending
  return {
    grants: grants.data?.items,
    groups: groups.data?.items,
    reach: ready
      ? reachOf(
          id,
          grants.data.items,
          groups.data.items,
          keys.data.items,
          requests.data.items,
          clients.data?.items ?? [],
        )
      : undefined,
  }
}

/** What is the matter, with the act that ends it beside it. */
function StateActions({ connection }: { connection: ConnectionView }) {
  const { name, state } = connection
  const mayOperate = useMay('operate')
  const maySecure = useMay('secure')
  const recheck = useRecheck()
  const resume = useResume()
  if (state === 'active') return null
  const params = { connection: name }
  return (
    <div className="mb-6">
      <StateCallout
        connection={connection}
        actions={
          <>
            {state === 'pending' && mayOperate && (
              <ButtonLink
                size="small"
                look="primary"
                icon="play"
                to="/connections/$name"
                params={{ name }}
                search={{ tab: 'check' }}
              >
                Check it
              </ButtonLink>
            )}
            {state === 'suspended' && mayOperate && (
              <Button
                size="small"
                icon="play"
                pending={resume.isPending}
                onClick={() => resume.mutate({ params })}
              >
                Resume
              </Button>
            )}
            {state === 'needs_reauth' && maySecure && (
              <ButtonLink
                size="small"
                look="primary"
                icon="key"
                to="/connections/new"
                search={{ replace: name }}
              >
                Give it a new credential
              </ButtonLink>
            )}
            {state === 'needs_reauth' && mayOperate && (
              <Button
                size="small"
                icon="refresh"
                pending={recheck.isPending}
                onClick={() => recheck.mutate({ params })}
              >
                Check again
              </Button>
            )}
          </>
        }
      />
    </div>
  )
}
