/** `hubward check`, `hubward checks` and `hubward check-report`: does a connection work, and a report of it. */
import { Command } from 'commander'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { withSession, type Session } from '../session.ts'

interface CheckOptions {
  readonly expectPortal?: string
  readonly testFlow?: boolean
  readonly showSample?: boolean
  readonly pdf?: string
}

export const checkCommands = (io: Io): Command[] => [
  new Command('check')
    .description('check a connection step by step; green makes a pending one active')
    .argument('<connection>', 'its name')
    .option('--expect-portal <id>', 'fail where the credential opens another portal')
    .option('--test-flow', 'also make a marked contact at HubSpot, use it and remove it')
    .option('--show-sample', 'show what was read, with masked values; it is kept nowhere')
    .option('--pdf <file>', 'write the report as a PDF too')
    .action(
      withSession(io, async (session, name: string, options: CheckOptions) => {
        const { runCheck, endCheck } = await import('../run-check.ts')
        const report = await runCheck(session, name, {
          testFlow: options.testFlow === true,
          showSample: options.showSample === true,
          ...(options.expectPortal && { expectedPortalId: portal(options.expectPortal) }),
        })
        if (options.pdf) await writePdf(session, report.id, options.pdf)
        session.out.show(report, () => undefined)
        endCheck(session.out, report)
      }),
    ),
  new Command('checks')
    .description('show the last checks of a connection, or set how often it is checked by itself')
    .argument('<connection>', 'its name')
    .option('--every <days>', 'check it every so many days (1 to 90), or "never"')
    .action(
      withSession(io, async ({ call, out }, name: string, { every }: { every?: string }) => {
        const { checkEndpoints } = await contract()
        if (every !== undefined) {
          const set = await call(checkEndpoints.setSchedule, {
            params: { connection: name },
            body: { everyDays: daysOf(every) },
          })
          return out.show(set, () =>
            out.line(
              set.everyDays === null
                ? `${name} is checked only when somebody asks.`
                : `${name} is checked every ${set.everyDays} days, next ${set.nextAt}.`,
            ),
          )
        }
        const { items } = await call(checkEndpoints.list, { params: { connection: name } })
        out.show(items, () =>
          out.table(
            ['CHECK', 'BEGAN', 'OUTCOME', 'STEPS'],
            items.map(({ id, startedAt, state, verdict, counts }) => [
              id,
              startedAt,
              { text: verdict ?? state, tone: verdict === 'green' ? 'good' : 'bad' },
              counts ?? '',
            ]),
            `It was not checked yet. Next: hubward check ${name}`,
          ),
        )
      }),
    ),
  new Command('check-report')
    .description('show the report of a check, to read or to forward')
    .argument('<check>', 'its id: hubward checks <connection>')
    .option('--pdf <file>', 'write it as a PDF; - for stdout')
    .action(
      withSession(io, async (session, check: string, { pdf }: { pdf?: string }) => {
        if (pdf) return writePdf(session, check, pdf)
        const { call, out } = session
        const { checkEndpoints } = await contract()
        const { showStep } = await import('../run-check.ts')
        if (out.json)
          return out.show(await call(checkEndpoints.report, { params: { check } }), () => undefined)
        const { report, previous } = await call(checkEndpoints.get, { params: { check } })
        out.line(`${report.connection.name}, ${report.startedAt}: ${report.verdict}\n`)
        for (const step of report.steps) showStep(out, step)
        for (const change of previous?.changes ?? [])
          out.line(
            `\nSince the check before, ${change.title} went from ${change.before ?? 'nothing'} to ${change.after}.`,
          )
      }),
    ),
]

const contract = () => import('../../admin/contract/checks.ts')

function portal(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, '--expect-portal is the id of a portal: digits alone.')
}

function daysOf(text: string): number | null {
  if (text === 'never') return null
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, '--every is a number of days from 1 to 90, or "never".')
}

async function writePdf({ stream, out }: Session, check: string, file: string): Promise<void> {
  const { checkEndpoints } = await contract()
  const bytes = await stream(checkEndpoints.pdf, { params: { check } })
  if (file === '-') {
    for await (const chunk of bytes) await out.raw(chunk)
    return
  }
  const { writeFile } = await import('node:fs/promises')
  try {
    await writeFile(file, bytes)
  } catch (cause) {
    throw new CliFailure(EXIT.failed, `${file} could not be written.`, { cause })
  }
  out.note(`The report is in ${file}.`)
}
