/** `hubward audit`: who did what, newest first; or all of it, line by line, for other programs. */
import { Command } from 'commander'
import type { z } from 'zod'
import type { auditEndpoints } from '../../admin/contract/audit.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { withSession } from '../session.ts'

/** By which it is searched, as the app does: each is a query parameter of the same name. */
const FILTERS = {
  text: ['<words>', 'a piece of a path, a name or an id, as it stands in an event'],
  type: ['<type>', 'call or change'],
  principal: ['<principal>', 'whose: address, name or id of a member or service account'],
  connection: ['<connection>', 'name or id'],
  group: ['<group>', 'whose grant carried the call: name or id'],
  door: ['<door>', 'rest, mcp, admin, cli or system'],
  tool: ['<tool>', 'search_records'],
  operation: ['<name>', 'crm.objects.search, grant.set; grant.* for all that begin so'],
  decision: ['<decision>', 'permitted or refused'],
  status: ['<class>', 'what the caller got: 2xx, 3xx, 4xx or 5xx'],
  from: ['<moment>', 'since 2027-01-31 or 2027-01-31T18:00:00Z'],
  to: ['<moment>', 'before that moment'],
} as const

type Filter = Partial<Record<keyof typeof FILTERS, string>>

interface AuditOptions extends Filter {
  readonly limit: string
  readonly before?: string
  readonly ndjson?: boolean
}

export function auditCommands(io: Io): Command[] {
  const command = new Command('audit').description(
    'what happened: calls through the gateway and changes by admins, newest first',
  )
  for (const [name, [value, what]] of Object.entries(FILTERS))
    command.option(`--${name} ${value}`, what)
  command
    .option('--limit <count>', 'at most so many, 1 to 500', '50')
    .option('--before <sequence>', 'older than that event')
    .option('--ndjson', 'everything, oldest first, as the recorded bytes, one event per line')
    .action(
      withSession(io, async ({ call, stream, out }, options: AuditOptions) => {
        const { auditEndpoints: audit } = await import('../../admin/contract/audit.ts')
        const { limit, before, ndjson } = options
        const filter = filterOf(options)
        if (ndjson) {
          for await (const chunk of await stream(audit.export, { query: filter })) {
            if (io.stdout.destroyed) return
            await out.raw(chunk)
          }
          return
        }
        const page = await call(audit.list, {
          query: {
            ...filter,
            limit: count('--limit', limit),
            ...(before !== undefined && { before: count('--before', before) }),
          },
        })
        out.show(page, () => {
          out.table(
            ['#', 'AT', 'WHO', 'DOOR', 'WHAT', 'ON', 'OUTCOME'],
            page.items.map(({ sequence, event }) => rowOf(out, sequence, event)),
            'Nothing of that kind has happened.',
          )
          const { next, searchedTo } = page
          // A search through a long log ends in time rather than at its end.
          if (searchedTo !== null)
            out.note(`Searched back to ${searchedTo.at ?? `event ${searchedTo.sequence}`} so far.`)
          if (next !== null) out.note(`Older ones: --before ${next}`)
        })
      }),
    )
  return [command]
}

/** Without what else there is among the options; whether a value is one the API says, at its field. */
const filterOf = (options: AuditOptions) =>
  Object.fromEntries(
    Object.keys(FILTERS).flatMap((name) => {
      const value = options[name as keyof Filter]
      return value === undefined ? [] : [[name, value]]
    }),
  ) as z.input<typeof auditEndpoints.export.query>

function count(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, `${option} is a number.`)
}

/** Who acts where nobody is named, by the door: as the web app says it. */
const NOBODY: Readonly<Record<string, string>> = {
  cli: 'operator',
  intake: 'link holder',
  system: 'Hubward',
}

const nobody = (door: string): string => NOBODY[door] ?? 'unknown'

function rowOf(out: Output, sequence: number, event: Readonly<Record<string, unknown>>): Cell[] {
  const text = (field: string): string => {
    const value = event[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const start = [
    String(sequence),
    text('at'),
    text('principalName') || nobody(text('door')),
    text('door'),
  ]
  if (event['type'] === 'change')
    return [...start, text('action'), text('targetName'), out.tone('changed', 'strong')]
  const what = text('operation') || `${text('method')} ${text('path')}`
  const outcome = `${text('status')} ${text('reason')}`.trim()
  return [
    ...start.with(2, text('principalName') || 'unknown'),
    what,
    text('connectionName'),
    out.tone(outcome, event['decision'] === 'permitted' ? 'good' : 'bad'),
  ]
}
