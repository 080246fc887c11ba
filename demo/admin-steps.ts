/** What the admin sees afterwards: why a call is refused, and everything that happened. */
import { z } from 'zod'
import { demand, type Step } from './step.ts'

const DEALS = ['explain', '--as', 'marketer@example.com', 'main', 'GET', '/crm/v3/objects/deals']

const explanation = z.object({ allowed: z.boolean(), broken: z.string().nullable() })
const page = z.object({
  items: z.array(
    z.object({
      event: z.looseObject({ type: z.string(), decision: z.string().optional() }),
    }),
  ),
})

export const ADMIN_STEPS: readonly Step[] = [
  {
    title: `The admin asks why: hubward ${DEALS.join(' ')}`,
    async run({ hubward }) {
      const { allowed, broken } = explanation.parse(await hubward.json(DEALS))
      demand(!allowed && broken === 'scope granted', `The broken link is "${broken ?? 'none'}".`)
      return linesOf(await hubward.text(DEALS))
    },
  },
  {
    title: 'And who did what: hubward audit --type call',
    async run({ hubward }) {
      const { items } = page.parse(await hubward.json(['audit', '--limit', '500']))
      const count = (decision: string) =>
        items.filter(({ event }) => event.decision === decision).length
      demand(count('permitted') >= 6, `Only ${count('permitted')} calls are on record.`)
      demand(count('refused') >= 2, `Only ${count('refused')} refusals are on record.`)
      demand(
        items.some(({ event }) => event.type === 'change'),
        'No change by the admin is on record.',
      )
      return linesOf(await hubward.text(['audit', '--type', 'call']))
    },
  },
  {
    title: 'Nothing of it repeats a secret',
    async run({ hubward, hubspotToken, keys }) {
      const recorded = await hubward.text(['audit', '--ndjson'])
      demand(recorded.split('\n').length >= 10, 'The export of the audit is short.')
      const secrets = [hubspotToken, ...Object.values(keys)]
      const seen = secrets.filter((secret) => recorded.includes(secret))
      demand(seen.length === 0, `${seen.length} secrets stand in the audit.`)
      return [
        `${recorded.split('\n').length} events, searched for ${secrets.length} secrets: none found`,
      ]
    },
  },
]

const linesOf = (text: string): string[] => text.split('\n')
