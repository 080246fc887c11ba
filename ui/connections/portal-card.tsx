/** Facts about the portal behind a connection. */
import { Badge } from '../parts/badge.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Day } from '../parts/time.tsx'
import type { ConnectionView } from './types.ts'

const TYPES: Readonly<Record<string, string>> = {
  STANDARD: 'Standard account',
  DEVELOPER_TEST: 'Developer test account',
  SANDBOX: 'Sandbox',
  APP_DEVELOPER: 'App developer account',
  UNKNOWN: 'HubSpot does not tell',
}
export const accountType = (type: string): string => TYPES[type] ?? type

export function PortalCard({ connection }: { connection: ConnectionView }) {
  const { customObjectTypes: own } = connection
  return (
    <Card title="Portal">
      <Facts
        facts={[
          ['Name', connection.portalName ?? <Untold key="untold" />],
          [
            'Hub id',
            <span key="id" className="inline-flex items-center gap-1">
              <code>{connection.portalId}</code>
              <CopyButton text={String(connection.portalId)} what="Copy hub id" />
            </span>,
          ],
          ['Type', accountType(connection.accountType)],
          ['Region', <code key="hublet">{connection.hublet}</code>],
          ['Time zone', `${connection.timeZone}: the daily budget begins at midnight there`],
          [
            'Custom objects',
            own.length === 0 ? (
              <span key="own" className="text-faint">
                none
              </span>
            ) : (
              <span key="own" className="flex flex-wrap gap-1">
                {own.map(({ name }) => (
                  <Badge key={name} mono>
                    {name}
                  </Badge>
                ))}
              </span>
            ),
          ],
          ['Name in paths', <code key="name">{connection.name}</code>],
          ['Connected', <Day key="at" at={connection.createdAt} />],
        ]}
      />
    </Card>
  )
}

const Untold = () => <span className="text-faint">HubSpot does not tell</span>
