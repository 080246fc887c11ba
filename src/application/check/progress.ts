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

/** Events in their order for one reader. A check has some dozens, so they are all kept. */
export class ProgressFeed implements AsyncIterable<CheckProgress> {
  readonly #events: CheckProgress[] = []
  #ended = false
  #wake: (() => void) | null = null

  tell(event: CheckProgress): void {
    this.#events.push(event)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<CheckProgress> {
    for (let at = 0; ; at++) {
      while (at >= this.#events.length) {
        if (this.#ended) return
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      const event = this.#events[at]
      if (event) yield event
    }
  }
}
