/** The master keys of the vault: which there are, where they lie, how much they guard. Never a key. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Moment } from '../parts/time.tsx'

const NUMBER = new Intl.NumberFormat('en')

export function VaultTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/vault'), throwOnError: true })
  if (data === undefined) return <Skeleton className="h-64 rounded-lg" />
  return (
    <div className="flex flex-col gap-6">
      <Callout tone="warn" title="Keep a copy of the master key apart from the backups">
        Without it the credentials in the database cannot be opened by anybody, and every portal has
        to be connected anew. This process found it in {data.source}.
      </Callout>
      {data.keys.map(({ kekId, kekVersion, fingerprint, current, since, secrets, versions }) => (
        <Card
          key={`${kekId} ${kekVersion}`}
          title={
            <span className="flex flex-wrap items-center gap-2.5">
              <span className="break-all">{kekId}</span>
              <Badge tone={current ? 'good' : 'plain'}>{current ? 'in use' : 'earlier'}</Badge>
            </span>
          }
          text={
            current ? 'New secrets are sealed with it.' : 'It still opens what was sealed with it.'
          }
        >
          <Facts
            facts={[
              [
                'Fingerprint',
                <span key="f" className="flex items-center gap-1">
                  <code className="break-all">{fingerprint}</code>
                  <CopyButton text={fingerprint} what="Copy fingerprint" />
                </span>,
              ],
              ['Version', kekVersion],
              ['Since', <Moment key="s" at={since} />],
              [
                'Guards',
                `${NUMBER.format(secrets)} ${secrets === 1 ? 'secret' : 'secrets'} in use, ${NUMBER.format(versions)} with the earlier versions that are kept`,
              ],
            ]}
          />
          <p className="mt-4 max-w-prose text-[0.8125rem] text-faint">
            The fingerprint tells nothing about the key: write it beside the copy in your safe, to
            know later which copy belongs to which installation.
          </p>
        </Card>
      ))}
    </div>
  )
}
