import type { Grant, Group } from '../../domain/access/entities.ts'
import type { WantedGrant } from '../../domain/access/grant-diff.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import { scopeFor } from '../../domain/access/state.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import type { Repositories } from '../ports.ts'
import { findConnection } from './find.ts'

/** A row of the matrix as somebody wrote it. */
export interface WrittenGrant {
  /** Id or name. */
  readonly connection: string
  readonly scopes: readonly string[]
  /** In the future; `null` for a standing grant. */
  readonly expiresAt: Date | null
}

export interface Matrix {
  /** The live grants of the group as they stand. */
  readonly before: readonly Grant[]
  readonly after: readonly (WantedGrant & { readonly connection: Connection })[]
}

/**
 * Reads a whole matrix of grants against the group: connections found, scopes in their one form,
 * every mistake told at its row (`grants.3.scopes.1`).
 *
 * @throws HubwardError `request.invalid`
 */
export async function readMatrix(
  from: Repositories,
  group: Group,
  written: readonly WrittenGrant[],
  now: Date,
): Promise<Matrix> {
  const mistakes: FieldError[] = []
  const after: Matrix['after'][number][] = []
  const seen = new Set<string>()
  for (const [index, row] of written.entries()) {
    const path = `grants.${index}`
    const connection = await found(from, row.connection, path, mistakes)
    if (!connection) continue
    if (row.expiresAt && row.expiresAt <= now)
      mistakes.push({
        path: `${path}.expiresAt`,
        message: 'The end of a grant lies in the future.',
      })
    const place = `${connection.id} ${row.expiresAt?.getTime() ?? ''}`
    if (seen.has(place))
      mistakes.push({
        path,
        message: `There are two grants on "${connection.name}" with the same end; write their scopes in one.`,
      })
    seen.add(place)
    const scopes = new Set<Scope>()
    for (const [at, text] of row.scopes.entries()) {
      const parsed = scopeFor(text, connection)
      if (parsed.ok) scopes.add(parsed.value)
      else mistakes.push({ path: `${path}.scopes.${at}`, message: parsed.error.message })
    }
    after.push({
      connection,
      connectionId: connection.id,
      scopes: [...scopes].sort(compareScopes),
      expiresAt: row.expiresAt,
    })
  }
  const [first] = mistakes
  if (first)
    throw new HubwardError('request.invalid', `The grants have mistakes: ${first.message}`, {
      fields: mistakes,
    })
  const standing = await from.grants.list({ groupId: group.id })
  return { before: standing.filter(({ expiresAt }) => !expiresAt || expiresAt > now), after }
}

async function found(
  from: Repositories,
  named: string,
  path: string,
  mistakes: FieldError[],
): Promise<Connection | undefined> {
  try {
    return await findConnection(from, named)
  } catch (thrown) {
    if (!(thrown instanceof HubwardError) || thrown.code !== 'connection.not_found') throw thrown
    mistakes.push({ path: `${path}.connection`, message: thrown.message })
    return undefined
  }
}
