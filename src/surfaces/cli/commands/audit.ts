/** `hubward audit`: who did what, newest first; or all of it, line by line, for other programs. */
import { Command } from 'commander'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { withSession } from '../session.ts'

interface AuditOptions {
  readonly type?: 'call' | 'change'
  readonly principal?: string
  readonly connection?: string
  readonly decision?: 'permitted' | 'refused'
  readonly operation?: string
  readonly from?: string
  readonly to?: string
  readonly limit: string
  readonly before?: string
  readonly ndjson?: boolean
}

export function auditCommands(io: Io): Command[] {
  const command = new Command('audit')
    .description('what happened: calls through the gateway and changes by admins, newest first')
    .option('--type <type>', 'call or change')
    .option('--principal <principal>', 'address, name or id')
    .option('--connection <connection>', 'name or id')
    .option('--decision <decision>', 'permitted or refused')
    .option('--operation <name>', 'crm.objects.search, grant.set')
    .option('--from <moment>', 'since 2027-01-31 or 2027-01-31T18:00:00Z')
    .option('--to <moment>', 'before that moment')
    .option('--limit <count>', 'at most so many, 1 to 500', '50')
    .option('--before <sequence>', 'older than that event')
    .option('--ndjson', 'everything, oldest first, as the recorded bytes, one event per line')
    .action(
      withSession(io, async ({ call, stream, out }, options: AuditOptions) => {
        const { auditEndpoints } = await import('../../admin/contract/audit.ts')
        const { limit, before, ndjson, ...filter } = known(options)
        if (ndjson) {
          for await (const chunk of await stream(auditEndpoints.export, { query: filter })) {
            if (io.stdout.destroyed) return
            await out.raw(chunk)
          }
          return
        }
        const page = await call(auditEndpoints.list, {
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
          if (page.next !== null) out.note(`Older ones: --before ${page.next}`)
        })
      }),
    )
  return [command]
}

/** Without what `hubward` itself takes. */
const known = ({
  type,
  principal,
  connection,
  decision,
  operation,
  from,
  to,
  limit,
  before,
  ndjson,
}: AuditOptions) => ({
  type,
  principal,
  connection,
  decision,
  operation,
  from,
  to,
  limit,
  before,
  ndjson,
})

function count(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, `${option} is a number.`)
}

function rowOf(out: Output, sequence: number, event: Readonly<Record<string, unknown>>): Cell[] {
  const text = (field: string): string => {
    const value = event[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const start = [String(sequence), text('at'), text('principalName') || 'operator', text('door')]
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
