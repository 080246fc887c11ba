/** What two people's AI assistants see and get of one portal, through the MCP door. */
import { z } from 'zod'
import { assistant, type Assistant } from './mcp.ts'
import type { CallerName, Stage } from './set-up.ts'
import { demand, type Step } from './step.ts'

const found = z.object({
  total: z.number().positive(),
  records: z
    .array(z.looseObject({ url: z.url(), properties: z.record(z.string(), z.unknown()) }))
    .min(1),
})

export const ASSISTANT_STEPS: readonly Step[] = [
  {
    title: 'The seller asks an assistant what it can do in HubSpot',
    run: (stage) =>
      asking(stage, 'seller', async (client) => {
        const tools = await client.tools()
        demand(tools.includes('write_records'), 'Sales may write, and there is no tool for it.')
        demand(
          !tools.includes('get_content'),
          'Sales may not read pages, and there is a tool for it.',
        )
        return wrapped(tools)
      }),
  },
  {
    title: 'It searches contacts',
    run: (stage) => asking(stage, 'seller', searchContacts),
  },
  {
    title: 'It raises a deal: first shown, then done',
    run: (stage) => asking(stage, 'seller', raiseDeal),
  },
  {
    title: 'The marketer asks another: the same portal, other tools',
    run: (stage) =>
      asking(stage, 'marketer', async (client) => {
        const tools = await client.tools()
        demand(
          tools.includes('get_content'),
          'Marketing may read pages, and there is no tool for it.',
        )
        demand(
          tools.includes('get_analytics'),
          'Marketing may read analytics, and there is no tool.',
        )
        demand(
          !tools.includes('write_records'),
          'Marketing may not write, and there is a tool for it.',
        )
        return wrapped(tools)
      }),
  },
  {
    title: 'It searches contacts too',
    run: (stage) => asking(stage, 'marketer', searchContacts),
  },
  {
    title: 'It tries deals, which Marketing was never granted: refused, with a way forward',
    run: (stage) =>
      asking(stage, 'marketer', async (client) => {
        const answer = await client.call('search_records', { object_type: 'deals', limit: 1 })
        demand(answer.refused, 'Marketing read deals that nobody granted.')
        demand(answer.text.includes('deals:read'), 'The refusal does not name what is missing.')
        return folded(answer.text)
      }),
  },
]

async function asking(
  stage: Stage,
  who: CallerName,
  work: (client: Assistant) => Promise<string[]>,
): Promise<string[]> {
  const client = await assistant(stage.hubwardUrl, stage.keys[who])
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

async function searchContacts(client: Assistant): Promise<string[]> {
  const answer = await client.call('search_records', {
    object_type: 'contacts',
    properties: ['firstname', 'lastname', 'jobtitle'],
    limit: 3,
  })
  demand(!answer.refused, answer.text)
  const { total, records } = found.parse(answer.data)
  const lines = records.map(({ properties, url }) => {
    const name = `${text(properties['firstname'])} ${text(properties['lastname'])}`
    return `${name.padEnd(20)} ${text(properties['jobtitle']).padEnd(24)} ${url}`
  })
  return [`${total} contacts, the first ${records.length} of them:`, ...lines]
}

const written = z.object({
  dry_run: z.boolean(),
  results: z
    .array(
      z.object({
        status: z.string(),
        changes: z
          .array(
            z.object({ property: z.string(), before: z.string().nullable(), after: z.string() }),
          )
          .optional(),
      }),
    )
    .length(1),
})

async function raiseDeal(client: Assistant): Promise<string[]> {
  const deals = await client.call('search_records', { object_type: 'deals', limit: 1 })
  const [deal] = found.parse(deals.data).records
  demand(deal !== undefined, 'The portal has no deals.')
  const amount = String(Number(text(deal.properties['amount'])) + 5_000)
  const change = {
    object_type: 'deals',
    action: 'update',
    records: [{ id: deal['id'], properties: { amount } }],
  }
  const preview = await client.call('write_records', { ...change, dry_run: true })
  const shown = written.parse(preview.data).results[0]
  demand(shown?.status === 'would_update', `The preview says ${shown?.status ?? 'nothing'}.`)
  const real = await client.call('write_records', change)
  const done = written.parse(real.data).results[0]
  demand(done?.status === 'updated', `The write says ${done?.status ?? 'nothing'}.`)
  const lines = (shown.changes ?? []).map(
    ({ property, before, after }) => `${property}: ${before ?? '(none)'} → ${after}`,
  )
  return [text(deal.properties['dealname']), ...lines]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const WIDTH = 96

/** Names in lines that fit a terminal. */
const wrapped = (names: readonly string[]): string[] => folded(names.join(', '))

export function folded(long: string): string[] {
  const lines = ['']
  for (const word of long.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
