/** What is told of a check while it runs. Whoever reads slowly or leaves does not hold it up. */
import type { CheckReport, StepName, StepResult } from '../../domain/check/report.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import type { MaskedSamples } from './check-run.ts'

export type CheckProgress =
  | {
      readonly event: 'begun'
      readonly check: string
      readonly steps: readonly { readonly step: StepName; readonly title: string }[]
    }
  | { readonly event: 'step_begun'; readonly step: StepName }
  | { readonly event: 'doing'; readonly step: StepName; readonly text: string }
  | {
      readonly event: 'step'
      readonly result: StepResult
      /** Where they were asked for; they are stored nowhere. */
      readonly samples: MaskedSamples | null
    }
  | { readonly event: 'done'; readonly report: CheckReport }
  /** It could not be finished; nothing follows. */
  | { readonly event: 'broke'; readonly code: ErrorCode; readonly message: string }
