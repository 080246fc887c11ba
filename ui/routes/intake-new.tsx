/** Asks somebody for a key: what for, with which scopes, of which portal; then the link, once. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { CreateForm } from '../intakes/create-form.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { NotFound } from '../shell/fault.tsx'

const BACK = { to: '/intakes', label: 'Key requests' }

export default function IntakeNewPage() {
  const go = useNavigate()
  const { again, replaces } = useSearch({ from: '/app/intakes/new' })
  const templates = useQuery({ ...ask('GET /api/v1/intake-templates'), throwOnError: true })
  const earlier = useQuery({
    ...ask('GET /api/v1/intakes/{intake}', { params: { intake: again ?? '' } }),
    enabled: again !== undefined,
  })
  const named = replaces ?? earlier.data?.replaces?.name
  const replaced = useQuery({
    ...ask('GET /api/v1/connections/{connection}', { params: { connection: named ?? '' } }),
    enabled: named !== undefined,
    throwOnError: unlessGone,
  })
  // Of a portal that is known its own objects can be asked for as well.
  const scopes = useQuery({
    ...ask('GET /api/v1/scopes', {
      query: named === undefined ? { objects: 'true' } : { connection: named },
    }),
    throwOnError: unlessGone,
  })
  const ready =
    scopes.data &&
    templates.data &&
    (again === undefined || !earlier.isPending) &&
    (named === undefined || !replaced.isPending)
  if (named !== undefined && replaced.error?.status === 404) return <NotFound what="connection" />
  return (
    <Page
      title={replaced.data ? `Ask for a new key for ${replaced.data.title}` : 'Ask for a key'}
      text="You get a link to send to one person. They need no account; what they hand over is sealed in their browser and waits for your decision."
      back={BACK}
    >
      {ready ? (
        <CreateForm
          scopes={scopes.data.items}
          templates={templates.data.items}
          earlier={earlier.data}
          replaced={replaced.data}
          onDone={(id) => void go({ to: '/intakes/$id', params: { id } }).catch(() => undefined)}
        />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  )
}
