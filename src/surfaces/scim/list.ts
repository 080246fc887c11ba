/** Lists by index or by cursor, from an address or a search. */
import { listScimResources } from '../../application/scim/list-resources.ts'
import { pageByCursor } from '../../application/scim/page-by-cursor.ts'
import type { ScimContext } from '../../application/scim/scim-context.ts'
import { PAGE } from '../../domain/scim/discovery.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { list } from './answer.ts'
import { readListQuery } from './read-query.ts'

export async function answerList(
  scim: ScimContext,
  kinds: readonly ResourceKind[],
  parameters: ReadonlyMap<string, unknown>,
): Promise<Response> {
  const { query, page } = readListQuery(kinds, parameters, scim.scimSyntax)
  if (page.by === 'cursor')
    return list(await pageByCursor(scim, { query, ...page, standardCount: PAGE.standard }))
  const { startIndex, count } = page
  const listed = await listScimResources(scim, query, { offset: startIndex - 1, limit: count })
  return list({ ...listed, startIndex })
}
