/**
 * The shape of one operation of HubSpot's API, and the words in which the tables beside this
 * file are written. An operation has one method and any number of path templates: its versions
 * and twins. It says what it needs; whether a caller has that is not its matter.
 */
import type { Scope } from '../../access/scope.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** The verb that is asked on every object type which the call names. */
export type Access = 'read' | 'write' | 'merge' | 'gdpr-delete'

/** HubSpot's allowance that the call is counted in (facts §2); every one counts in the daily too. */
export type Bucket = 'burst' | 'search' | 'associations'

/** What of the body decides over the scopes, so that it must be read before it is forwarded. */
export type BodyNeed =
  /** Filters and sorts may name `associations.<type>`. */
  | 'search'
  /** A new record may bring associations along, by type id. */
  | 'create'
  | 'batch-create'
  /** `objectType`, `associatedObjectType` and a search. */
  | 'export'
  /** The `importRequest` part of the multipart body. */
  | 'import'
  /** `objectTypeId`, and those that the filters reach into. */
  | 'list'
  /** `inputs[].objectTypeId`. */
  | 'list-records'
  /** `engagement` and `associations` of the v1 form. */
  | 'engagement-v1'
  /** Both ends of a new association definition. */
  | 'schema-association'

export interface Operation {
  /** `crm.objects.search`: unique, and the name by which audit and budget speak of it. */
  readonly name: string
  readonly method: Method
  /** `/crm/v3/objects/{objectType}/search` and its twins. */
  readonly templates: readonly string[]
  readonly access: Access
  /** Scopes that are needed whatever the call names. */
  readonly scopes: readonly Scope[]
  /** Path placeholders that name object types: `access` is needed on each. */
  readonly typesInPath: readonly string[]
  /** Query parameters that must name object types: reading each is needed. */
  readonly typesInQuery: readonly string[]
  /**
   * Query parameters that widen the answer, and the scopes that each needs besides, unless its
   * value is `false`. `null` where there are none.
   */
  readonly scopesInQuery: Readonly<Record<string, readonly Scope[]>> | null
  /** Whoever holds any live grant on the connection may call it; then `scopes` is empty. */
  readonly anyGrant: boolean
  readonly bucket: Bucket
  /** Sending it twice does what sending it once does (RFC 9110 §9.2.2, or read by POST). */
  readonly retrySafe: boolean
  readonly body: BodyNeed | null
}

/** Why an operation is never forwarded, whatever the grants. */
export type RefusalKind =
  /** It hands out, takes or ends credentials. */
  | 'credentials'
  /** It administers an app, a webhook or an extension of a developer account. */
  | 'app_management'
  /** HubSpot has a newer twin of it that is offered. */
  | 'superseded'
  /** What it touches cannot be told from the call, so no grant can be checked against it. */
  | 'cannot_be_checked'
  /** Hubward has no scope for it. */
  | 'not_offered'

export interface RefusedOperation {
  readonly name: string
  readonly templates: readonly string[]
  /** `null`: every method. */
  readonly method: Method | null
  readonly kind: RefusalKind
  /** One sentence for the caller: why, and what to do instead. */
  readonly why: string
}

/** The dated releases that HubSpot has published as stable (facts §0). */
export const DATES = ['2026-03', '2026-09'] as const

interface Row extends Partial<Pick<Operation, 'access' | 'bucket' | 'retrySafe' | 'body'>> {
  readonly scopes?: readonly Scope[]
  readonly typesInPath?: readonly string[]
  readonly typesInQuery?: readonly string[]
  readonly scopesInQuery?: Readonly<Record<string, readonly Scope[]>>
  readonly anyGrant?: true
}

/** A read by POST: it changes nothing, so sending it twice is safe. */
export const READ_BY_POST = { access: 'read', retrySafe: true } as const
/** A POST that sets a state instead of adding to it. */
export const SETS_STATE = { retrySafe: true } as const

/** One line of a family's table: name, `METHOD /rest-of-path`, what differs from the family. */
export type Line = readonly [name: string, call: string, row?: Row]

/**
 * Expands a family: every line under every base. `{date}` in a base stands for each dated release.
 * Unless a line says otherwise, GET reads, the rest writes, and GET, PUT and DELETE are retry-safe.
 */
export function family(
  name: string,
  bases: readonly string[],
  common: Row,
  lines: readonly Line[],
): readonly Operation[] {
  const expanded = bases.flatMap((base) =>
    base.includes('{date}') ? DATES.map((date) => base.replace('{date}', date)) : [base],
  )
  return lines.map(([own, call, row]) => {
    const space = call.indexOf(' ')
    const method = call.slice(0, space) as Method
    const merged = { ...common, ...row }
    const access = merged.access ?? (method === 'GET' ? 'read' : 'write')
    return {
      name: `${name}.${own}`,
      method,
      templates: expanded.map((base) => base + call.slice(space + 1)),
      access,
      scopes: merged.scopes ?? [],
      typesInPath: merged.typesInPath ?? [],
      typesInQuery: merged.typesInQuery ?? [],
      scopesInQuery: merged.scopesInQuery ?? null,
      anyGrant: merged.anyGrant ?? false,
      bucket: merged.bucket ?? 'burst',
      retrySafe: merged.retrySafe ?? (method !== 'POST' && method !== 'PATCH'),
      body: merged.body ?? null,
    }
  })
}
