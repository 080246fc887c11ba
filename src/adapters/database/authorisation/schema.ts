/** The tables of migration 0007 as Kysely sees them. */
import type { JSONColumnType } from 'kysely'
import type { ConsentQuestion } from '../../../application/authorisation/ports.ts'
import type {
  Access,
  EndReason,
  AuthorisedResource,
} from '../../../domain/authorisation/authorisation.ts'

export interface AuthorisationSchema {
  authorisation: {
    id: string
    principal_id: string
    client_id: string
    client_name: string
    client_host: string | null
    redirect_uri: string
    resource: AuthorisedResource
    access: Access
    created_at: Date
    expires_at: Date
    last_used_at: Date | null
    revoked_at: Date | null
    ended_because: EndReason | null
  }
  issued_artefact: {
    kind: string
    id_hash: string
    grant_id: string | null
    payload: JSONColumnType<Record<string, unknown>>
    consumed_at: Date | null
    expires_at: Date
  }
  consent_request: {
    uid_hash: string
    browser_hash: string
    request: JSONColumnType<ConsentQuestion>
    created_at: Date
    expires_at: Date
    answered_at: Date | null
    answered_by: string | null
    authorisation_id: string | null
  }
  registered_client: {
    id: string
    metadata: JSONColumnType<Record<string, unknown>>
    created_at: Date
  }
  signing_key: {
    id: string
    public_jwk: JSONColumnType<Record<string, unknown>>
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
    created_at: Date
  }
  oauth_settings: { the_one: boolean; dynamic_registration: boolean }
}
