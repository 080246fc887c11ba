/** The newest snapshot: from when, of whom, by what it is known to be complete, what it does not know. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { Day, Moment, RelativeTime } from '../parts/time.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import type { Syncing } from './syncing.ts'
import type { Reading, Sealed, Users } from './types.ts'
import { counted, FACET_NAMES, FACETS, NUMBER, PROOFS } from './words.ts'

interface Props {
  readonly name: string
  readonly snapshot: Reading
  readonly seats: Users['seats']
  readonly syncing: Syncing | undefined
  readonly onSync: () => void
}

export function SnapshotCard({ name, snapshot, seats, syncing, onSync }: Props) {
  const mayOperate = useMay('operate')
  const [asked, setAsked] = useState(false)
  const { data: settings } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/settings', {
      params: { connection: name },
    }),
    throwOnError: unlessGone,
  })
  const { sealed, endedAt, askedBy, calls } = snapshot
  if (!sealed) return null
  return (
    <Card
      title="Users inside the portal"
      text="Reading them changes nothing in HubSpot. Only a plan that somebody applies does."
      actions={
        mayOperate && (
          <>
            <Button icon="gear" disabled={!settings} onClick={() => setAsked(true)}>
              Settings…
            </Button>
            <Button
              look="primary"
              icon="refresh"
              pending={syncing?.state === 'running'}
              onClick={onSync}
            >
              Sync users
            </Button>
          </>
        )
      }
    >
      <Facts
        facts={[
          [
            'As of',
            <span key="a">
              <RelativeTime at={endedAt} />
              <span className="text-faint">
                {endedAt && (
                  <>
                    {' '}
                    · <Moment at={endedAt} />
                  </>
                )}{' '}
                · snapshot {sealed.snapshot}, {askedBy === null ? 'by itself' : `by ${askedBy}`},{' '}
                {counted(calls, 'call')}
              </span>
            </span>,
          ],
          [
            'Complete',
            <span key="c">
              {counted(sealed.users, 'user')}, and nobody is left out: {PROOFS[sealed.provenBy]}.
            </span>,
          ],
          ['Not known', <Unknown key="u" sealed={sealed} />],
          ...(seats.length > 0 ? [['Seats left', <Seats key="s" seats={seats} />] as const] : []),
          [
            'Read by itself',
            settings === undefined
              ? '…'
              : settings.everyHours === null
                ? 'no, only when somebody asks'
                : `every ${settings.everyHours === 1 ? 'hour' : `${settings.everyHours} hours`}`,
          ],
        ]}
      />
      {asked && settings && (
        <SettingsDialog name={name} settings={settings} onClose={() => setAsked(false)} />
      )}
    </Card>
  )
}

/** What could not be read, and what could be read only so far back. */
function Unknown({ sealed: { facets, loginsFrom } }: { sealed: Sealed }) {
  const unread = FACET_NAMES.filter((facet) => facets[facet] !== 'read')
  return (
    <ul className="flex flex-col gap-1">
      {loginsFrom !== null && (
        <li>
          Logins before <Day at={loginsFrom} />: HubSpot keeps 90 days.
        </li>
      )}
      {unread.map((facet) => {
        const { title, scope, without } = FACETS[facet]
        return (
          <li key={facet}>
            {title}: {without}.{' '}
            <span className="text-faint">
              {facets[facet] === 'unavailable' ? (
                'The portal does not have it.'
              ) : (
                <>
                  Needs <code className="text-[0.8125rem]">{scope}</code>.
                </>
              )}
            </span>
          </li>
        )
      })}
      <li>What a user may do with each object: HubSpot’s API does not show it.</li>
    </ul>
  )
}

const Seats = ({ seats }: Pick<Users, 'seats'>) => (
  <>
    {seats
      .map(
        ({ name, remaining }) =>
          `${name}: ${remaining === null ? 'not told' : NUMBER.format(remaining)}`,
      )
      .join(' · ')}
  </>
)
