/**
 * The admin API as types alone: every endpoint of the contract under its `METHOD /path`. Nothing
 * of it exists in the bundle.
 */
import type { z } from 'zod'
import type * as accessRequests from '../../src/surfaces/admin/contract/access-requests.ts'
import type * as audit from '../../src/surfaces/admin/contract/audit.ts'
import type * as authorisations from '../../src/surfaces/admin/contract/authorisations.ts'
import type * as checks from '../../src/surfaces/admin/contract/checks.ts'
import type * as connections from '../../src/surfaces/admin/contract/connections.ts'
import type * as credentials from '../../src/surfaces/admin/contract/credentials.ts'
import type * as doctor from '../../src/surfaces/admin/contract/doctor.ts'
import type * as explain from '../../src/surfaces/admin/contract/explain.ts'
import type * as groups from '../../src/surfaces/admin/contract/groups.ts'
import type * as health from '../../src/surfaces/admin/contract/health.ts'
import type * as identityProviders from '../../src/surfaces/admin/contract/identity-providers.ts'
import type * as intakes from '../../src/surfaces/admin/contract/intakes.ts'
import type * as keys from '../../src/surfaces/admin/contract/keys.ts'
import type * as noticeChannels from '../../src/surfaces/admin/contract/notice-channels.ts'
import type * as notices from '../../src/surfaces/admin/contract/notices.ts'
import type * as organisation from '../../src/surfaces/admin/contract/organisation.ts'
import type * as overview from '../../src/surfaces/admin/contract/overview.ts'
import type * as passkeys from '../../src/surfaces/admin/contract/passkeys.ts'
import type * as people from '../../src/surfaces/admin/contract/people.ts'
import type * as principals from '../../src/surfaces/admin/contract/principals.ts'
import type * as provisioning from '../../src/surfaces/admin/contract/provisioning.ts'
import type * as resolve from '../../src/surfaces/admin/contract/resolve.ts'
import type * as reviews from '../../src/surfaces/admin/contract/reviews.ts'
import type * as rotation from '../../src/surfaces/admin/contract/rotation.ts'
import type * as savedFilters from '../../src/surfaces/admin/contract/saved-filters.ts'
import type * as session from '../../src/surfaces/admin/contract/session.ts'
import type * as settings from '../../src/surfaces/admin/contract/settings.ts'
import type * as signIn from '../../src/surfaces/admin/contract/sign-in.ts'
import type * as vault from '../../src/surfaces/admin/contract/vault.ts'
import type * as welcome from '../../src/surfaces/admin/contract/welcome.ts'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'

/** A new contract file is one import above and one line here. */
type Contract = [
  typeof accessRequests,
  typeof audit,
  typeof authorisations,
  typeof checks,
  typeof connections,
  typeof credentials,
  typeof doctor,
  typeof explain,
  typeof groups,
  typeof health,
  typeof identityProviders,
  typeof intakes,
  typeof keys,
  typeof noticeChannels,
  typeof notices,
  typeof organisation,
  typeof overview,
  typeof passkeys,
  typeof people,
  typeof principals,
  typeof provisioning,
  typeof resolve,
  typeof reviews,
  typeof rotation,
  typeof savedFilters,
  typeof session,
  typeof settings,
  typeof signIn,
  typeof vault,
  typeof welcome,
]

/** The endpoints of one contract file: what stands in its exports called `…Endpoints`. */
type Of<File> = {
  [Group in keyof File & `${string}Endpoints`]: File[Group][keyof File[Group]]
}[keyof File & `${string}Endpoints`]

type OfAll<Files extends readonly unknown[]> = {
  [Index in keyof Files]: Of<Files[Index]>
}[number]

type All = OfAll<Contract>

type ByName = {
  [E in All as E extends Endpoint ? `${E['method']} ${E['path']}` : never]: E
}

/** `'GET /api/v1/groups/{group}'`, and so on. */
export type Name = keyof ByName
export type Reading = Name & `GET ${string}`

export type Params<N extends Name> = z.input<ByName[N]['params']>
export type Query<N extends Name> = z.input<ByName[N]['query']>
export type Body<N extends Name> = z.input<ByName[N]['body']>
export type Answer<N extends Name> = z.output<ByName[N]['answer']>
/** One of the things that a list answers. */
export type Item<N extends Name> = Answer<N> extends { items: readonly (infer I)[] } ? I : never

/** Whether nothing has to be given: there are no members (`z.strictObject({})`), or all are optional. */
type MayBeLeftOut<T> = string extends keyof T ? true : Partial<T> extends T ? true : false

/** Asked for where the endpoint takes it, left out where it takes none. */
type Part<Key extends string, T> = [T] extends [undefined]
  ? { [K in Key]?: undefined }
  : MayBeLeftOut<T> extends true
    ? { [K in Key]?: T }
    : { [K in Key]: T }

export type Sent<N extends Name> = Part<'params', Params<N>> &
  Part<'query', Query<N>> &
  Part<'body', Body<N>>

/** What `mutate` is given. */
export type Given<N extends Name> = MayBeLeftOut<Sent<N>> extends true ? Sent<N> | void : Sent<N>

/** The second argument may be left out where nothing has to be sent. */
export type SentArgs<N extends Name> =
  MayBeLeftOut<Sent<N>> extends true ? [sent?: Sent<N>] : [sent: Sent<N>]
