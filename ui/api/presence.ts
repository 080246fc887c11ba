/**
 * Whether somebody is there. A page asks by itself whenever something changes, and with that alone a
 * screen left open in a busy organisation would stay signed in all day. So what is asked while nobody
 * has touched mouse, keys or screen says so, and keeps no session alive.
 */

/** What follows from an act comes within it: answers, redirects, what the act itself changed. */
const AWAY_MS = 60_000

const ACTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const

/** Opening the page is an act. */
let lastActAt = Date.now()

/** For as long as the page is open. */
export function watchPresence(): void {
  const acted = (): void => {
    lastActAt = Date.now()
  }
  for (const act of ACTS) addEventListener(act, acted, { passive: true, capture: true })
}

/** To be sent along with a request. */
export const presence = (): Readonly<Record<string, string>> =>
  Date.now() - lastActAt > AWAY_MS ? { 'hubward-unattended': '1' } : {}
