/** The tables of signing in as Kysely sees them, kept equal to `0006_sign_in.sql`. */
import type { JSONColumnType } from 'kysely'
import type { ChallengePurpose, FlowPurpose } from '../../../application/sign-in/ports.ts'
import type { LinkPurpose } from '../../../domain/sign-in/one-time-link.ts'
import type { WayIn } from '../../../domain/sign-in/session.ts'

interface SealedColumns {
  kek_id: string
  kek_version: number
  wrapped_key: Buffer
  ciphertext: Buffer
}

export interface SignInSchema {
  identity_provider: {
    id: string
    name: string
    issuer: string
    client_id: string
    enabled: boolean
    created_at: Date
  } & { [Column in keyof SealedColumns]: SealedColumns[Column] | null }
  federated_identity: {
    id: string
    provider_id: string
    issuer: string
    subject: string
    principal_id: string
    email: string | null
    created_at: Date
    used_at: Date | null
  }
  passkey: {
    id: string
    principal_id: string
    credential_id: string
    public_key: Buffer
    counter: number
    transports: string[]
    synced: boolean
    name: string
    created_at: Date
    used_at: Date | null
  }
  browser_session: {
    id: string
    principal_id: string
    secret_hash: Buffer
    name: string
    address: string
    way_kind: WayIn['kind']
    way_name: string
    provider_id: string | null
    created_at: Date
    seen_at: Date
    stepped_up_at: Date | null
    expires_at: Date
    ended_at: Date | null
  }
  replaced_session_secret: {
    secret_hash: Buffer
    session_id: string
    replaced_at: Date
    replayed_at: Date | null
  }
  sign_in_challenge: {
    challenge_hash: Buffer
    purpose: ChallengePurpose
    bound_to: string | null
    remembered: JSONColumnType<Record<string, unknown>>
    created_at: Date
    expires_at: Date
  }
  one_time_link: {
    id: string
    purpose: LinkPurpose
    token_hash: Buffer
    principal_id: string | null
    made_by: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
    revoked_at: Date | null
  }
  oidc_flow: {
    state_hash: Buffer
    browser_hash: Buffer
    id: string
    provider_id: string
    purpose: FlowPurpose
    session_id: string | null
    link_hash: string | null
    return_to: string | null
    nonce: string
    created_at: Date
    expires_at: Date
  } & SealedColumns
}
