/** Who may do what: the organisation's people and programs, their groups, grants and keys. */
import type { Scope } from './scope.ts'

/** What a person may do in Hubward itself; says nothing about HubSpot data. */
export const ROLES = {
  admin: 'changes everything: connections, groups, grants, people, keys',
  security_admin: 'keeps credentials, keys, sign-in and sessions; grants nothing',
  approver: 'reads everything, and approves what others propose',
  auditor: 'reads everything, changes nothing',
  operator: 'reads everything, pauses, resumes and rechecks connections',
  member: 'uses what the groups grant',
} as const
export type Role = keyof typeof ROLES

export type PrincipalKind = 'member' | 'service_account'

/** A person (member) or a program (service account): whoever holds client keys. */
export interface Principal {
  readonly id: string
  readonly kind: PrincipalKind
  readonly name: string
  /** Lower case; `null` for service accounts, which have none. */
  readonly email: string | null
  /** Service accounts are always `member`. */
  readonly role: Role
  readonly state: 'active' | 'removed'
  readonly createdAt: Date
}

export interface Organisation {
  readonly id: string
  readonly name: string
}

/** Principals with the same grants, and the context that their AI is given. */
export interface Group {
  readonly id: string
  /** Unique slug: `sales`. */
  readonly name: string
  readonly title: string
  readonly description: string
  /** Text for the members' AI: role, tone, definitions. Written by admins, never by HubSpot. */
  readonly context: string
  readonly memberIds: readonly string[]
  /** Rises with every change of texts, members or grants; 1 when it is made. */
  readonly revision: number
}

/** Group × connection × scopes, with an optional end. Several may stand side by side. */
export interface Grant {
  readonly id: string
  readonly groupId: string
  readonly connectionId: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
}

/** A client key as it is stored: never the key itself, only its SHA-256. */
export interface ClientKey {
  readonly id: string
  readonly principalId: string
  readonly name: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}
