/** The three places where a service says what it is (RFC 7644 §4). */
import { CURSOR_SECONDS } from '../../application/scim/page-by-cursor.ts'
import type { ScimContext } from '../../application/scim/scim-context.ts'
import { HubwardError } from '../../domain/errors.ts'
import {
  resourceTypes,
  schemaDocuments,
  serviceProviderConfig,
} from '../../domain/scim/discovery.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { refuse } from '../../domain/scim/refuse.ts'
import { json, list } from './answer.ts'

type Describe = (
  scim: ScimContext,
  id: string | undefined,
  parameters: ReadonlyMap<string, unknown>,
) => Response

const listed =
  (documents: (base: string) => JsonObject[]): Describe =>
  ({ base }, id, parameters) => {
    // RFC 7644 §4: a filter is to be refused, lest a client takes part of it for the whole.
    if (parameters.has('filter'))
      throw refuse('scim.discovery_unfiltered', 'Leave the filter out, and read all of it.')
    const all = documents(base)
    if (id === undefined) return list({ total: all.length, resources: all, startIndex: 1 })
    const found = all.find((one) => String(one['id']).toLowerCase() === id.toLowerCase())
    if (found) return json(found)
    throw new HubwardError('resource.not_found', `There is no “${id.slice(0, 100)}” here.`)
  }

export const DISCOVERY: Readonly<Record<string, Describe>> = {
  '/ServiceProviderConfig': ({ base, signIn }) =>
    json(
      serviceProviderConfig({
        base,
        documentation: `${signIn.site.publicUrl}/`,
        cursorSeconds: CURSOR_SECONDS,
      }),
    ),
  '/ResourceTypes': listed(resourceTypes),
  '/ResourceTypes/:id': listed(resourceTypes),
  '/Schemas': listed(schemaDocuments),
  '/Schemas/:id': listed(schemaDocuments),
}
