/** What runs here, since when, and where it is written down. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { ExternalLink } from '../parts/button.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Moment, RelativeTime } from '../parts/time.tsx'

const NUMBER = new Intl.NumberFormat('en')

/** Files of the release, beside the program. */
const DOCUMENTS = [
  ['docs/sign-in.md', 'Signing in: passkeys, identity providers, sessions, roles'],
  ['docs/ai-clients.md', 'AI clients: how they come in, and what they may do'],
  ['docs/configuration.md', 'Configuration: every variable, with its default'],
  ['docs/audit.md', 'The audit: what is recorded, and how it is kept'],
  ['docs/errors/README.md', 'Error codes: what happened, why, what to do'],
] as const

export function AboutTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/about'), throwOnError: true })
  if (data === undefined) return <Skeleton className="h-80 rounded-lg" />
  const { version, node, platform, publicUrl, startedAt, database, events } = data
  return (
    <div className="flex flex-col gap-6">
      <Card title={`Hubward ${version}`}>
        <Facts
          facts={[
            [
              'Address',
              <span key="a" className="flex items-center gap-1">
                <code className="break-all">{publicUrl}</code>
                <CopyButton text={publicUrl} what="Copy address" />
              </span>,
            ],
            [
              'Running since',
              <span key="r">
                <Moment at={startedAt} />{' '}
                <span className="text-faint">
                  (started <RelativeTime at={startedAt} />)
                </span>
              </span>,
            ],
            ['Node', `${node} on ${platform}`],
            ['Events in the audit', NUMBER.format(events)],
          ]}
        />
      </Card>
      <Card title="Database">
        <Facts
          facts={[
            [
              'Kind',
              database.kind === 'embedded'
                ? 'Embedded: a child of this process'
                : 'External, by DATABASE_URL',
            ],
            ['PostgreSQL', database.version],
            ['Size', size(database.sizeBytes)],
            [
              'Migrations',
              <details key="m">
                <summary className="w-fit cursor-pointer rounded-sm">
                  {database.migrations.length} applied, the last is{' '}
                  <code>{database.migrations.at(-1)}</code>
                </summary>
                <ol className="mt-2 list-decimal pl-6 text-soft">
                  {database.migrations.map((name) => (
                    <li key={name}>
                      <code>{name}</code>
                    </li>
                  ))}
                </ol>
              </details>,
            ],
          ]}
        />
      </Card>
      <Card
        title="Documentation"
        text="These files come with the program. What the API takes and gives is shown here as well."
      >
        <ul className="flex flex-col gap-2">
          {DOCUMENTS.map(([file, what]) => (
            <li key={file} className="flex flex-wrap gap-x-3">
              <code className="w-48 text-soft">{file}</code>
              <span>{what}</span>
            </li>
          ))}
          <li className="mt-1">
            <ExternalLink href="/api/v1/openapi.json">
              The admin API as an OpenAPI document
            </ExternalLink>
          </li>
        </ul>
      </Card>
    </div>
  )
}

/** `12_345_678` → "11.8 MB". */
function size(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const value = bytes / 1024 ** power
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${['bytes', 'KB', 'MB', 'GB', 'TB'][power]}`
}
