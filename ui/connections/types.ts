/** What the API answers about connections, by the names these pages use. */
import type { Answer, Item } from '../api/endpoints.ts'

export type ConnectionView = Answer<'GET /api/v1/connections/{connection}'>
export type CoverageRow = ConnectionView['coverage'][number]
export type Report = Answer<'POST /api/v1/connection-previews'>
export type Health = Answer<'GET /api/v1/overview'>['connections'][number]
export type Gauge = Health['budgets'][number]
export type Grant = Item<'GET /api/v1/grants'>
export type Group = Item<'GET /api/v1/groups'>
export type Key = Item<'GET /api/v1/keys'>
export type AiClient = Item<'GET /api/v1/authorisations'>
export type Scope = Item<'GET /api/v1/scopes'>
export type Kind = Item<'GET /api/v1/credential-kinds'>
export type ToTick = Answer<'GET /api/v1/hubspot-scopes'>
export type CheckedField = Answer<'POST /api/v1/credential-checks'>['fields'][number]
