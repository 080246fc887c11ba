/** Explains an action by its name: a scope, or an operation with the object types it is about. */
import { describeScope } from '../../domain/access/scope.ts'
import { scopeFor } from '../../domain/access/state.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { nearest } from '../../domain/hubspot/nearest.ts'
import { scopesBeforeBody } from '../../domain/hubspot/needs.ts'
import { OPERATIONS } from '../../domain/hubspot/operations/catalogue.ts'
import type { Operation } from '../../domain/hubspot/operations/operation.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { findPrincipalEver } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { explain, type Asked, type Explanation, type Unknown } from './explain-chain.ts'

export interface ExplainAction {
  /** E-mail address, service account's name, or id. */
  readonly principal: string
  /** Id or name. */
  readonly connection: string
  /** `contacts:write`, `crm.owners.list`, `crm.objects.search deals`. */
  readonly action: string
}

export async function explainAction(ctx: Context, input: ExplainAction): Promise<Explanation> {
  authorise(ctx, 'read', 'explain')
  const principal = await findPrincipalEver(ctx.store.read, input.principal)
  const connection = (await ctx.pictures.current()).connectionByName(input.connection)
  const asked = askedBy(input.action, connection)
  return explain(ctx, { principal, connection: input.connection, asked })
}

function askedBy(action: string, connection: Connection | undefined): Result<Asked, Unknown> {
  const [name = '', ...types] = action.trim().split(/[\s,]+/)
  const operation = OPERATIONS.find((one) => one.name === name)
  if (operation) return operationAsked(operation, types)
  const scope = scopeFor(action, connection)
  if (scope.ok)
    return ok({
      operation: null,
      detail: `${scope.value}: ${describeScope(scope.value)}`,
      needs: () => ok([scope.value]),
      note: '',
    })
  const near = nearest(
    name,
    OPERATIONS.map((one) => one.name),
  )
  return err({
    message: name.includes(':')
      ? scope.error.message
      : `"${action}" is neither a scope nor an operation.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
    remedy: 'Scopes are those of GET /api/v1/scopes, operations those that the audit names.',
  })
}

function operationAsked(operation: Operation, types: readonly string[]): Result<Asked, Unknown> {
  const { typesInPath, typesInQuery, name } = operation
  const places = [...typesInPath, ...typesInQuery]
  if (types.length !== places.length)
    return err({
      message:
        places.length === 0
          ? `${name} is about no object type; write it alone.`
          : `${name} is one for many object types: write ${places.length === 1 ? 'one' : String(places.length)} behind it, as in "${name} ${places.map(() => 'contacts').join(' ')}".`,
      remedy: null,
    })
  const params = Object.fromEntries(typesInPath.map((place, index) => [place, types[index] ?? '']))
  const query = typesInQuery.map(
    (place, index) => [place, types[typesInPath.length + index] ?? ''] as const,
  )
  return ok({
    operation,
    detail: [name, ...types].join(' '),
    needs: (custom) => scopesBeforeBody({ operation, params, query }, custom),
    note: operation.body === null ? '' : '; what its body names may need more',
  })
}
