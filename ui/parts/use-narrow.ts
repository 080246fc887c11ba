/** Whether the window is as narrow as a phone: tables become cards there, not by squeezing. */
import { useSyncExternalStore } from 'react'

const narrow = (): MediaQueryList => matchMedia('(width < 40rem)')

function subscribe(listener: () => void): () => void {
  const query = narrow()
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow().matches)
