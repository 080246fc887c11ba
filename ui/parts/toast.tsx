/** Short notices that something was done or refused: `say('Saved')`. They wait while they are read. */
import { Toast as Radix } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
}

let notices: readonly Notice[] = []
let next = 1
const listeners = new Set<() => void>()

const set = (now: readonly Notice[]): void => {
  notices = now
  for (const listener of listeners) listener()
}

/** From anywhere, also outside of components. */
export function say(text: string, { tone = 'good' }: { tone?: Notice['tone'] } = {}): void {
  set([...notices.filter((one) => one.text !== text), { id: next++, text, tone }].slice(-3))
}

const drop = (id: number): void => set(notices.filter((one) => one.id !== id))

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Once, at the end of the app. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => notices)
  return (
    <Radix.Provider swipeDirection="down" label="Notice">
      {shown.map(({ id, text, tone }) => (
        <Radix.Root
          key={id}
          duration={tone === 'bad' ? 12_000 : 5_000}
          type={tone === 'bad' ? 'foreground' : 'background'}
          onOpenChange={(open) => open || drop(id)}
          className="pop-in flex items-start gap-2.5 rounded-lg border border-line bg-raised py-2.5 pr-1.5 pl-3.5 shadow-pop"
        >
          <Icon
            name={tone === 'bad' ? 'warning' : 'check'}
            className={tone === 'bad' ? 'mt-1 text-bad' : 'mt-1 text-good'}
          />
          <Radix.Description className="min-w-0 grow py-1">{text}</Radix.Description>
          <Radix.Close asChild>
            <IconButton icon="cross" label="Dismiss" size="small" />
          </Radix.Close>
        </Radix.Root>
      ))}
      {/* In the middle: bars at the end of a page and of a drawer have their buttons at the sides. */}
      <Radix.Viewport className="pointer-events-none fixed inset-x-0 bottom-0 z-70 mx-auto flex w-full max-w-sm flex-col gap-2 p-4 outline-none *:pointer-events-auto" />
    </Radix.Provider>
  )
}
