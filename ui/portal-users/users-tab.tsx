/**
 * Who is inside the portal: the newest snapshot, everybody in it, what deserves a look, what changed;
 * plans for them, and what only a person can do.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { ConnectionView } from '../connections/types.ts'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { TasksView, useTasks } from '../provisioning/tasks-view.tsx'
import { AlertsView, useAlerts } from './alerts-view.tsx'
import { ChangesView } from './changes-view.tsx'
import { filterOf, type Filter } from './filter.ts'
import { FirstReading } from './first-reading.tsx'
import { ReadingState } from './reading-state.tsx'
import { SnapshotCard } from './snapshot-card.tsx'
import { useSyncing } from './syncing.ts'
import { UserTable } from './user-table.tsx'
import { useReadings, useSnapshot } from './use-users.ts'

/** Of those who look at users few plan anything. */
const PlansView = lazy(() => import('../provisioning/plans-view.tsx'))

const FROM = { from: '/app/connections/$name' } as const
const VIEWS = ['everybody', 'alerts', 'changes', 'plans', 'tasks'] as const
type View = (typeof VIEWS)[number]

export default function UsersTab({ connection }: { connection: ConnectionView }) {
  const { name, title } = connection
  const { syncing, start } = useSyncing(name)
  const known = useSnapshot(name)
  const readings = useReadings(name, syncing?.state === 'running')
  const { view, ...search } = useSearch(FROM)
  const go = useNavigate({ from: '/connections/$name' })
  const alerts = useAlerts(name)
  const tasks = useTasks(name)
  const address = JSON.stringify(search)
  const filter = useMemo(() => filterOf(JSON.parse(address) as Filter), [address])
  if (!known || !readings) return <SkeletonRows rows={8} />

  /** What is not said stays; an empty text is taken out of the address. */
  const set = (values: Filter & { readonly view?: View }): void =>
    void go({
      search: (before) =>
        Object.fromEntries(Object.entries({ ...before, ...values }).filter(([, value]) => value)),
      replace: true,
    }).catch(() => undefined)

  const [newest] = readings
  const sync = () => start(title)
  const state = (
    <ReadingState syncing={syncing} newest={newest} snapshot={known.snapshot} total={known.total} />
  )
  if (known.snapshot === null)
    return (
      <div className="flex flex-col gap-6">
        {state}
        <FirstReading connection={connection} syncing={syncing} onSync={sync} />
      </div>
    )
  return (
    <div className="flex flex-col gap-6">
      <SnapshotCard
        name={name}
        snapshot={known.snapshot}
        seats={known.seats}
        syncing={syncing}
        onSync={sync}
      />
      {state}
      <Tabs<View>
        label="Views of the portal’s users"
        value={VIEWS.find((one) => one === view) ?? 'everybody'}
        onChange={(now) => set({ view: now === 'everybody' ? ('' as View) : now })}
        tabs={[
          {
            value: 'everybody',
            label: 'Everybody',
            count: known.total,
            content: <UserTable connection={name} known={known} filter={filter} onSet={set} />,
          },
          {
            value: 'alerts',
            label: 'Open alerts',
            count: alerts?.counts.reduce((sum, { open }) => sum + open, 0),
            content: (
              <AlertsView
                name={name}
                alerts={alerts}
                onShow={(alert) => set({ view: '' as View, ...NO_FILTER, alert })}
              />
            ),
          },
          { value: 'changes', label: 'What changed', content: <ChangesView name={name} /> },
          {
            value: 'plans',
            label: 'Plans',
            content: (
              <Suspense fallback={<SkeletonRows rows={8} />}>
                <PlansView name={name} />
              </Suspense>
            ),
          },
          {
            value: 'tasks',
            label: 'By hand',
            count: tasks?.length || undefined,
            content: <TasksView name={name} tasks={tasks} />,
          },
        ]}
      />
    </div>
  )
}

const NO_FILTER: Filter = { q: '', presence: '', admins: '', team: '', set: '' }
