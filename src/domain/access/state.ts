/** The organisation as it stands, as far as a document can speak of it. */
import type { Connection } from '../connection/connection.ts'
import type { Grant, Group, Organisation, Principal } from './entities.ts'
import { parseScope, type Scope, type ScopeRefusal } from './scope.ts'
import type { Result } from '../result.ts'

export interface OrganisationState {
  readonly organisation: Organisation | undefined
  /** Active ones only. */
  readonly principals: readonly Principal[]
  readonly groups: readonly Group[]
  /** Live ones only: a grant that has ended grants nothing, and is nobody's change. */
  readonly grants: readonly Grant[]
  /** Without the disconnected. */
  readonly connections: readonly Connection[]
}

/** What a file calls a principal: a member's address, a service account's name. */
export const referenceOf = ({ email, name }: Principal): string => email ?? name

/** How references are compared: neither addresses nor names of accounts know case. */
export const foldReference = (reference: string): string => reference.trim().toLowerCase()

/** Reads a scope for a connection; without known schemas any custom object's name will do. */
export function scopeFor(
  text: string,
  connection: Pick<Connection, 'customObjectTypes'> | undefined,
): Result<Scope, ScopeRefusal> {
  const types = connection?.customObjectTypes ?? []
  return parseScope(text, types.length > 0 ? types : undefined)
}
