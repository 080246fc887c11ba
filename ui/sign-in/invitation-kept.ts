/** An invitation that somebody left for a provider: refused there, they come back to it, not to a door that is closed to them. */
const KEY = 'hubward.invitation'

/** In this tab alone, where it stands in the history already. `undefined`: what was kept is forgotten. */
export function keepInvitation(token: string | undefined): void {
  try {
    if (token === undefined) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, token)
  } catch {
    // Kept or not, the link that was sent still works.
  }
}

export function keptInvitation(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}
