/** Routes of checks: progress line by line, and the report as JSON and as a PDF. */
import { startCheck } from '../../../application/check/check-connection.ts'
import { setCheckSchedule, showCheckSchedule } from '../../../application/check/check-schedule.ts'
import type { CheckSchedule } from '../../../application/check/ports.ts'
import { listChecks, showCheck } from '../../../application/check/show-checks.ts'
import { countsInWords } from '../../../domain/check/report.ts'
import { checkReportView } from '../check-views.ts'
import { checkEndpoints as endpoints } from '../contract/checks.ts'
import { lines } from '../lines.ts'
import { route, streamingRoute } from '../route.ts'

export const checkRoutes = [
  streamingRoute(endpoints.run, async ({ ctx, params, body }) => {
    const { expectedPortalId, testFlow, showSample } = body
    const running = await startCheck(ctx, {
      ...params,
      testFlow,
      showSample,
      expectedPortalId: expectedPortalId ?? null,
    })
    return lines(running.progress, (event) => event)
  }),
  route(endpoints.list, async ({ ctx, params }) => ({
    items: (await listChecks(ctx, params)).map(({ id, state, startedAt, testFlow, report }) => ({
      id,
      state,
      startedAt: startedAt.toISOString(),
      testFlow,
      verdict: report?.verdict ?? null,
      counts: report && countsInWords(report.steps),
    })),
  })),
  route(endpoints.schedule, async ({ ctx, params }) =>
    scheduleView(await showCheckSchedule(ctx, params)),
  ),
  route(endpoints.setSchedule, async ({ ctx, params, body }) =>
    scheduleView(await setCheckSchedule(ctx, { ...params, ...body })),
  ),
  route(endpoints.get, async ({ ctx, params }) => {
    const { report, previous } = await showCheck(ctx, params)
    return {
      report: checkReportView(report),
      previous: previous && {
        id: previous.id,
        startedAt: previous.startedAt.toISOString(),
        changes: previous.changes.map((change) => ({
          ...change,
          appeared: [...change.appeared],
          gone: [...change.gone],
        })),
      },
    }
  }),
  route(endpoints.report, async ({ ctx, params }) =>
    checkReportView((await showCheck(ctx, params)).report),
  ),
  streamingRoute(endpoints.pdf, async ({ ctx, params }) => {
    const { report } = await showCheck(ctx, params)
    // Its library is loaded by whoever wants a PDF, and by nobody else.
    const { reportPdf } = await import('../report-pdf/report-pdf.ts')
    return reportPdf(report)
  }),
]

const scheduleView = (schedule: CheckSchedule | null) => ({
  everyDays: schedule?.everyDays ?? null,
  nextAt: schedule?.nextAt.toISOString() ?? null,
})
