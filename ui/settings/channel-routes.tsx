/** What a channel that many read is told, and how soon. Each choice is saved at once. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, useAct } from '../api/queries.ts'
import { PACE_OPTIONS, SEVERITIES, type Pace } from '../notices/words.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Drawer } from '../parts/dialog.tsx'
import { Select } from '../parts/input.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import type { Channel } from './notifications-tab.tsx'

export function ChannelRoutes({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { data } = useQuery({ ...ask('GET /api/v1/notice-choices'), throwOnError: true })
  const [paces, setPaces] = useState<Record<string, Pace>>(
    Object.fromEntries(channel.routes.map(({ kind, pace }) => [kind, pace])),
  )
  const save = useAct('PUT /api/v1/notice-channels/{channel}/routes', { done: 'Saved' })
  const set = (kind: string, pace: Pace): void => {
    const next = { ...paces, [kind]: pace }
    setPaces(next)
    const routes = Object.entries(next).flatMap(([name, one]) =>
      one === 'off' ? [] : [{ kind: name, pace: one }],
    )
    save.mutate({ params: { channel: channel.id }, body: { routes } })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title={`What ${channel.name} is told`}
      text="Everybody who reads there sees it: ids, counts and times, never a secret or a name that somebody gave."
      actions={<Button onClick={onClose}>Done</Button>}
    >
      {data === undefined ? (
        <SkeletonRows rows={5} />
      ) : (
        <ul aria-label="Kinds of notices" className="flex flex-col gap-4">
          {data.items.map(({ kind, title, severity }) => (
            <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <span className="flex min-w-52 grow basis-52 flex-wrap items-center gap-2 font-medium">
                {title}
                <Badge tone={SEVERITIES[severity].tone}>{SEVERITIES[severity].word}</Badge>
              </span>
              <span className="w-44">
                <Select
                  aria-label={title}
                  value={paces[kind] ?? 'off'}
                  onChange={(pace) => set(kind, pace as Pace)}
                  options={PACE_OPTIONS}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}
