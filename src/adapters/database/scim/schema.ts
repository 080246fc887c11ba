/** The tables of SCIM as Kysely sees them, kept equal to `0019_scim.sql`. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { JsonObject } from '../../../domain/scim/json.ts'
import type { ResourceKind } from '../../../domain/scim/resource-type.ts'
import type { EffectState } from '../../../domain/scim/schemas/portal.ts'

export interface ScimSchema {
  scim_resource: {
    id: string
    sequence: GeneratedAlways<number>
    connection_id: string
    kind: ResourceKind
    unique_key: string
    external_id: string | null
    hubspot_id: string | null
    hubspot_email: string | null
    content: JSONColumnType<JsonObject>
    version: Generated<number>
    managed: boolean
    unsaid: ColumnType<string[], readonly string[] | undefined, readonly string[]>
    effect: EffectState
    effect_reason: string | null
    effect_at: Date
    created_at: Date
    modified_at: Date
    deleted_at: Date | null
  }
  scim_member: { group_id: string; user_id: string; sequence: GeneratedAlways<number> }
  scim_adoption: { connection_id: string; snapshot_id: string; adopted_at: Date }
  scim_page: {
    set_id: string
    number: number
    connection_id: string
    principal_id: string
    query_digest: string
    page_size: number
    total: number
    last: boolean
    resources: JSONColumnType<JsonObject[]>
    expires_at: Date
  }
}
