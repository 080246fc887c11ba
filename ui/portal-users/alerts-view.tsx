/** Open alerts of a portal: how many of each kind, and each with what was seen. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../api/endpoints.ts'
import { ask, unlessGone } from '../api/queries.ts'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { CloseAlert } from './close-alert.tsx'
import { AlertBadge } from './marks.tsx'
import type { AlertKind } from './types.ts'
import { ALERT_KINDS, ALERTS, NUMBER } from './words.ts'

type Alerts = Answer<'GET /api/v1/connections/{connection}/people/alerts'>

export const useAlerts = (name: string): Alerts | undefined =>
  useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/alerts', { params: { connection: name } }),
    throwOnError: unlessGone,
  }).data

interface Props {
  readonly name: string
  readonly alerts: Alerts | undefined
  /** Shows the users with such an alert. */
  readonly onShow: (kind: AlertKind) => void
}

/** As many as one looks through; the users behind the others are found by kind. */
const SHOWN = 100

export function AlertsView({ name, alerts, onShow }: Props) {
  if (!alerts) return <SkeletonRows />
  const items = alerts.items
    .toSorted((a, b) => ALERT_KINDS.indexOf(a.kind) - ALERT_KINDS.indexOf(b.kind) || b.id - a.id)
    .slice(0, SHOWN)
  const all = alerts.counts.reduce((sum, { open }) => sum + open, 0)
  if (all === 0)
    return (
      <Card flush>
        <EmptyState title="Nothing deserves a look" drawing="calm">
          New super admins, dormant users, addresses that nobody here has or that are from outside
          are shown here.
        </EmptyState>
      </Card>
    )
  return (
    <Card
      title="Open alerts"
      text="All but new super admins end by themselves once they are no longer so."
      actions={
        <ul aria-label="Kinds of alerts" className="flex flex-wrap gap-2">
          {ALERT_KINDS.map((kind) => {
            const open = alerts.counts.find((one) => one.kind === kind)?.open ?? 0
            return (
              open > 0 && (
                <li key={kind}>
                  <Button size="small" onClick={() => onShow(kind)}>
                    {ALERTS[kind].title}
                    <span className="tabular-nums text-soft">{NUMBER.format(open)}</span>
                  </Button>
                </li>
              )
            )
          })}
        </ul>
      }
      flush
    >
      <List label="Open alerts">
        {items.map(({ id, kind, user, saw, openedAt }) => (
          <ListRow
            key={id}
            title={
              <Link
                to="/connections/$name/users/$id"
                params={{ name, id: user.id }}
                className={LINK}
              >
                {user.email ?? user.id}
              </Link>
            }
            mark={<AlertBadge kind={kind} />}
            text={
              <>
                {saw} · <RelativeTime at={openedAt} />
              </>
            }
            actions={<CloseAlert name={name} alert={id} of={user.email ?? user.id} />}
          />
        ))}
      </List>
      {all > items.length && (
        <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-faint sm:px-5">
          {NUMBER.format(items.length)} of {NUMBER.format(all)} are shown. The buttons above lead to
          all users with an alert.
        </p>
      )}
    </Card>
  )
}
