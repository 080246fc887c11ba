/**
 * Ctrl K: goes anywhere by name: pages, people, groups, connections; and by a link pasted from
 * HubSpot to the connection whose portal it is of. Fetched when first opened.
 */
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Dialog } from 'radix-ui'
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { narrow, type Option } from '../parts/combobox.tsx'
import { cx } from '../parts/cx.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useFocusReturn } from '../parts/use-focus-return.ts'
import { MORE_PLACES, PLACES, visible } from './navigation.ts'
import { linkGoals } from './link-goals.ts'

export interface Goal extends Option {
  readonly icon: IconName
  readonly kind: string
  /** Taken along beside the address: a pasted link. */
  readonly pastedLink?: string
}

const MOST = 12

export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const id = useId()
  const { remember, giveBack } = useFocusReturn()
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { goals, connections } = useGoals()
  const pasted = useMemo(() => linkGoals(typed, connections), [typed, connections])
  const fitting = useMemo(
    () => (pasted?.goals ?? (narrow(goals, typed) as readonly Goal[])).slice(0, MOST),
    [goals, typed, pasted],
  )

  const go = (goal: Goal | undefined): void => {
    if (!goal) return
    onClose()
    const { pastedLink } = goal
    router.history.push(goal.value, pastedLink === undefined ? undefined : { pastedLink })
  }
  const move = (step: number): void => {
    const next = (at + step + fitting.length) % Math.max(1, fitting.length)
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent): void => {
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => go(fitting[at]) }[
      event.key
    ]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-50 bg-shade" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={giveBack}
          className="pop-in fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-raised shadow-pop"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Icon name="search" className="text-faint" />
            <input
              type="text"
              role="combobox"
              aria-expanded="true"
              aria-controls={id}
              aria-autocomplete="list"
              aria-activedescendant={fitting[at] ? `${id}${at}` : undefined}
              aria-label="Page, person, group, connection, or a link from HubSpot"
              placeholder="Page, person, group, connection, or a link from HubSpot"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setAt(0)
              }}
              onKeyDown={press}
              className="h-12 min-w-0 grow bg-transparent text-[0.9375rem] outline-none"
            />
          </div>
          <div
            ref={list}
            id={id}
            role="listbox"
            aria-label="Results"
            className="max-h-[50vh] overflow-y-auto p-1.5"
          >
            {fitting.map((goal, index) => (
              <div
                key={goal.value}
                id={`${id}${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onMouseMove={() => setAt(index)}
                onMouseDown={(event) => {
                  event.preventDefault()
                  go(goal)
                }}
                className={cx(
                  'flex h-10 cursor-pointer items-center gap-3 rounded-md px-2.5',
                  index === at && 'bg-hover',
                )}
              >
                <Icon name={goal.icon} className="text-soft" />
                <span className="min-w-0 grow truncate">
                  {goal.label}
                  {goal.detail !== undefined && (
                    <span className="ml-2 text-faint">{goal.detail}</span>
                  )}
                </span>
                <span className="text-xs text-faint">{goal.kind}</span>
              </div>
            ))}
            {fitting.length === 0 && (
              <div
                role="option"
                tabIndex={-1}
                aria-selected={false}
                aria-disabled="true"
                className="px-3 py-6 text-center text-faint"
              >
                {pasted?.none ?? 'Nothing is called that.'}
              </div>
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useGoals() {
  const session = useSession()
  const enabled = session.acts.includes('read')
  const members = useQuery({ ...ask('GET /api/v1/members'), enabled }).data
  const accounts = useQuery({ ...ask('GET /api/v1/service-accounts'), enabled }).data
  const groups = useQuery({ ...ask('GET /api/v1/groups'), enabled }).data
  const connections = useQuery({ ...ask('GET /api/v1/connections'), enabled }).data
  const goals = useMemo(
    (): readonly Goal[] => [
      ...visible([...PLACES, ...MORE_PLACES], session).map(({ to, label, icon, words }): Goal => ({
        value: to,
        label,
        icon,
        kind: 'Page',
        ...(words && { words }),
      })),
      ...(connections?.items ?? []).map(({ name, title }): Goal => ({
        value: `/connections/${name}`,
        label: title,
        detail: name,
        icon: 'plug',
        kind: 'Connection',
      })),
      ...(groups?.items ?? []).map(({ name, title }): Goal => ({
        value: `/groups/${name}`,
        label: title,
        detail: name,
        icon: 'group',
        kind: 'Group',
      })),
      ...(members?.items ?? []).map(({ id, name, email }): Goal => ({
        value: `/people/${id}`,
        label: name,
        detail: email,
        words: email,
        icon: 'person',
        kind: 'Person',
      })),
      ...(accounts?.items ?? []).map(({ id, name }): Goal => ({
        value: `/people/${id}`,
        label: name,
        icon: 'robot',
        kind: 'Service account',
      })),
    ],
    [session, members, accounts, groups, connections],
  )
  const operated = session.acts.includes('operate') ? connections?.items : undefined
  return { goals, connections: operated }
}
