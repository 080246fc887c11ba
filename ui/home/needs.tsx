/** What needs somebody, most pressing first; one line and one button each. */
import type { LinkComponentProps } from '@tanstack/react-router'
import { Badge } from '../parts/badge.tsx'
import { ButtonLink } from '../parts/button.tsx'
import type { Tone } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { cx } from '../parts/cx.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { RelativeTime } from '../parts/time.tsx'
import type { Need } from './types.ts'

const SEVERITIES: Record<
  Need['severity'],
  { readonly tone: Tone; readonly word: string; readonly look: string; readonly icon: IconName }
> = {
  urgent: { tone: 'bad', word: 'Now', look: 'text-bad', icon: 'warning' },
  soon: { tone: 'warn', word: 'Soon', look: 'text-warn', icon: 'clock' },
  notice: { tone: 'plain', word: 'Worth a look', look: 'text-soft', icon: 'info' },
}

const ACTIONS: Record<Need['kind'], string> = {
  connection_pending: 'Check it',
  connection_needs_reauth: 'Give a new credential',
  connection_suspended: 'Open connection',
  connection_unwell: 'See what to do',
  notices_undelivered: 'See what failed',
  hubspot_scopes_missing: 'See what is missing',
  credential_due: 'Rotate it',
  key_expiring: 'Open keys',
  grant_expiring: 'Open grants',
  admin_without_passkey: 'Open person',
  intake_held: 'Look at it',
  access_request_waiting: 'Look and decide',
  portal_tasks_open: 'See what waits',
  portal_users_alerted: 'Look at them',
}

export function Needs({ needs }: { needs: readonly Need[] }) {
  if (needs.length === 0)
    return (
      <p className="flex items-center gap-2.5 rounded-lg border border-line bg-surface px-4 py-3 shadow-card sm:px-5">
        <Icon name="check" className="text-good" />
        Nothing needs your attention.
      </p>
    )
  return (
    <Card title="What needs your attention" flush>
      <ul className="divide-y divide-line">
        {needs.map((need) => {
          const { tone, word, look, icon } = SEVERITIES[need.severity]
          return (
            <li
              key={`${need.kind} ${need.page} ${need.message}`}
              className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 sm:px-5"
            >
              <Icon name={icon} className={cx('mt-0.5', look)} />
              <div className="min-w-0 grow basis-60">
                <p>{need.message}</p>
                <p className="mt-1 flex flex-wrap items-center gap-2 text-[0.8125rem] text-faint">
                  <Badge tone={tone}>{word}</Badge>
                  {need.at !== null && <RelativeTime at={need.at} />}
                  {/* Where the sentence does not name them already. */}
                  {need.scopes
                    .filter((scope) => !need.message.includes(scope))
                    .map((scope) => (
                      <code key={scope}>{scope}</code>
                    ))}
                </p>
              </div>
              <ButtonLink {...addressOf(need.page)} size="small">
                {ACTIONS[need.kind]}
              </ButtonLink>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

/** `/settings?tab=sign-in` as the router wants it: the server's pages may carry a search. */
function addressOf(page: string): Pick<LinkComponentProps, 'to' | 'search'> {
  const [to, query] = page.split('?')
  const search = Object.fromEntries(new URLSearchParams(query)) as LinkComponentProps['search']
  return { to: to as LinkComponentProps['to'], search }
}
