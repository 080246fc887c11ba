/** What the API says of requests for access, by the names these pages use. */
import type { AccessRequestView } from '../../src/surfaces/admin/contract/access-requests.ts'
import type { Item } from '../api/endpoints.ts'

export type AccessRequest = AccessRequestView
export type Piece = AccessRequest['pieces'][number]
export type Way = AccessRequest['may'][number]
export type Offer = Item<'GET /api/v1/access-offers'>
