/** The signed package of a closed review, and the fingerprint to compare it with. */
import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../api/api.ts'
import { ask } from '../api/queries.ts'
import { DownloadLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import type { Review } from './types.ts'

export function EvidenceCard({ review }: { review: Review }) {
  const { data: key } = useQuery({ ...ask('GET /api/v1/evidence-key'), throwOnError: true })
  return (
    <Card
      title="Evidence"
      text="One signed package: who was reviewed, every decision, what was done, and the reading that shows it. Anybody can verify it without Hubward."
      actions={
        <DownloadLink
          href={addressOf('GET /api/v1/reviews/{review}/evidence', {
            params: { review: review.id },
          })}
          file={`${review.id}-evidence.zip`}
        >
          Package
        </DownloadLink>
      }
    >
      {key && (
        <CopyBlock
          label="How to verify it"
          text={`hubward evidence verify ${review.id}-evidence.zip --fingerprint ${key.fingerprint}`}
          wrap
        />
      )}
    </Card>
  )
}
