/** The report of one check, to be read, printed or forwarded. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { addressOf } from '../api/api.ts'
import { ask, unlessGone } from '../api/queries.ts'
import { ChangesCard } from '../connections/check/changes-card.tsx'
import { VerdictBadge } from '../connections/check/outcome.tsx'
import { StepList } from '../connections/check/step-list.tsx'
import type { Report } from '../connections/check/types.ts'
import { accountType } from '../connections/portal-card.tsx'
import { Button, DownloadLink } from '../parts/button.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Moment } from '../parts/time.tsx'
import { NotFound } from '../shell/fault.tsx'

const FROM = { from: '/app/connections/$name/checks/$check' } as const

export default function CheckPage() {
  const { name, check } = useParams(FROM)
  const { data, error } = useQuery({
    ...ask('GET /api/v1/checks/{check}', { params: { check } }),
    throwOnError: unlessGone,
  })
  const back = {
    to: `/connections/${encodeURIComponent(name)}`,
    label: data?.report.connection.title ?? 'Connection',
  }
  if (error?.status === 404) return <NotFound what="check" />
  if (!data)
    return (
      <Page title="Check" back={back}>
        <SkeletonRows />
      </Page>
    )
  const { report, previous } = data
  const sent = { params: { check } }
  return (
    <Page
      title={`Check of ${report.connection.title}`}
      back={back}
      mark={<VerdictBadge verdict={report.verdict} />}
      text="No secret and no value of any record is in this report, so that it can be forwarded."
      actions={
        <>
          <Button icon="copy" look="quiet" onClick={() => print()}>
            Print
          </Button>
          <DownloadLink
            href={addressOf('GET /api/v1/checks/{check}/report', sent)}
            file={`${check}.json`}
          >
            JSON
          </DownloadLink>
          <DownloadLink
            href={addressOf('GET /api/v1/checks/{check}/report.pdf', sent)}
            file={`${check}.pdf`}
          >
            PDF
          </DownloadLink>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <Card>
          <Facts facts={factsOf(report)} />
        </Card>
        <Card title="Steps" flush>
          <StepList lines={report.steps.map((result) => ({ ...result, result }))} />
        </Card>
        <ChangesCard previous={previous} name={name} />
      </div>
    </Page>
  )
}

const factsOf = ({ portal, connection, startedAt, finishedAt, id }: Report) =>
  [
    ['Portal', portal.name === null ? portal.id : `${portal.id} (${portal.name})`],
    [
      'Account',
      `${accountType(portal.accountType)}, data in ${portal.hublet}, time zone ${portal.timeZone}`,
    ],
    ['Connection', <code key="c">{connection.name}</code>],
    ['State after it', STATES[connection.state]],
    ['Began', <Moment key="b" at={startedAt} />],
    ['Ended', <Moment key="e" at={finishedAt} />],
    ['Check', <code key="i">{id}</code>],
  ] as const

const STATES: Readonly<Record<Report['connection']['state'], string>> = {
  pending: 'Not active yet',
  active: 'Active',
  suspended: 'Paused',
  needs_reauth: 'Needs a new credential',
  disconnected: 'Disconnected',
}
