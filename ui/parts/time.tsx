/** Moments as people say them, with the exact one on hover and for machines. */
import { useSyncExternalStore } from 'react'
import { relativeTime } from './relative-time.ts'

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** "3 minutes ago", "in 2 days"; keeps itself true. */
export function RelativeTime({
  at,
  never = 'never',
}: {
  at: string | null | undefined
  never?: string
}) {
  const now = useNow()
  if (at === null || at === undefined) return <span className="text-faint">{never}</span>
  const moment = new Date(at)
  return (
    <time dateTime={at} title={EXACT.format(moment)} className="whitespace-nowrap">
      {relativeTime(moment.getTime() - now)}
    </time>
  )
}

/** Exact to the second, for tables that are compared by it. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} className="whitespace-nowrap tabular-nums">
      {EXACT.format(new Date(at))}
    </time>
  )
}

export function Day({ at }: { at: string }) {
  const moment = new Date(at)
  return (
    <time dateTime={at} title={EXACT.format(moment)} className="whitespace-nowrap">
      {DAY.format(moment)}
    </time>
  )
}

/** One clock for the page, in steps of ten seconds. */
const STEP_MS = 10_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((one) => one()), STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since 1970, in the page's own steps. */
export const useNow = (): number =>
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / STEP_MS) * STEP_MS)
