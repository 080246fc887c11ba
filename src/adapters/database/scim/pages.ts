/** The pages behind cursors: written once with the first page, read once each, wiped when old. */
import { sql } from 'kysely'
import type { ScimPage, ScimRepository } from '../../../application/scim/ports.ts'
import type { Database } from '../pool.ts'

export const pageRows = (db: Database): Pick<ScimRepository, 'page' | 'keepPages'> => ({
  async page(setId, number) {
    const row = await db
      .selectFrom('scim_page')
      .selectAll()
      .where('set_id', '=', setId)
      .where('number', '=', number)
      .executeTakeFirst()
    return (
      row && {
        setId,
        number,
        connectionId: row.connection_id,
        principalId: row.principal_id,
        queryDigest: row.query_digest,
        pageSize: row.page_size,
        total: row.total,
        last: row.last,
        resources: row.resources,
        expiresAt: row.expires_at,
      }
    )
  },
  async keepPages(pages, now, mostSets) {
    const [first] = pages
    if (!first) return
    await db.deleteFrom('scim_page').where('expires_at', '<=', now).execute()
    await sql`delete from scim_page where set_id in (
      select set_id from scim_page where connection_id = ${first.connectionId}
      group by set_id order by min(expires_at) desc offset ${mostSets - 1})`.execute(db)
    await db.insertInto('scim_page').values(pages.map(rowOf)).execute()
  },
})

const rowOf = (page: ScimPage) => ({
  set_id: page.setId,
  number: page.number,
  connection_id: page.connectionId,
  principal_id: page.principalId,
  query_digest: page.queryDigest,
  page_size: page.pageSize,
  total: page.total,
  last: page.last,
  resources: JSON.stringify(page.resources),
  expires_at: page.expiresAt,
})
