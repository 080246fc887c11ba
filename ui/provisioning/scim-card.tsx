/** Where an identity provider says who is wanted in the portal, and which programs may. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { writersOf } from './scim-writers.ts'

export function ScimCard({ name }: { name: string }) {
  const { publicUrl } = useSession()
  const { data: grants } = useQuery({
    ...ask('GET /api/v1/grants', { query: { connection: name } }),
    throwOnError: unlessGone,
  })
  const { data: groups } = useQuery({ ...ask('GET /api/v1/groups'), throwOnError: true })
  const writers = grants && groups && writersOf(grants.items, groups.items)
  return (
    <Card
      title="Identity provider"
      text="Okta, Entra and others say here by SCIM 2.0 who is wanted and in which team. It becomes a plan, with every guard."
    >
      <CopyBlock label="SCIM base URL" text={`${publicUrl}/scim/v2/${name}`} />
      {writers && (
        <p className="mt-2.5 text-[0.8125rem] text-faint">
          {writers.length === 0 ? (
            <>
              No service account may write there yet. Make{' '}
              <Link to="/people" search={{ tab: 'service-accounts' }} className={LINK}>
                one
              </Link>
              , in a group of its own with <code>users:read</code> and <code>users:write</code>{' '}
              here; its key is the provider’s token.
            </>
          ) : (
            <>
              The token is a key of{' '}
              {writers.map(({ id, name: writer }, at) => (
                <span key={id}>
                  {at > 0 && ', '}
                  <Link to="/people/$id" params={{ id }} search={{ tab: 'keys' }} className={LINK}>
                    {writer}
                  </Link>
                </span>
              ))}
              .
            </>
          )}
        </p>
      )}
    </Card>
  )
}
