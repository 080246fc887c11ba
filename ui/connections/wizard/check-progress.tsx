/** What is being asked of HubSpot, and what came of each question. */
import { cx } from '../../parts/cx.ts'
import { Icon, Spinner } from '../../parts/icon.tsx'
import type { Report } from '../types.ts'

interface Props {
  readonly state: 'idle' | 'pending' | 'success' | 'error'
  readonly report: Report | undefined
}

const QUESTIONS: readonly { readonly ask: string; readonly told: (report: Report) => string }[] = [
  {
    ask: 'Whose is it? Portal, type, region, time zone',
    told: (report) =>
      report.portalName
        ? `${report.portalName}, portal ${report.portalId}`
        : `Portal ${report.portalId}${tellsWhose(report) ? '' : ', as you say'}`,
  },
  {
    ask: 'What may it do? The HubSpot scopes it holds',
    told: ({ hubspotScopes }) =>
      hubspotScopes.length === 0
        ? 'HubSpot does not tell for this kind'
        : `${hubspotScopes.length} HubSpot scopes`,
  },
  {
    ask: 'What does the portal look like? Custom objects',
    told: (report) => (tellsWhose(report) ? 'Read' : 'Not for this kind'),
  },
]

/** HubSpot tells of a developer key neither whose it is nor what it may do. */
const tellsWhose = ({ kind }: Report): boolean => kind !== 'developer_key'

/** And takes it only together with an app, so that without one nothing was asked. */
const wasAsked = (report: Report): boolean => tellsWhose(report) || report.hubspotAppId !== null

export function CheckProgress({ state, report }: Props) {
  const failed = state === 'error' && !report
  const confirmed = report !== undefined && wasAsked(report)
  return (
    <div role="status" aria-busy={state === 'pending'}>
      <span className="sr-only">
        {report
          ? confirmed
            ? 'HubSpot confirmed the credential.'
            : 'HubSpot was not asked about the credential.'
          : failed
            ? 'HubSpot did not confirm the credential.'
            : 'Asking HubSpot…'}
      </span>
      <ol className="flex flex-col gap-2.5 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-card">
        {QUESTIONS.map(({ ask, told }) => (
          <li key={ask} className="flex flex-wrap items-center gap-x-2.5">
            <span
              className={cx(
                'grid size-5 place-items-center',
                confirmed ? 'text-good' : report || failed ? 'text-faint' : 'text-accent',
              )}
            >
              {confirmed ? (
                <Icon name="check" size={16} />
              ) : report || failed ? (
                <Icon name="minus" size={16} />
              ) : (
                <Spinner />
              )}
            </span>
            <span className="text-soft">{ask}</span>
            <span className="ml-auto min-h-5 font-medium">{report && told(report)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
