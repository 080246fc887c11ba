/** The one tool that everybody has: what is possible, and whom to ask for the rest. */
import { z } from 'zod'
import { getMyAccess } from '../../../application/mcp/get-my-access.ts'
import { defineFreeTool } from '../tool.ts'

export const getMyAccessTool = defineFreeTool({
  name: 'get_my_access',
  title: 'My access',
  description:
    'Tells who you act for, their groups with the context written for you, the HubSpot connections and scopes you may use now, what is left of the limits, and whom to ask for more. Call it first, and whenever something was refused.',
  input: z.strictObject({}),
  output: z.looseObject({
    organisation: z.string().nullable(),
    you: z.looseObject({ name: z.string(), kind: z.string(), role: z.string() }),
    groups: z.array(z.looseObject({ name: z.string(), title: z.string(), context: z.string() })),
    connections: z.array(
      z.looseObject({
        name: z.string(),
        title: z.string(),
        portal_id: z.number(),
        state: z.string(),
        scopes: z.array(z.looseObject({ scope: z.string(), allows: z.string().optional() })),
        may_read: z.array(z.string()),
        may_write: z.array(z.string()),
      }),
    ),
    how_to_get_more: z.looseObject({
      who_can_grant: z.array(z.string()),
      message: z.string(),
    }),
    notices: z.array(z.string()),
  }),
  shown: () => true,
  verb: (services, call) => getMyAccess(services, call.caller),
})
