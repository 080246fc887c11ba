/** What HubSpot said of a credential, held against what was chosen in the first step. */
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Card, Facts } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Table, type Column } from '../../parts/table.tsx'
import { CoverageState, sentence } from '../coverage-card.tsx'
import { accountType } from '../portal-card.tsx'
import type { CoverageRow, Report } from '../types.ts'
import { many } from '../words.ts'

const COLUMNS: readonly Column<CoverageRow>[] = [
  {
    id: 'scope',
    head: 'You chose',
    card: 'title',
    cell: ({ scope, description }) => (
      <>
        <code className="text-[0.8125rem]">{scope}</code>
        <span className="block text-[0.8125rem] font-normal text-soft">{description}</span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'At HubSpot',
    width: 'w-32',
    cell: ({ state }) => <CoverageState state={state} />,
  },
  {
    id: 'remedy',
    head: 'What is missing, and how to mend it',
    cell: ({ missing, remedy }) =>
      remedy === null ? (
        <span className="text-faint">nothing</span>
      ) : (
        <div className="max-w-md text-[0.8125rem]">
          <code>{missing.join(', ')}</code>
          <span className="block text-faint">{sentence(remedy)}</span>
        </div>
      ),
  },
]

export function ReportView({
  report,
  wanted,
  pending,
  onAgain,
}: {
  report: Pick<
    Report,
    | 'portalName'
    | 'portalId'
    | 'accountType'
    | 'hublet'
    | 'timeZone'
    | 'kindTitle'
    | 'coverage'
    | 'hubspotScopes'
  > & { notices?: readonly string[] }
  wanted: readonly string[]
  pending?: boolean
  onAgain?: () => void
}) {
  const rows = report.coverage
    .filter(({ scope }) => wanted.includes(scope))
    .toSorted((a, b) => RANK[a.state] - RANK[b.state])
  const missing = rows.filter(({ state }) => state === 'missing')
  const notices = report.notices ?? []
  return (
    <>
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
      {notices.length > 0 && (
        <Callout title="Worth knowing">
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </Callout>
      )}
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
              {onAgain && (
                <Button size="small" icon="refresh" pending={pending} onClick={onAgain}>
                  Added it, check again
                </Button>
              )}
            </>
          }
        >
          Add the HubSpot scopes to the same credential and check again; or connect now and add them
          later, everything else works meanwhile.
        </Callout>
      )}
      {rows.length > 0 && (
        <Card
          flush
          title="What it can serve"
          actions={
            missing.length === 0 && (
              <Badge tone="good">all {many(rows.length, 'chosen scope')}</Badge>
            )
          }
        >
          <Table
            label="Chosen scopes and what the credential holds for them"
            columns={COLUMNS}
            rows={rows}
            rowId={({ scope }) => scope}
          />
        </Card>
      )}
    </>
  )
}

const RANK: Record<CoverageRow['state'], number> = { missing: 0, partly: 1, held: 2 }
