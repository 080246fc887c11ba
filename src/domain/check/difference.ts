/** What is otherwise than at the check before, step by step. */
import type { CheckReport, Finding, Outcome, StepName, StepResult } from './report.ts'

export interface StepChange {
  readonly step: StepName
  readonly title: string
  /** `null`: the step is new. */
  readonly before: Outcome | null
  readonly after: Outcome
  /** Sentences that were not there before, and those that are not there any more. */
  readonly appeared: readonly string[]
  readonly gone: readonly string[]
}

/** Only steps whose outcome or warnings and failures differ: times and counts always do. */
export function differenceOf(
  before: Pick<CheckReport, 'steps'>,
  after: Pick<CheckReport, 'steps'>,
): readonly StepChange[] {
  return after.steps.flatMap((step) => {
    const earlier = before.steps.find((one) => one.step === step.step)
    const change: StepChange = {
      step: step.step,
      title: step.title,
      before: earlier?.outcome ?? null,
      after: step.outcome,
      appeared: without(troubles(step), troubles(earlier)),
      gone: without(troubles(earlier), troubles(step)),
    }
    const same =
      change.before === change.after && change.appeared.length === 0 && change.gone.length === 0
    return same ? [] : [change]
  })
}

const troubles = (step: StepResult | undefined): readonly Finding[] =>
  step?.findings.filter(({ outcome }) => outcome !== 'ok') ?? []

/** Numbers inside a sentence (calls, days left) do not make it another one. */
const kernel = (text: string): string => text.replaceAll(/\d[\d,]*/g, '#')

function without(all: readonly Finding[], others: readonly Finding[]): readonly string[] {
  const known = new Set(others.map(({ text }) => kernel(text)))
  return all.filter(({ text }) => !known.has(kernel(text))).map(({ text }) => text)
}
