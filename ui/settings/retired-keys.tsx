/** Keys that were left behind, so that whoever restores a backup knows which it was made under. */
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/time.tsx'
import type { Vault } from './vault-key-card.tsx'

export function RetiredKeys({ keys }: { keys: Vault['retired'] }) {
  if (keys.length === 0) return null
  return (
    <Card
      title="Left behind"
      text="Nothing here needs these any more; backups made before they were retired do."
    >
      <ul className="flex flex-col gap-2">
        {keys.map(({ fingerprint, kekVersion, retiredAt }) => (
          <li key={kekVersion} className="flex flex-wrap gap-x-3">
            <code className="break-all">{fingerprint}</code>
            <span className="text-soft">
              version {kekVersion}, retired <Moment at={retiredAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
