/** What the client will be able to do: the person's own access, in short. */
import type { Answer } from '../api/endpoints.ts'
import { Callout } from '../parts/callout.tsx'

export type Access = Answer<'GET /api/v1/me'>

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
    <div className="flex flex-col gap-3">
      <p className="text-soft">
        What your groups grant you, nothing more. A change of them reaches it within a second.
      </p>
      <ul className="flex flex-col gap-2.5">
        {reaches.map(({ id, title, scopes }) => (
          <li key={id}>
            <span className="font-medium">{title}</span>
            {words(works(scopes)).map((line) => (
              <span key={line} className="block text-[0.8125rem] text-soft">
                {line}
              </span>
            ))}
            {words(scopes.filter(({ covered }) => !covered).map(({ scope }) => scope)).map(
              (line) => (
                <span key={line} className="block text-[0.8125rem] text-warn">
                  No effect yet, since the connection’s key may not do this at HubSpot:{' '}
                  {line.toLowerCase()}
                </span>
              ),
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

type Held = Access['connections'][number]['scopes'][number]

/** Granted, and done by the connection's credential. */
const works = (scopes: readonly Held[]): readonly string[] =>
  scopes.filter(({ covered }) => covered).map(({ scope }) => scope)

/** "See contacts, deals", "Change deals". */
function words(scopes: readonly string[]): readonly string[] {
  const named = (verb: string): string[] =>
    scopes
      .filter((scope) => scope.endsWith(`:${verb}`))
      .map((scope) =>
        scope.slice(0, scope.indexOf(':')).replace('objects.', '').replaceAll(/[_-]/g, ' '),
      )
  const [see, change] = [named('read'), named('write')]
  return [
    ...(see.length > 0 ? [`See ${listed(see)}`] : []),
    ...(change.length > 0 ? [`Change ${listed(change)}`] : []),
  ]
}

const MOST = 4

const listed = (names: readonly string[]): string =>
  names.length > MOST
    ? `${names.slice(0, MOST - 1).join(', ')} and ${names.length - MOST + 1} more`
    : names.join(', ')

/** Where a program of this person finds something: a connection, and records that they may read on it. */
export function placeFor(access: Access | undefined): { connection: string; object: string } {
  const places = (access?.connections ?? []).flatMap(({ name, scopes }) =>
    OBJECTS.filter((object) => works(scopes).includes(`${object}:read`)).map((object) => ({
      connection: name,
      object,
    })),
  )
  const name = access?.connections[0]?.name ?? 'main'
  return places[0] ?? { connection: name, object: 'contacts' }
}

const OBJECTS = ['contacts', 'companies', 'deals', 'tickets'] as const

/** Something that this person's client can be asked, and that makes a call. */
export function promptFor({ connections }: Access): string {
  const scopes = connections.flatMap((one) => works(one.scopes))
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
