/** What the client will be able to do: the person's own access, in short. */
import type { Answer } from '../api/endpoints.ts'
import { Callout } from '../parts/callout.tsx'

type Access = Answer<'GET /api/v1/me'>

export function OwnAccess({ access }: { access: Access }) {
  const reaches = access.connections.filter(({ scopes }) => scopes.length > 0)
  if (reaches.length === 0)
    return (
      <Callout tone="warn" title="You may use nothing yet">
        {access.groups.length === 0
          ? 'You are in no group. Connecting works, and every call is refused until an admin adds you to one.'
          : 'Your groups grant nothing now. Connecting works, and every call is refused until an admin changes that.'}
      </Callout>
    )
  return (
    <p className="text-soft">
      It may do what your groups grant you, nothing more:{' '}
      {reaches.map(({ id, title, scopes }, at) => (
        <span key={id}>
          {at > 0 && '; '}
          <span className="text-ink">{title}</span>: {words(scopes.map(({ scope }) => scope))}
        </span>
      ))}
      . A change of your groups reaches it within a second.
    </p>
  )
}

/** "see contacts, deals; change deals". */
function words(scopes: readonly string[]): string {
  const named = (verb: string): string[] =>
    scopes
      .filter((scope) => scope.endsWith(`:${verb}`))
      .map((scope) =>
        scope.slice(0, scope.indexOf(':')).replace('objects.', '').replaceAll(/[_-]/g, ' '),
      )
  const [see, change] = [named('read'), named('write')]
  return [
    ...(see.length > 0 ? [`see ${listed(see)}`] : []),
    ...(change.length > 0 ? [`change ${listed(change)}`] : []),
  ].join('; ')
}

const MOST = 4

const listed = (names: readonly string[]): string =>
  names.length > MOST
    ? `${names.slice(0, MOST - 1).join(', ')} and ${names.length - MOST + 1} more`
    : names.join(', ')

/** Something that this person's client can be asked, and that makes a call. */
export function promptFor({ connections }: Access): string {
  const scopes = connections.flatMap((one) => one.scopes.map(({ scope }) => scope))
  const found = PROMPTS.find(([scope]) => scopes.includes(scope))
  return found?.[1] ?? 'Show me three contacts from HubSpot.'
}

const PROMPTS = [
  ['contacts:read', 'Show me three contacts from HubSpot.'],
  ['companies:read', 'Show me three companies from HubSpot.'],
  ['deals:read', 'Show me three deals from HubSpot.'],
  ['tickets:read', 'Show me three tickets from HubSpot.'],
  ['content:read', 'Show me three pages of our HubSpot website.'],
  ['analytics:read', 'How much traffic had our HubSpot website last week?'],
] as const
