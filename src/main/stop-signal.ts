/** Waits for the word to stop, and ends the process at once for whoever says it twice. */

export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', heard: () => void): unknown
  exit(status: number): void
}

/**
 * One press of Ctrl-C can arrive twice: a terminal sends it to every process in the foreground, and
 * one that started this one passes it on as well.
 */
const ONE_PRESS_MS = 1_000

/** Resolves at the first SIGINT or SIGTERM; another one, later than the same press, ends the process. */
export function stopSignal(
  signals: Signals = process,
  now: () => number = () => performance.now(),
): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const heard = (): void => {
      first ??= now()
      if (now() - first >= ONE_PRESS_MS) signals.exit(130)
      else resolve()
    }
    signals.on('SIGINT', heard)
    signals.on('SIGTERM', heard)
  })
}
