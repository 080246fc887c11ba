/** Views of one thing. Which is open belongs into the address: hand in the search parameter. */
import { Tabs as Radix } from 'radix-ui'
import { useEffect, useRef, type ReactNode } from 'react'

export interface Tab<V extends string> {
  readonly value: V
  readonly label: ReactNode
  readonly count?: number | undefined
  readonly content: ReactNode
}

export function Tabs<V extends string>({
  value,
  onChange,
  tabs,
  label,
}: {
  value: V
  onChange: (value: V) => void
  tabs: readonly Tab<V>[]
  /** What the tabs are views of. */
  label: string
}) {
  const list = useRef<HTMLDivElement>(null)
  // On a narrow screen the open one may lie beyond the edge, as when its address was followed.
  // Only the bar moves, never the page. Counts come later and push what stands behind them.
  useEffect(() => {
    const bar = list.current
    const open = bar?.querySelector(`[data-tab="${CSS.escape(value)}"]`)
    if (!bar || !open) return undefined
    const observer = new ResizeObserver(() => {
      const [outer, inner] = [bar.getBoundingClientRect(), open.getBoundingClientRect()]
      if (inner.right > outer.right) bar.scrollLeft += inner.right - outer.right
      else if (inner.left < outer.left) bar.scrollLeft -= outer.left - inner.left
    })
    for (const tab of bar.children) observer.observe(tab)
    return () => observer.disconnect()
  }, [value])
  return (
    <Radix.Root value={value} onValueChange={(now) => onChange(now as V)}>
      <Radix.List
        ref={list}
        aria-label={label}
        className="-mx-4 mb-5 flex gap-1 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            data-tab={tab.value}
            className="-mb-px flex h-10 items-center gap-2 border-b-2 border-transparent px-2.5 font-medium whitespace-nowrap text-soft -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded-full bg-line/60 px-1.5 text-xs text-soft tabular-nums">
                {tab.count}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="rounded-md outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
