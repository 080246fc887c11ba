/** What a step of the job is, and how it says that something is not as it should be. */
import type { Stage } from './set-up.ts'

export interface Step {
  /** What happens, in the words of whoever does it. */
  readonly title: string
  /** @returns what there is to see @throws StepFailed, or whatever went wrong */
  run(stage: Stage): Promise<string[]>
}

export class StepFailed extends Error {}

/** @throws StepFailed */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new StepFailed(otherwise)
}
