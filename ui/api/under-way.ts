/**
 * What was begun in this window and is still under way. It belongs to no page: whoever leaves and comes
 * back sees the same progress.
 */
import { useSyncExternalStore } from 'react'

export interface UnderWay<State> {
  get(key: string): State | undefined
  /** `undefined`: it is over. */
  tell(key: string, now: State | undefined): void
  use(key: string): State | undefined
}

export function underWay<State>(): UnderWay<State> {
  const states = new Map<string, State>()
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    get: (key) => states.get(key),
    tell(key, now) {
      if (now === undefined) states.delete(key)
      else states.set(key, now)
      for (const listener of listeners) listener()
    },
    use: (key) => useSyncExternalStore(subscribe, () => states.get(key)),
  }
}
