/** The master keys of the vault: which there are, who holds them, how much they guard. Never a key. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { Callout } from '../parts/callout.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { RetiredKeys } from './retired-keys.tsx'
import { VaultKeyCard } from './vault-key-card.tsx'
import { VaultRotation } from './vault-rotation.tsx'

/** While something is being rewrapped, its progress is worth looking at. */
const EVERY_MS = 1_000

export function VaultTab() {
  const { data } = useQuery({
    ...ask('GET /api/v1/vault'),
    throwOnError: true,
    refetchInterval: ({ state }) => ((state.data?.left ?? 0) > 0 ? EVERY_MS : false),
  })
  if (data === undefined) return <Skeleton className="h-64 rounded-lg" />
  return (
    <div className="flex flex-col gap-6">
      <Callout tone="warn" title="Keep a copy of the master key apart from the backups">
        Without it the credentials in the database cannot be opened by anybody, and every portal has
        to be connected anew. Write its fingerprint beside the copy.
      </Callout>
      <VaultRotation vault={data} />
      {data.keys.toReversed().map((key) => (
        <VaultKeyCard key={key.kekVersion} vaultKey={key} />
      ))}
      <RetiredKeys keys={data.retired} />
    </div>
  )
}
