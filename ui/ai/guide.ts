/**
 * How each AI client and SDK is connected, step by step, as data. Exact names of menus and files:
 * whoever follows a step must find what it names.
 */
export type Way = 'sign-in' | 'key'

export interface Step {
  readonly text: string
  /** To be copied. */
  readonly code?: { readonly label: string; readonly text: string }
  /** An address that the client's own app opens. */
  readonly open?: { readonly label: string; readonly href: string }
}

export interface Guide {
  readonly steps: readonly Step[]
  /** What people stumble over. */
  readonly notes?: readonly string[]
}

/** What the steps are filled in with. */
export interface Place {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string
  /** A connection's name, for HubSpot's own API. */
  readonly connection: string
  /** What the person may read there, as HubSpot's paths and SDK call it. */
  readonly object: string
}

export interface ClientGuide {
  readonly id: string
  readonly label: string
  /** Runs in its maker's cloud: Hubward must be reachable from there. */
  readonly cloud?: string
  readonly ways: { readonly [W in Way]?: (place: Place) => Guide }
  /** Why a way is not there. */
  readonly without?: { readonly [W in Way]?: string }
}

/** A placeholder as configuration files write it, filled in by the client: `${HUBWARD_KEY}`. */
export const filledIn = (name: string): string => `\${${name}}`

export const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** As a shell takes it, and every client's configuration can refer to. */
export const keepKey: Step = {
  text: 'Keep the key in an environment variable, in your shell’s profile or a secret store.',
  code: { label: 'Environment variable', text: "export HUBWARD_KEY='hw_…'" },
}
