/** What a request asks for: a key of its own, or the next one of a connection that is there already. */
import { compareScopes, parseScope, type Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import type { Intake } from '../../domain/intake/intake.ts'
import { findConnection } from '../access/find.ts'
import type { Context } from '../context.ts'

export interface AskFor {
  /** Hubward scopes in any spelling that `parseScope` takes. */
  readonly scopes: readonly string[]
  readonly expectedPortalId: number | null
  /** Id or name of the connection whose next credential it is to be. */
  readonly replaces?: string | null | undefined
}

/**
 * Of a connection that is there the portal is known, and where no scopes are named, they are what
 * groups are granted on it now.
 *
 * @throws HubwardError `request.invalid`, `connection.not_found`, `connection.portal_mismatch`
 */
export async function readAskedFor(
  ctx: Context,
  { scopes, expectedPortalId, replaces = null }: AskFor,
): Promise<Pick<Intake, 'scopes' | 'expectedPortalId' | 'replaces'>> {
  if (replaces === null) return { scopes: readScopes(scopes), expectedPortalId, replaces: null }
  const connection = await findConnection(ctx.store.read, replaces)
  const { id, name, portalId } = connection
  if (expectedPortalId !== null && expectedPortalId !== portalId)
    throw new HubwardError(
      'connection.portal_mismatch',
      `"${name}" is of portal ${portalId}, and so must its next credential be, not of portal ${expectedPortalId}.`,
      { facts: { expected: portalId, found: expectedPortalId } },
    )
  const asked = scopes.length > 0 ? scopes : await grantedOn(ctx, connection)
  return { scopes: readScopes(asked), expectedPortalId: portalId, replaces: id }
}

async function grantedOn(ctx: Context, { id, name }: Connection): Promise<readonly Scope[]> {
  const now = ctx.world.now()
  const grants = await ctx.store.read.grants.list({ connectionId: id })
  const granted = grants
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .flatMap(({ scopes }) => scopes)
  if (granted.length > 0) return granted
  throw unclear([
    {
      path: 'scopes',
      message: `Nobody is granted anything on "${name}", so say what the key is for.`,
    },
  ])
}

/** Each named once, in the order of the scopes. */
function readScopes(texts: readonly string[]): readonly Scope[] {
  const mistakes: FieldError[] = []
  const scopes = new Set<Scope>()
  for (const [index, text] of texts.entries()) {
    const parsed = parseScope(text)
    if (parsed.ok) scopes.add(parsed.value)
    else mistakes.push({ path: `scopes.${index}`, message: parsed.error.message })
  }
  if (texts.length === 0)
    mistakes.push({ path: 'scopes', message: 'Choose at least one thing that the key is for.' })
  if (mistakes.length > 0) throw unclear(mistakes)
  return [...scopes].sort(compareScopes)
}

const unclear = (fields: readonly FieldError[]): HubwardError =>
  new HubwardError('request.invalid', fields[0]?.message, { fields })
