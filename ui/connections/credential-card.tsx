/** The credential behind a connection: what kind it is, when it was checked, replacing it. Never itself. */
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { sentence } from './words.ts'
import type { ConnectionView } from './types.ts'

export function CredentialCard({ connection }: { connection: ConnectionView }) {
  const mayOperate = useMay('operate')
  const maySecure = useMay('secure')
  const recheck = useRecheck()
  return (
    <Card
      title="Credential"
      text="Sealed in the vault. Nobody is shown it again, neither here nor in a log."
      actions={
        <>
          {mayOperate && (
            <Button
              size="small"
              icon="refresh"
              pending={recheck.isPending}
              onClick={() => recheck.mutate({ params: { connection: connection.name } })}
            >
              Check again
            </Button>
          )}
          {maySecure && (
            <ButtonLink
              size="small"
              icon="key"
              to="/connections/new"
              search={{ replace: connection.name }}
            >
              Replace
            </ButtonLink>
          )}
        </>
      }
    >
      <Facts
        facts={[
          ['Kind', sentence(connection.kindTitle)],
          ['Checked at HubSpot', <RelativeTime key="at" at={connection.checkedAt} />],
          ['HubSpot scopes held', <HeldScopes key="held" held={connection.hubspotScopes} />],
          ...(connection.hubspotUserId === null
            ? []
            : [
                [
                  'HubSpot user behind it',
                  <code key="u">{connection.hubspotUserId}</code>,
                ] as const,
              ]),
          ...(connection.hubspotAppId === null
            ? []
            : [['HubSpot app', <code key="a">{connection.hubspotAppId}</code>] as const]),
          ['Asked at', <code key="url">{connection.baseUrl}</code>],
        ]}
      />
    </Card>
  )
}

function HeldScopes({ held }: { held: readonly string[] }) {
  if (held.length === 0) return <span className="text-faint">not told</span>
  return (
    <details>
      <summary className="w-fit rounded-sm text-accent">{held.length}, show them</summary>
      <ul className="mt-2 columns-1 gap-x-6 font-mono text-[0.8125rem] text-soft sm:columns-2">
        {held.toSorted().map((scope) => (
          <li key={scope}>{scope}</li>
        ))}
      </ul>
    </details>
  )
}

export const useRecheck = () =>
  useAct('POST /api/v1/connections/{connection}/recheck', {
    changes: ['overview', 'audit'],
    done: ({ report: { coverage } }) => {
      const held = coverage.filter(({ state }) => state !== 'missing').length
      return `HubSpot confirmed the credential: it serves ${held} of ${coverage.length} scopes`
    },
  })
