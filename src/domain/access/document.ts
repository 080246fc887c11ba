/**
 * The organisation as one document: what `org.yaml` says once it has been read. What a field says
 * is the whole of it; a field that is absent says nothing, and leaves things as they are.
 * Connections are named, never described: a credential has no place in a file.
 */
import type { Role } from './entities.ts'

export interface OrganisationDocument {
  readonly version: 1
  readonly organisation?: { readonly name: string } | undefined
  readonly members?: readonly DocumentMember[] | undefined
  readonly serviceAccounts?: readonly { readonly name: string }[] | undefined
  readonly groups?: readonly DocumentGroup[] | undefined
}

export interface DocumentMember {
  readonly email: string
  readonly name: string
  /** Absent: as it is; `member` for someone new. */
  readonly role?: Role | undefined
}

export interface DocumentGroup {
  readonly name: string
  /** Absent: as it is; the name for a new group. */
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly context?: string | undefined
  /** Addresses of members and names of service accounts. */
  readonly members?: readonly string[] | undefined
  readonly grants?: readonly DocumentGrant[] | undefined
}

export interface DocumentGrant {
  readonly connection: string
  readonly scopes: readonly string[]
  readonly expires?: Date | undefined
}
