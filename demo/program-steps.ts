/** What programs get: the official SDK, pointed at the gateway with a client key. */
import { Client } from '@hubspot/api-client'
import { z } from 'zod'
import { folded } from './assistant-steps.ts'
import type { CallerName, Stage } from './set-up.ts'
import { demand, type Step } from './step.ts'

const TITLE = 'Head of Partnerships'

/** What the SDK throws for an answer of 400 and above. */
const apiError = z.object({
  code: z.number(),
  body: z.object({ message: z.string(), hubward: z.object({ code: z.string() }) }),
})

export const PROGRAM_STEPS: readonly Step[] = [
  {
    title: "crm-sync, with HubSpot's official SDK, reads a contact and changes it",
    async run(stage) {
      const { basicApi } = sdk(stage, 'sync').crm.contacts
      const [first] = (await basicApi.getPage(1)).results
      demand(first !== undefined, 'The portal has no contacts.')
      const before = await basicApi.getById(first.id, ['email', 'jobtitle'])
      await basicApi.update(first.id, { properties: { jobtitle: TITLE } })
      const after = await basicApi.getById(first.id, ['email', 'jobtitle'])
      demand(after.properties['jobtitle'] === TITLE, 'The change did not arrive.')
      return [
        `contact ${first.id}, ${before.properties['email'] ?? ''}`,
        `jobtitle: ${before.properties['jobtitle'] ?? '(none)'} → ${TITLE}`,
      ]
    },
  },
  {
    title: 'The marketer’s key, with the same SDK, reads deals: refused',
    async run(stage) {
      const refusal = await refusalOf(sdk(stage, 'marketer').crm.deals.basicApi.getPage(1))
      demand(refusal.code === 403, `HubSpot's shape wants 403 here, not ${refusal.code}.`)
      const { message, hubward } = refusal.body
      demand(hubward.code === 'access.scope_missing', `The code is ${hubward.code}.`)
      return [`403 ${hubward.code}`, ...folded(message)]
    },
  },
  {
    title: 'An old laptop is lost: its key is revoked, and its next call is refused',
    async run(stage) {
      const made = z
        .object({ text: z.string(), key: z.object({ id: z.string() }) })
        .parse(
          await stage.hubward.json(['key', 'create', 'seller@example.com', '--name', 'old laptop']),
        )
      const url = `${stage.hubwardUrl}/hubspot/main/crm/v3/objects/contacts?limit=1`
      const call = async () =>
        (await fetch(url, { headers: { authorization: `Bearer ${made.text}` } })).status
      const before = await call()
      demand(before === 200, `The new key was answered ${before}.`)
      await stage.hubward.json(['key', 'revoke', made.key.id])
      const after = await call()
      demand(after === 401, `The revoked key was answered ${after}.`)
      return [`before: ${before}   hubward key revoke ${made.key.id}   after: ${after}`]
    },
  },
]

const sdk = (stage: Stage, who: CallerName): Client =>
  new Client({ accessToken: stage.keys[who], basePath: `${stage.hubwardUrl}/hubspot/main` })

async function refusalOf(call: Promise<unknown>): Promise<z.output<typeof apiError>> {
  try {
    await call
  } catch (error) {
    return apiError.parse(error)
  }
  return { code: 200, body: { message: '', hubward: { code: 'none' } } }
}
