/**
 * What was chosen in the wizard, kept in this tab over a reload, a lost connection, and the way to
 * HubSpot and back. No secret is ever in it: those live in the page's memory alone.
 */
import { useCallback, useEffect, useState } from 'react'

export interface Draft {
  /** Hubward scopes that people shall be able to use. */
  readonly scopes: readonly string[]
  readonly kind: string | undefined
  /** HubSpot scopes crossed off on the list. */
  readonly ticked: readonly string[]
  /** Which of several HubSpot scopes was chosen, by the choices joined with a space. */
  readonly chosen: Readonly<Record<string, string>>
  /** HubSpot scopes that are not needed but wanted. */
  readonly extra: readonly string[]
  readonly title: string
  /** `undefined`: made from the title. */
  readonly name: string | undefined
  /** Not secrets: ids of a developer account and its app. */
  readonly portalId: string
  readonly appId: string
  readonly hublet: string
  /** Name of the connection once it stands: the next wizard begins afresh. */
  readonly connected: string | undefined
}

export const EMPTY_DRAFT: Draft = {
  scopes: [],
  kind: undefined,
  ticked: [],
  chosen: {},
  extra: [],
  title: '',
  name: undefined,
  portalId: '',
  appId: '',
  hublet: '',
  connected: undefined,
}

const keyFor = (replace: string | undefined): string =>
  replace === undefined ? 'hubward.connect' : `hubward.replace.${replace}`

export function useDraft(replace: string | undefined, initial: Partial<Draft>) {
  const key = keyFor(replace)
  const [draft, setDraft] = useState<Draft>(() => read(key) ?? { ...EMPTY_DRAFT, ...initial })
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft))
    } catch {
      // A browser that keeps nothing still has the page's memory.
    }
  }, [key, draft])
  const patch = useCallback(
    (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })),
    [],
  )
  const restart = useCallback(() => setDraft({ ...EMPTY_DRAFT, ...initial }), [initial])
  return { draft, patch, restart }
}

/** Written by this app, but a tab may live through an upgrade: what is not of the form is left out. */
function read(key: string): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return undefined
    const known = Object.entries(stored).filter(
      ([name, value]) =>
        Object.hasOwn(EMPTY_DRAFT, name) && fits(EMPTY_DRAFT[name as keyof Draft], value),
    )
    return { ...EMPTY_DRAFT, ...Object.fromEntries(known) }
  } catch {
    return undefined
  }
}

function fits(like: unknown, value: unknown): boolean {
  if (Array.isArray(like))
    return Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (typeof like === 'object') return typeof value === 'object' && value !== null
  return typeof value === 'string'
}

/** For the page that HubSpot leads back to: a draft is there, or the tab is another. */
export function endDraft(replace: string | undefined): void {
  try {
    sessionStorage.removeItem(keyFor(replace))
  } catch {
    // Nothing was kept.
  }
}

const RETURN = 'hubward.oauth'

/** Where the way through HubSpot began, so that whoever is declined comes back to it. */
export function rememberReturn(replace: string | undefined): void {
  try {
    sessionStorage.setItem(RETURN, replace ?? '')
  } catch {
    // Then the way back leads to a new wizard.
  }
}

/** Name of the connection whose credential was to be replaced. */
export function readReturn(): string | undefined {
  try {
    return sessionStorage.getItem(RETURN) || undefined
  } catch {
    return undefined
  }
}
