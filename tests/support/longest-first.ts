/**
 * The order in which files are run: the long ones first, so that no worker is still busy with one
 * when the other has nothing left. Vitest knows durations only of runs before, which a fresh checkout
 * has not.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, first; what a later line names comes later, and everything else after. */
const LONG = [
  /e2e\/pages\/every-page\.test/,
  /e2e\/(canary|demo)\.test/,
  /e2e\/(pages|journey)\//,
  /tests\/(crash|conformance)\//,
  /tests\/(budget|gateway)\//,
] as const

const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((pattern) => pattern.test(moduleId))
  return at === -1 ? LONG.length : at
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}
