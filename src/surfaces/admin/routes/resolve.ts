/** Routes of links and pick lists. */
import { pickList, type PickedList } from '../../../application/resolve/pick-list.ts'
import { resolveLink, type Resolution } from '../../../application/resolve/resolve-link.ts'
import { describeLink } from '../../../domain/hubspot/links/link.ts'
import { PICK_LISTS } from '../../../domain/hubspot/picks.ts'
import { resolveEndpoints as endpoints, type ResolutionView } from '../contract/resolve.ts'
import { route } from '../route.ts'

export const resolveRoutes = [
  route(endpoints.resolve, async ({ ctx, body }) => view(await resolveLink(ctx, body))),
  route(endpoints.pick, async ({ ctx, params, body }) =>
    picked(await pickList(ctx, { ...params, ...body })),
  ),
]

function view({ link, connection, portal, found, rights, notes }: Resolution): ResolutionView {
  const { notes: _told, objectType, beside, ...rest } = link
  return {
    link: { ...rest, objectType: objectType && { ...objectType }, beside: { ...beside } },
    says: describeLink(link),
    connection: connection && {
      id: connection.id,
      name: connection.name,
      portalId: connection.portalId,
    },
    portal,
    found: { ...found },
    rights: rights && { ...rights, missing: [...rights.missing] },
    notes: [...notes],
  }
}

const picked = ({ list, items, complete, missingScopes, notices }: PickedList) => ({
  items: items.map((item) => ({
    ...item,
    facts: item.facts.map((fact) => ({ ...fact })),
    parts: item.parts.map((part) => ({ ...part })),
  })),
  idIs: PICK_LISTS[list].id,
  complete,
  missingScopes: [...missingScopes],
  notices: [...notices],
})
