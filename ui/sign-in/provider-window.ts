/**
 * An identity provider in a window of its own: the page that asks stays, with all that was typed.
 * Our pages are `Cross-Origin-Opener-Policy: same-origin`, so once the window has gone to the
 * provider neither can reach the other, and nobody here learns that it was closed. The callback
 * page, of our own origin again, says by BroadcastChannel how it went. That somebody waits for
 * that it sees by a Web Lock, named after the visit's `state`, which ends with whoever holds it.
 */
import { api } from '../api/api.ts'
import type { Begin } from './provider.ts'

/** What to tell of a visit that came to nothing; `null` where the provider's answer was good. */
export type Outcome = { readonly refused: string | null }

const CHANNEL = 'hubward-identity'
const lockOf = (state: string): string => `${CHANNEL}:${state}`
const FORM = 'popup,width=520,height=720'

interface Waiting {
  /** Waits no more: a window that is still open becomes one like any other. */
  readonly gone: AbortSignal
  readonly onEnd: (outcome: Outcome) => void
}

/**
 * Opens the window, which browsers allow in a click alone, and sends it to the provider.
 *
 * @returns false where the browser allows no window
 * @throws Refusal
 */
export async function openProvider(begin: Begin, waiting: Waiting): Promise<boolean> {
  const beside = open('', '', FORM)
  if (!beside || beside.closed) return false
  try {
    const { url } = await api('POST /api/v1/sign-in/oidc/begin', { body: begin })
    await listenFor(stateIn(new URL(url).search), waiting)
    beside.location.replace(url)
  } catch (thrown) {
    beside.close()
    throw thrown
  }
  return true
}

/** Resolves as soon as the callback page can see that somebody waits. */
function listenFor(state: string, { gone, onEnd }: Waiting): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise((listening, failed) => {
    const ended = new Promise<void>((end) => {
      gone.addEventListener('abort', () => end())
      channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if (data.state !== state || gone.aborted) return
        end()
        onEnd({ refused: data.refused })
      })
    })
    navigator.locks
      .request(lockOf(state), () => {
        listening()
        return gone.aborted ? undefined : ended
      })
      .catch(failed)
      .finally(() => channel.close())
  })
}

type Told = Outcome & { readonly state: string }

/** For the callback page: whether a page of this browser waits for the visit to end. */
export async function isAwaited(query: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lockOf(stateIn(query)))
}

/** For the callback page. */
export function tellOutcome(query: string, outcome: Outcome): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage({ state: stateIn(query), ...outcome } satisfies Told)
  channel.close()
}

const stateIn = (query: string): string => new URLSearchParams(query).get('state') ?? ''
