/** A connection’s ids: from a link, or picked from what the portal has. */
import { useRouterState } from '@tanstack/react-router'
import { Callout } from '../parts/callout.tsx'
import type { ConnectionView } from '../connections/types.ts'
import { LookUpCard } from './look-up-card.tsx'
import { PickCard } from './pick-card.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** A link that was pasted into the search: kept beside the address, not in it. */
    readonly pastedLink?: string
  }
}

/** As the server has it: in these states HubSpot is not asked. */
const STOPPED: ReadonlySet<ConnectionView['state']> = new Set([
  'suspended',
  'needs_reauth',
  'disconnected',
])

export default function IdsTab({ connection }: { connection: ConnectionView }) {
  const given = useRouterState({ select: ({ location }) => location.state.pastedLink ?? '' })
  return (
    <div className="flex flex-col gap-6">
      <LookUpCard key={given} connection={connection} given={given} />
      {STOPPED.has(connection.state) ? (
        <Callout title="Nothing to pick from just now">
          HubSpot is asked for these lists, and this connection is not active.
        </Callout>
      ) : (
        <PickCard connection={connection.name} />
      )}
    </div>
  )
}
