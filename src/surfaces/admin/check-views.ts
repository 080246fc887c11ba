/** A check's report in the contract's shape. */
import type { CheckReport } from '../../domain/check/report.ts'
import type { CheckReportView } from './contract/checks.ts'

export const checkReportView = (report: CheckReport): CheckReportView => ({
  ...report,
  steps: report.steps.map((step) => ({ ...step, findings: [...step.findings] })),
})
