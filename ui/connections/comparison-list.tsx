/** What changes with another credential: what groups lose, and the HubSpot scopes gained and lost. */
import type { Answer } from '../api/endpoints.ts'
import { Callout } from '../parts/callout.tsx'

type Comparison = Answer<'POST /api/v1/connections/{connection}/credential/next'>['comparison']

export function ComparisonList({
  comparison: { lost, gained, broken },
}: {
  comparison: Comparison
}) {
  if (lost.length === 0 && gained.length === 0)
    return (
      <Callout tone="good" title="HubSpot accepts it, and it holds the same scopes">
        Nobody will notice the change.
      </Callout>
    )
  return (
    <div className="flex flex-col gap-4">
      {broken.length > 0 ? (
        <Callout tone="bad" title="Groups would lose what works for them now">
          <ul className="mt-1 flex flex-col gap-1">
            {broken.map(({ scope, groups, needs }) => (
              <li key={scope}>
                <code>{scope}</code>: {groups.join(', ')}. To keep it, tick{' '}
                <code className="break-all">{needs.join(', ')}</code>
              </li>
            ))}
          </ul>
        </Callout>
      ) : (
        <Callout tone="good" title="HubSpot accepts it">
          What groups are granted goes on working.
        </Callout>
      )}
      <Scopes title="HubSpot scopes it lacks" scopes={lost} />
      <Scopes title="HubSpot scopes it has in addition" scopes={gained} />
    </div>
  )
}

/** What is longer is unfolded by whoever wants to read it. */
const MOST_OPEN = 8

function Scopes({ title, scopes }: { title: string; scopes: readonly string[] }) {
  if (scopes.length === 0) return null
  return (
    <details open={scopes.length <= MOST_OPEN}>
      <summary className="cursor-pointer font-medium">
        {title}: {scopes.length}
      </summary>
      <ul className="mt-1 font-mono text-[0.8125rem] text-soft">
        {scopes.map((scope) => (
          <li key={scope} className="break-all">
            {scope}
          </li>
        ))}
      </ul>
    </details>
  )
}
