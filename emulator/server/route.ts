// The shape of a route: who may call it, which allowance it uses, and the function that answers.
// Rooms under `routes/` export tables of these; nothing else decides what exists.
import type { Token } from '../auth/tokens.ts'
import type { FaultEffect } from '../faults/board.ts'
import type { World } from '../world.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Which HubSpot scopes open a route. `listed` is what the 403 names, where that differs. */
export type Requirement =
  | { any: readonly string[]; listed?: readonly string[] }
  | { all: readonly string[]; listed?: readonly string[] }

/** HubSpot's allowances (usage guidelines): each route draws on one, and on the daily one. */
export type Allowance = 'burst' | 'search' | 'associations' | 'none'

export type Call = {
  world: World
  method: Method
  path: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  accept: string
  /** The JSON body; `undefined` where none was sent. */
  body: unknown
  /** The body as sent, for form posts. */
  text: string
  token: Token
  now: number
  /** The mishaps of this call that its handler must act out (search lag, mis-sort). */
  effects: readonly FaultEffect[]
}

export type Answer = {
  status: number
  body?: unknown
  /** Sent as it is instead of `body`. */
  html?: string
  headers?: Readonly<Record<string, string>>
}

export type Route = {
  method: Method
  path: string
  /** `open`: no credential is looked at. `developer`: takes only a developer key. */
  needs: 'open' | 'developer' | Requirement | ((call: Call) => Requirement)
  allowance?: Allowance
  /** The body is parsed by the handler (a form, a file). */
  form?: boolean
  handle: (call: Call) => Answer
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const NO_CONTENT: Answer = { status: 204 }

/** The dated releases that are alive in November 2026. */
export const DATED = ['2026-03', '2026-09'] as const

/**
 * Repeats a table of routes for each base path: the v3 path and its dated twins answer alike.
 */
export function mount(bases: readonly string[], routes: readonly Route[]): Route[] {
  return bases.flatMap((base) => routes.map((route) => ({ ...route, path: base + route.path })))
}

/** `/crm/objects/{date}` for each living date, then whatever undated ones are named. */
export function dated(before: string, after = '', ...undated: string[]): string[] {
  return [...DATED.map((date) => `${before}/${date}${after}`), ...undated]
}
