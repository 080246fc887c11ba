/** What the matrix needs to know of the connections: which scopes they offer, which their credentials cover. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { gapIn, type Gap } from './gap.ts'
import type { ScopeView } from './matrix-rows.ts'

type ConnectionView = Item<'GET /api/v1/connections'>

export interface Portal {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly state: ConnectionView['state']
  /** Why a scope does less there than it says; `undefined` where it does all. */
  gap(scope: string): Gap | undefined
  /** Whether the portal knows the resource at all: another's custom object does not exist there. */
  offers(scope: string): boolean
}

export interface Portals {
  /** `undefined` while they are fetched. */
  readonly all: readonly Portal[] | undefined
  readonly scopes: readonly ScopeView[] | undefined
}

/** `shown`: the connections whose custom objects are wanted as well. */
export function usePortals(shown: readonly string[]): Portals {
  const connections = useQuery({ ...ask('GET /api/v1/connections'), throwOnError: true })
  const fixed = useQuery({ ...ask('GET /api/v1/scopes'), throwOnError: true })
  const own = useQueries({
    queries: shown.map((connection) => ask('GET /api/v1/scopes', { query: { connection } })),
    combine: (answers) => answers.map(({ data }) => data?.items),
  })
  return useMemo(() => {
    const offered = new Map(shown.map((id, at) => [id, own[at]]))
    const scopes = new Map(
      [...(fixed.data?.items ?? []), ...own.flatMap((items) => items ?? [])].map((scope) => [
        scope.scope,
        scope,
      ]),
    )
    return {
      all: connections.data?.items.map((one) => portalOf(one, offered.get(one.id))),
      scopes: fixed.data && [...scopes.values()],
    }
  }, [connections.data, fixed.data, own, shown])
}

function portalOf(view: ConnectionView, scopes: readonly ScopeView[] | undefined): Portal {
  const coverage = new Map(view.coverage.map((row) => [row.scope, row]))
  const offered = scopes && new Set(scopes.map(({ scope }) => scope))
  return {
    id: view.id,
    name: view.name,
    title: view.title,
    state: view.state,
    gap(scope) {
      const row = coverage.get(scope)
      return row && gapIn(row)
    },
    offers: (scope) => offered?.has(scope) ?? true,
  }
}
