/**
 * Explains whether a call would pass: the same questions as of a real call, in their order, and
 * what mends the first that is answered with no.
 */
import { scopesBeforeBody, scopesNeeded } from '../../domain/hubspot/needs.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { findPrincipalEver } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { nameCall } from './admit.ts'
import { explain, type Asked, type Explanation, type Unknown } from './explain-chain.ts'
import { nameIt } from './remedies.ts'

export interface ExplainInput {
  /** E-mail address, service account's name, or id. */
  readonly principal: string
  /** Id or name. */
  readonly connection: string
  readonly method: string
  /** Path (and query) at HubSpot. */
  readonly path: string
  /** The JSON body, where the call would have one that decides (search filters, exports). */
  readonly body?: unknown
}

export async function explainCall(ctx: Context, input: ExplainInput): Promise<Explanation> {
  authorise(ctx, 'read', 'explain')
  const principal = await findPrincipalEver(ctx.store.read, input.principal)
  return explain(ctx, { principal, connection: input.connection, asked: askedBy(input) })
}

function askedBy({ method, path, body }: ExplainInput): Result<Asked, Unknown> {
  const named = nameCall({ method: method.toUpperCase(), target: path })
  if (!named.ok) return err({ message: named.error.message, remedy: nameIt(named.error) })
  const { operation, params, target } = named.value
  const call = { operation, params, query: target.query }
  const whole = operation.body === null || body !== undefined
  return ok({
    operation,
    detail: operation.name,
    needs: (custom) => (whole ? scopesNeeded(call, body, custom) : scopesBeforeBody(call, custom)),
    note: whole ? '' : '; its body may need more (give it with --body)',
  })
}
