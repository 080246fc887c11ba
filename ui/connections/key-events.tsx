/** What happened to this key at HubSpot, by HubSpot's own security activity. */
import { Badge } from '../parts/badge.tsx'
import { Callout } from '../parts/callout.tsx'
import { Moment } from '../parts/time.tsx'
import type { HealthHistory } from './health-state.tsx'

export function KeyEvents({ health: { keyEvents, reading } }: { health: HealthHistory }) {
  return (
    <div>
      <h3 className="font-medium">What happened to this key at HubSpot</h3>
      <p className="mt-0.5 max-w-prose text-soft">{wordsOf(reading, keyEvents.length)}</p>
      {reading?.gap && (
        <div className="mt-2">
          <Callout tone="warn" title="A stretch is not known">
            What was between <Moment at={reading.gap.from} /> and <Moment at={reading.gap.to} />{' '}
            could not be read in time. HubSpot shows it under “Security activity”, as long as it
            keeps it.
          </Callout>
        </div>
      )}
      {keyEvents.length > 0 && (
        <ul aria-label="What happened to this key" className="mt-2 divide-y divide-line">
          {keyEvents.map(({ id, at, title, concern, actorId }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2">
              <span className="w-52 font-medium">{title}</span>
              <span className="text-soft">
                <Moment at={at} />
              </span>
              {actorId !== null && <span className="text-soft">by HubSpot user {actorId}</span>}
              {concern === 'perhaps' && <Badge tone="plain">HubSpot does not say which key</Badge>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function wordsOf(reading: HealthHistory['reading'], found: number): string {
  if (!reading) return 'HubSpot’s security activity is read within five minutes.'
  switch (reading.outcome) {
    case 'not_permitted':
      return 'No credential of this portal may read HubSpot’s security activity. Add the HubSpot scope account-info.security.read to the key to see here when it is shown, rotated or ended.'
    case 'failed':
      return 'HubSpot’s security activity could not be read the last time; it is tried again.'
    case 'read':
      return found === 0
        ? 'Nothing that HubSpot’s security activity tells of. It is read every five minutes.'
        : 'From HubSpot’s security activity, read every five minutes.'
  }
}
