/**
 * Runs a check and shows it step by step: a live list in a terminal, a line per step where the
 * output is piped, nothing but the report with `--json`.
 */
import { checkEndpoints, checkProgress, type CheckReportView } from '../admin/contract/checks.ts'
import type { CheckProgressView, StepResultView } from '../admin/contract/checks.ts'
import { eventsOf } from './events-of.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

export interface CheckBody {
  readonly expectedPortalId?: number
  readonly testFlow?: boolean
  readonly showSample?: boolean
}

/** Below it a list would be wrapped into nonsense. */
const LIVE_COLUMNS = 40

type Samples = Extract<CheckProgressView, { event: 'step' }>['samples']

/** @throws CliFailure where it is refused or could not be finished; a red report is returned */
export async function runCheck(
  { io, out, stream }: Session,
  connection: string,
  body: CheckBody,
): Promise<CheckReportView> {
  const bytes = await stream(checkEndpoints.run, { params: { connection }, body })
  const events = eventsOf(bytes, checkProgress, () => cutOff(connection))
  // A live list needs the real terminal, which it takes for itself, and room: a pseudo-terminal of
  // some programs says that it has none.
  const { stdout } = process
  const live = !out.json && io.stdout === stdout && stdout.isTTY && stdout.columns >= LIVE_COLUMNS
  const watch = live ? (await import('./watch-check.ts')).watchCheck : plain
  return watch(events, out)
}

export type WatchCheck = (
  events: AsyncIterable<CheckProgressView>,
  out: Output,
) => Promise<CheckReportView>

const plain: WatchCheck = async (events, out) => {
  for await (const event of events) {
    if (event.event === 'done') return event.report
    if (event.event === 'broke') throw broken(event)
    if (event.event !== 'step' || out.json) continue
    showStep(out, event.result)
    showSamples(out, event.samples)
  }
  throw cutOff()
}

export const broken = ({
  code,
  message,
}: Extract<CheckProgressView, { event: 'broke' }>): CliFailure =>
  new CliFailure(EXIT.failed, message, { details: [`(${code})`] })

export const cutOff = (connection = '<connection>'): CliFailure =>
  new CliFailure(
    EXIT.unreachable,
    `The line to Hubward broke off. If it still runs, so does the check: hubward checks ${connection}.`,
  )

export function showStep(out: Output, { title, outcome, summary, findings }: StepResultView): void {
  out.line(`${outcome.padEnd(8)} ${title.padEnd(TITLE_WIDTH)} ${summary}`)
  for (const { outcome: of, text, remedy } of findings) {
    if (of === 'ok' && outcome !== 'skipped') continue
    if (of !== 'ok') out.line(`         ${of === 'failed' ? '-' : '!'} ${text}`)
    if (remedy) out.line(`           ${remedy}`)
  }
}

/** Of the longest title. */
const TITLE_WIDTH = 30

export function showSamples(out: Output, samples: Samples): void {
  for (const [object, fields] of Object.entries(samples ?? {}))
    for (const [name, masked] of Object.entries(fields))
      out.line(`           ${object}.${name} ${masked}`)
}

/** The last line, and the status: red is a failure for whoever scripts it. */
export function endCheck(out: Output, report: CheckReportView): void {
  const { verdict, id, connection } = report
  const state = connection.state === 'pending' ? 'is not active yet' : `is ${connection.state}`
  if (!out.json) {
    out.line()
    out.line(`The check is ${verdict}: ${connection.name} ${state}.`)
    out.line(`To forward: hubward check-report ${id} --pdf report.pdf`)
  }
  if (verdict === 'red')
    throw new CliFailure(EXIT.failed, out.json ? '' : 'What failed stands above, with what to do.')
}
