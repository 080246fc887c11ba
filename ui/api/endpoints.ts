/**
 * The admin API as types alone: every endpoint of the contract under its `METHOD /path`. Nothing
 * of it exists in the bundle; a new contract file needs one line in `Contract`.
 */
import type { z } from 'zod'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'

type Contract = [
  typeof import('../../src/surfaces/admin/contract/audit.ts'),
  typeof import('../../src/surfaces/admin/contract/authorisations.ts'),
  typeof import('../../src/surfaces/admin/contract/connections.ts'),
  typeof import('../../src/surfaces/admin/contract/credentials.ts'),
  typeof import('../../src/surfaces/admin/contract/explain.ts'),
  typeof import('../../src/surfaces/admin/contract/groups.ts'),
  typeof import('../../src/surfaces/admin/contract/identity-providers.ts'),
  typeof import('../../src/surfaces/admin/contract/keys.ts'),
  typeof import('../../src/surfaces/admin/contract/organisation.ts'),
  typeof import('../../src/surfaces/admin/contract/overview.ts'),
  typeof import('../../src/surfaces/admin/contract/passkeys.ts'),
  typeof import('../../src/surfaces/admin/contract/principals.ts'),
  typeof import('../../src/surfaces/admin/contract/saved-filters.ts'),
  typeof import('../../src/surfaces/admin/contract/session.ts'),
  typeof import('../../src/surfaces/admin/contract/settings.ts'),
  typeof import('../../src/surfaces/admin/contract/sign-in.ts'),
  typeof import('../../src/surfaces/admin/contract/welcome.ts'),
]

/** The endpoints of one contract file: what stands in its exports called `…Endpoints`. */
type Of<File> = {
  [Name in keyof File & `${string}Endpoints`]: File[Name][keyof File[Name]]
}[keyof File & `${string}Endpoints`]

type OfAll<Files extends readonly unknown[]> = {
  [Index in keyof Files]: Of<Files[Index]>
}[number]

type All = OfAll<Contract>

type ByName = {
  [E in All as E extends Endpoint ? `${E['method']} ${E['path']}` : never]: E
}

/** `'GET /api/v1/groups/{group}'`, and so on. */
export type Name = keyof ByName & string
export type Reading = Name & `GET ${string}`
export type Changing = Exclude<Name, Reading>

export type Params<N extends Name> = z.input<ByName[N]['params']>
export type Query<N extends Name> = z.input<ByName[N]['query']>
export type Body<N extends Name> = z.input<ByName[N]['body']>
export type Answer<N extends Name> = z.output<ByName[N]['answer']>
/** One of the things that a list answers. */
export type Item<N extends Name> = Answer<N> extends { items: readonly (infer I)[] } ? I : never

/** `{}`: fits every type that asks for no member. */
export type Nothing = Record<never, never>

/** Asked for where the endpoint takes it, left out where it takes none. */
type Part<Key extends string, T> = [T] extends [undefined]
  ? { [K in Key]?: undefined }
  : Nothing extends T
    ? { [K in Key]?: T }
    : { [K in Key]: T }

export type Sent<N extends Name> = Part<'params', Params<N>> &
  Part<'query', Query<N>> &
  Part<'body', Body<N>>

/** The second argument may be left out where nothing has to be sent. */
export type SentArgs<N extends Name> = Nothing extends Sent<N> ? [sent?: Sent<N>] : [sent: Sent<N>]
