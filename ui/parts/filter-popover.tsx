/** Every filter at once, behind one button that says how many are set. */
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export const FilterPopover = ({ count, children }: { count: number; children: ReactNode }) => (
  <Popover.Root>
    <Popover.Trigger asChild>
      <Button icon="filter">
        <span className="max-sm:sr-only">Filter</span>
        {count > 0 && (
          <span className="rounded-full bg-accent-wash px-1.5 text-xs text-accent-strong tabular-nums">
            {count}
            <span className="sr-only"> set</span>
          </span>
        )}
      </Button>
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Content
        align="start"
        sideOffset={6}
        collisionPadding={12}
        aria-label="Filter"
        className="pop-in z-40 max-h-(--radix-popover-content-available-height) w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-lg border border-line bg-raised p-4 shadow-pop"
      >
        <div className="grid gap-4 sm:grid-cols-2">{children}</div>
        <Popover.Arrow className="fill-(--line)" />
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
)
