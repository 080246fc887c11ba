/** Before the first reading: what would be known, which HubSpot scopes that takes, what "sealed" means. */
import type { ReactNode } from 'react'
import type { ConnectionView } from '../connections/types.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import type { Syncing } from './syncing.ts'

interface Props {
  readonly connection: ConnectionView
  readonly syncing: Syncing | undefined
  readonly onSync: () => void
}

/** One of these, for what, and how it is without. */
const NEEDS: readonly (readonly [scopes: readonly string[], what: string, without: string])[] = [
  [
    ['settings.users.read', 'crm.objects.users.read'],
    'Users and their permission sets',
    'nothing can be read',
  ],
  [['settings.users.teams.read'], 'Names of teams', 'teams are shown by their ids'],
  [['crm.objects.owners.read'], 'Owners', 'no owner ids, and one proof less'],
  [
    ['crm.objects.users.read'],
    'CRM users, and who is deactivated',
    'nobody is shown as deactivated for certain',
  ],
  [['account-info.security.read'], 'Last logins, and who changed what', 'neither is known'],
  [
    ['settings.billing.write'],
    'Seats that are left',
    'seats that people have are shown all the same',
  ],
]

export function FirstReading({ connection, syncing, onSync }: Props) {
  const mayOperate = useMay('operate')
  return (
    <Card
      title="Who is inside this portal?"
      text="What they may do there, who let them, and whether they still come. Hubward reads it and changes nothing."
      actions={
        mayOperate && (
          <Button
            look="primary"
            icon="refresh"
            pending={syncing?.state === 'running'}
            onClick={onSync}
          >
            Sync users
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {!mayOperate && (
          <p className="text-soft">Nothing was read yet. Whoever keeps connections can begin.</p>
        )}
        <Section title="What is read, and the HubSpot scope for it">
          <ul aria-label="HubSpot scopes" className="flex flex-col divide-y divide-line">
            {NEEDS.map(([scopes, what, without]) => (
              <Need
                key={what}
                scopes={scopes}
                held={scopes.some((scope) => connection.hubspotScopes.includes(scope))}
                what={what}
                without={without}
              />
            ))}
          </ul>
        </Section>
        <Section title="What “sealed” means">
          <p className="max-w-prose text-soft">
            A reading is sealed only when it is complete: every page came, nothing twice, another
            list or a second reading agrees, and the credential was the same before and after. Only
            a sealed reading says that somebody left. Any other is kept with its reasons and changes
            nothing.
          </p>
        </Section>
        <Section title="What it costs">
          <p className="max-w-prose text-soft">
            One call for each hundred users and a few more, behind the calls of people. Each stands
            in Activity.
          </p>
        </Section>
      </div>
    </Card>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-1.5">
    <h3 className="font-medium">{title}</h3>
    {children}
  </section>
)

function Need({
  scopes,
  held,
  what,
  without,
}: {
  scopes: readonly string[]
  held: boolean
  what: string
  without: string
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
      <span className="min-w-0 grow basis-72">
        {what}
        <span className="block text-[0.8125rem] text-faint">
          {scopes.map((scope, at) => (
            <span key={scope}>
              {at > 0 && ' or '}
              <code className="break-all">{scope}</code>
            </span>
          ))}
          {!held && <>: without it {without}</>}
        </span>
      </span>
      <Badge tone={held ? 'good' : 'warn'}>{held ? 'Held' : 'Not held'}</Badge>
    </li>
  )
}
