/** How notices go out: the channels with their tests, who gets what, what could not be delivered. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Together } from '../api/together.tsx'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import type { IconName } from '../parts/icon.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { Menu } from '../parts/menu.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Audiences } from './audiences.tsx'
import { ChannelDialog } from './channel-dialog.tsx'
import { ChannelRoutes } from './channel-routes.tsx'
import { TestChannel } from './test-channel.tsx'
import { Undelivered } from './undelivered.tsx'

export type Channel = Item<'GET /api/v1/notice-channels'>

type Open =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'remove' | 'routes' | 'test'; readonly channel: Channel }

const ICONS: Record<Channel['kind'], IconName> = {
  email: 'mail',
  slack: 'bell',
  teams: 'bell',
  webhook: 'robot',
}

const NAMES: Record<Channel['kind'], string> = {
  email: 'e-mail',
  slack: 'Slack',
  teams: 'Teams',
  webhook: 'webhook',
}

export const NotificationsTab = () => (
  <Together
    questions={[
      ask('GET /api/v1/notice-channels'),
      ask('GET /api/v1/notice-deliveries', { query: { state: 'dead' } }),
      ask('GET /api/v1/notice-choices'),
    ]}
  >
    <Cards />
  </Together>
)

function Cards() {
  const { data } = useQuery({ ...ask('GET /api/v1/notice-channels'), throwOnError: true })
  const [maySecure, mayChange] = [useMay('secure'), useMay('change')]
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  const update = useAct('PATCH /api/v1/notice-channels/{channel}', {
    done: ({ name, enabled }) => `${name} is switched ${enabled ? 'on' : 'off'}`,
  })
  const remove = useAct('DELETE /api/v1/notice-channels/{channel}', {
    quiet: true,
    done: 'Removed',
    changes: ['notice-deliveries'],
  })
  const add = maySecure && (
    <Button size="small" icon="plus" onClick={() => setOpen({ what: 'add' })}>
      Add a channel
    </Button>
  )
  return (
    <div className="flex flex-col gap-6">
      <Card
        flush
        title="Channels"
        text="In the app everybody has an inbox. By these, notices leave it; none of them holds a secret or a name that somebody gave."
        actions={data !== undefined && data.items.length > 0 && add}
      >
        {data === undefined ? (
          <SkeletonRows rows={2} />
        ) : data.items.length === 0 ? (
          <EmptyState drawing="calm" title="Nobody is told outside the app" actions={add}>
            Add your mail server and people get what concerns them by e-mail; or a Slack channel, a
            Teams channel, a program of yours.
          </EmptyState>
        ) : (
          <List label="Channels">
            {data.items.map((channel) => (
              <ListRow
                key={channel.id}
                icon={ICONS[channel.kind]}
                title={channel.name}
                mark={
                  <>
                    {!channel.enabled && <Badge tone="warn">switched off</Badge>}
                    {channel.dead > 0 && <Badge tone="bad">{channel.dead} not delivered</Badge>}
                  </>
                }
                text={
                  <span className="[overflow-wrap:anywhere]">
                    {NAMES[channel.kind]} · {channel.mail ? mailText(channel.mail) : channel.host} ·{' '}
                    {toldText(channel)}
                  </span>
                }
                actions={
                  (maySecure || mayChange) && (
                    <>
                      {maySecure && (
                        <Button size="small" onClick={() => setOpen({ what: 'test', channel })}>
                          Test<span className="sr-only"> {channel.name}</span>
                        </Button>
                      )}
                      <Menu
                        trigger={
                          <IconButton icon="more" label={`Acts on ${channel.name}`} size="small" />
                        }
                        items={[
                          ...(channel.kind !== 'email' && mayChange
                            ? [
                                {
                                  label: 'What it is told…',
                                  icon: 'filter' as const,
                                  onSelect: () => setOpen({ what: 'routes', channel }),
                                },
                              ]
                            : []),
                          ...(maySecure
                            ? [
                                {
                                  label: 'Edit…',
                                  icon: 'pencil' as const,
                                  onSelect: () => setOpen({ what: 'edit', channel }),
                                },
                                {
                                  label: channel.enabled ? 'Switch off' : 'Switch on',
                                  icon: channel.enabled ? ('pause' as const) : ('play' as const),
                                  onSelect: () =>
                                    update.mutate({
                                      params: { channel: channel.id },
                                      body: { enabled: !channel.enabled },
                                    }),
                                },
                                'line' as const,
                                {
                                  label: 'Remove…',
                                  icon: 'trash' as const,
                                  danger: true,
                                  onSelect: () => setOpen({ what: 'remove', channel }),
                                },
                              ]
                            : []),
                        ]}
                      />
                    </>
                  )
                }
              />
            ))}
          </List>
        )}
      </Card>
      <Undelivered />
      <Audiences />
      {data !== undefined && (open?.what === 'add' || open?.what === 'edit') && (
        <ChannelDialog
          channel={open.what === 'edit' ? open.channel : undefined}
          hasEmail={data.items.some(({ kind }) => kind === 'email')}
          onClose={close}
        />
      )}
      {open?.what === 'routes' && <ChannelRoutes channel={open.channel} onClose={close} />}
      {open?.what === 'test' && <TestChannel channel={open.channel} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          open
          onClose={close}
          title={`Remove ${open.channel.name}?`}
          text="Switching it off instead keeps what it is told."
          consequences={[
            'Nothing goes out by it any more; inboxes in the app stay.',
            'Its secret, and the messages by it, are wiped.',
          ]}
          action={`Remove ${open.channel.name}`}
          onConfirm={() => remove.mutateAsync({ params: { channel: open.channel.id } })}
        />
      )}
    </div>
  )
}

const mailText = ({ host, port, from }: NonNullable<Channel['mail']>): string =>
  `${host}:${port} · from ${from}`

function toldText({ kind, routes }: Channel): string {
  if (kind === 'email') return 'each person, as they chose'
  if (routes.length === 0) return 'told nothing yet'
  return routes.length === 1 ? 'told of 1 kind' : `told of ${routes.length} kinds`
}
