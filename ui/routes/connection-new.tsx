/** The wizard that connects a portal or replaces a credential, with HubSpot's real steps. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { isStep, type StepName } from '../connections/wizard/step-names.ts'
import { Wizard } from '../connections/wizard/wizard.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { NotFound } from '../shell/fault.tsx'

const FROM = { from: '/app/connections/new' } as const

export default function ConnectionNewPage() {
  const { replace } = useSearch(FROM)
  const maySecure = useMay('secure')
  const title = replace === undefined ? 'Connect a portal' : 'Replace a credential'
  if (!maySecure)
    return (
      <Page title={title} back={{ to: '/connections', label: 'Connections' }}>
        <EmptyState drawing="gate" title="This is for admins and security admins">
          Connecting a portal means holding its credential. Ask one of them.
        </EmptyState>
      </Page>
    )
  return replace === undefined ? <Connect title={title} /> : <Replace name={replace} />
}

const page = { throwOnError: true } as const

function Connect({ title }: { title: string }) {
  const kinds = useQuery({ ...ask('GET /api/v1/credential-kinds'), ...page })
  const scopes = useQuery({
    ...ask('GET /api/v1/scopes', { query: { objects: 'true' } }),
    ...page,
  })
  const { step, connection, onStep } = useStep()
  return (
    <Page
      title={title}
      text="One credential, entered once, sealed in the vault. About five minutes, most of them in HubSpot."
      back={{ to: '/connections', label: 'Connections' }}
    >
      {kinds.data && scopes.data ? (
        <Wizard
          kinds={kinds.data.items}
          scopes={scopes.data.items}
          replace={undefined}
          step={step === 'done' && connection === undefined ? undefined : step}
          connected={connection}
          onStep={onStep}
        />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  )
}

function Replace({ name }: { name: string }) {
  const connection = useQuery({
    ...ask('GET /api/v1/connections/{connection}', { params: { connection: name } }),
    throwOnError: unlessGone,
  })
  const query = { connection: name }
  const found = connection.data !== undefined
  const kinds = useQuery({ ...ask('GET /api/v1/credential-kinds'), ...page })
  const scopes = useQuery({ ...ask('GET /api/v1/scopes', { query }), ...page, enabled: found })
  const grants = useQuery({ ...ask('GET /api/v1/grants', { query }), ...page, enabled: found })
  const { step, onStep } = useStep()
  if (connection.error?.status === 404) return <NotFound what="connection" />
  const ready = connection.data && kinds.data && scopes.data && grants.data
  return (
    <Page
      title={`Replace the credential of ${connection.data?.title ?? name}`}
      text="By another one of the same portal. Grants, budgets and name stay."
      back={{ to: `/connections/${name}`, label: connection.data?.title ?? name }}
    >
      {ready ? (
        <Wizard
          kinds={kinds.data.items}
          scopes={scopes.data.items}
          replace={{ connection: connection.data, grants: grants.data.items }}
          step={step === 'done' ? undefined : step}
          connected={undefined}
          onStep={onStep}
        />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  )
}

/** Where in the wizard one is, in the address. */
function useStep() {
  const { step, connection } = useSearch(FROM)
  const go = useNavigate({ from: '/connections/new' })
  const onStep = useCallback(
    (to: StepName, options: { connected?: string; instead?: boolean } = {}): Promise<void> =>
      go({
        search: ({ replace }) => ({
          ...(replace !== undefined && { replace }),
          step: to,
          ...(options.connected !== undefined && { connection: options.connected }),
        }),
        replace: options.instead ?? false,
      }).catch(() => undefined),
    [go],
  )
  return { step: isStep(step) ? step : undefined, connection, onStep }
}
