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
    told: ({ portalName, portalId }) =>
      portalName ? `${portalName}, portal ${portalId}` : `Portal ${portalId}`,
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
    told: () => 'Read',
  },
]

export function CheckProgress({ state, report }: Props) {
  const failed = state === 'error' && !report
  return (
    <div role="status" aria-busy={state === 'pending'}>
      <span className="sr-only">
        {report
          ? 'HubSpot confirmed the credential.'
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
                report ? 'text-good' : failed ? 'text-faint' : 'text-accent',
              )}
            >
              {report ? (
                <Icon name="check" size={16} />
              ) : failed ? (
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
