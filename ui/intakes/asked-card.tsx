/** What was asked for, and the dates. */
import { Link } from '@tanstack/react-router'
import { Card, Facts } from '../parts/card.tsx'
import { Moment, RelativeTime } from '../parts/time.tsx'
import type { IntakeView } from './state.tsx'

export function AskedCard({ intake }: { intake: IntakeView }) {
  return (
    <Card title="What was asked for">
      <Facts
        facts={[
          [
            'Text',
            intake.context || (
              <span key="none" className="text-faint">
                none
              </span>
            ),
          ],
          [
            'Shall be able to',
            <ul key="scopes" className="flex flex-col gap-0.5">
              {intake.scopes.map(({ scope, description }) => (
                <li key={scope}>
                  {description} <code className="text-faint">{scope}</code>
                </li>
              ))}
            </ul>,
          ],
          [
            'HubSpot scopes to tick',
            <span key="ticks" className="flex flex-wrap gap-x-3 gap-y-1">
              {intake.hubspotScopes.map((scope) => (
                <code key={scope}>{scope}</code>
              ))}
            </span>,
          ],
          ...(intake.wantedLinks.length > 0
            ? [['Addresses', intake.wantedLinks.join(' · ')] as const]
            : []),
          [
            'Portal',
            intake.expectedPortalId ?? (
              <span key="any" className="text-faint">
                any
              </span>
            ),
          ],
          ...(intake.replaces
            ? [
                [
                  'Takes the place of',
                  <Link
                    key="replaces"
                    to="/connections/$name"
                    params={{ name: intake.replaces.name }}
                    className="text-accent hover:underline"
                  >
                    the key of {intake.replaces.name}
                  </Link>,
                ] as const,
              ]
            : []),
          ['Link until', <Moment key="until" at={intake.expiresAt} />],
          ['Opened', <RelativeTime key="opened" at={intake.viewedAt} />],
          ['Request', <code key="id">{intake.id}</code>],
        ]}
      />
    </Card>
  )
}
