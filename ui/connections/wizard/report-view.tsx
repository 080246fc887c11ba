/** What HubSpot said of a credential, held against what was chosen in the first step. */
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card, Facts } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Table } from '../../parts/table.tsx'
import { byCoverage, COVERAGE_COLUMNS } from '../coverage-columns.tsx'
import { accountType } from '../portal-card.tsx'
import type { CoverageRow, Report } from '../types.ts'
import { many, sentence } from '../words.ts'

const chosenOf = (report: Report, wanted: readonly string[]): readonly CoverageRow[] =>
  report.coverage.filter(({ scope }) => wanted.includes(scope)).toSorted(byCoverage)

export function PortalFacts({ report }: { report: Report }) {
  return (
    <Card title="The portal">
      <Facts
        facts={[
          [
            'Name',
            report.portalName ?? (
              <span key="untold" className="text-faint">
                HubSpot does not tell
              </span>
            ),
          ],
          ['Hub id', <code key="id">{report.portalId}</code>],
          ['Type and region', `${accountType(report.accountType)}, ${report.hublet}`],
          ['Time zone', report.timeZone],
          ['Credential', sentence(report.kindTitle)],
        ]}
      />
    </Card>
  )
}

/** What has to be read before connecting: what is missing, and what HubSpot or Hubward remarked. */
export function Notes({
  report,
  wanted,
  pending,
  onAgain,
}: {
  report: Report
  wanted: readonly string[]
  pending: boolean
  onAgain: () => void
}) {
  const rows = chosenOf(report, wanted)
  const missing = rows.filter(({ state }) => state === 'missing')
  return (
    <>
      {missing.length > 0 && (
        <Callout
          tone="warn"
          title={`${missing.length} of ${many(rows.length, 'chosen scope')} cannot be served yet`}
          actions={
            <>
              <CopyButton
                text={[...new Set(missing.flatMap((row) => row.missing))].join('\n')}
                label="Copy what to add"
              />
              <Button size="small" icon="refresh" pending={pending} onClick={onAgain}>
                Added it, check again
              </Button>
            </>
          }
        >
          Add the HubSpot scopes to the same credential and check again; or go on now and add them
          later. The table below says which.
        </Callout>
      )}
      {report.notices.length > 0 && (
        <Callout title="Worth knowing">
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {report.notices.map((notice) => (
              <li key={notice}>{sentence(notice.replace(OF_FIELD, ''))}</li>
            ))}
          </ul>
        </Callout>
      )}
    </>
  )
}

/** Repairs name the field of the API; here the person saw it in the step before. */
const OF_FIELD = /^(?:token|clientId|clientSecret|refreshToken): /

export function ServedScopes({ report, wanted }: { report: Report; wanted: readonly string[] }) {
  const rows = chosenOf(report, wanted)
  if (rows.length === 0) return null
  return (
    <Card
      flush
      title="What it can serve"
      actions={
        rows.every(({ state }) => state !== 'missing') && (
          <Badge tone="good">all {many(rows.length, 'chosen scope')}</Badge>
        )
      }
    >
      <Table
        label="Chosen scopes and what the credential holds for them"
        columns={COVERAGE_COLUMNS}
        rows={rows}
        rowId={({ scope }) => scope}
      />
    </Card>
  )
}
