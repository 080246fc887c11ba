/** Step 6: the portal is connected; what is left is to let somebody use it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import { ButtonLink, LINK } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card } from '../../parts/card.tsx'
import { SkeletonRows } from '../../parts/skeleton.tsx'
import { many } from '../words.ts'
import { GrantForm } from './grant-form.tsx'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly name: string
  readonly wanted: readonly string[]
  readonly focus: boolean
}

export function Done({ name, wanted, focus }: Props) {
  const { data: connection } = useQuery({
    ...ask('GET /api/v1/connections/{connection}', { params: { connection: name } }),
    throwOnError: true,
  })
  const mayChange = useMay('change')
  if (!connection) return <SkeletonRows />
  const ready = connection.coverage.filter(
    ({ scope, state }) => state !== 'missing' && wanted.includes(scope),
  )
  const pending = connection.state === 'pending'
  const missing = wanted.length - ready.length
  return (
    <StepFrame
      title={`${connection.title} is connected`}
      text={`${connection.portalName ?? 'The portal'} (${connection.portalId}) ${pending ? 'is stored, but its first check was not green: no call goes through yet.' : 'passed its first check, and its credential is in the vault. Nobody may use it yet.'}`}
      focus={focus}
    >
      <div className="flex max-w-3xl flex-col gap-5">
        {pending && (
          <Callout tone="bad" title={connection.stateReason ?? 'Its first check was not green'}>
            <Link
              to="/connections/$name"
              params={{ name }}
              search={{ tab: 'check' }}
              className={LINK}
            >
              See what failed, and check it again
            </Link>
          </Callout>
        )}
        {missing > 0 && (
          <Callout tone="warn" title={`${many(missing, 'chosen scope')} cannot be served yet`}>
            <Link
              to="/connections/$name"
              params={{ name }}
              search={{ tab: 'scopes' }}
              className={LINK}
            >
              See which, and what to add in HubSpot
            </Link>
          </Callout>
        )}
        {mayChange && <GrantForm connection={connection} scopes={ready} />}
        <Card
          title="Connect your AI"
          text="Whoever is in such a group adds one address to Claude, Cursor, ChatGPT or their own code, and signs in."
        >
          <div className="flex flex-wrap gap-2.5">
            <ButtonLink to="/connect-your-ai" icon="spark">
              Show the steps
            </ButtonLink>
            <ButtonLink to="/connections/$name" params={{ name }} look="quiet">
              See the connection
            </ButtonLink>
          </div>
        </Card>
      </div>
    </StepFrame>
  )
}
