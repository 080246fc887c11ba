/** What the API says of the users inside a portal, by the names these pages use. */
import type {
  AlertView,
  PortalUserView,
  ReadingView,
  SyncProgressView,
  UserChangeView,
} from '../../src/surfaces/admin/contract/people.ts'
import type { Answer } from '../api/endpoints.ts'

export type PortalUser = PortalUserView
export type Reading = ReadingView
export type Sealed = NonNullable<Reading['sealed']>
export type Facet = keyof Sealed['facets']
export type Reason = Reading['reasons'][number]
export type UserChange = UserChangeView
export type Alert = AlertView
export type AlertKind = Alert['kind']
export type SyncProgress = SyncProgressView
export type ShownUser = Answer<'GET /api/v1/connections/{connection}/people/users/{user}'>
export type Users = Answer<'GET /api/v1/connections/{connection}/people/users'>
export type Settings = Answer<'GET /api/v1/connections/{connection}/people/settings'>
