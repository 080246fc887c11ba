/**
 * After the run, in plain words: which tests did not run here, and why. The counts of the default
 * reporter leave the reason out.
 */
import type { Reporter, TestModule } from 'vitest/node'

/** `describeInBrowser` writes the reason into the name. */
const REASON = /^(.+): skipped, since (.+)$/

export default class SaySkipped implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = new Map<string, string[]>()
    for (const { children, relativeModuleId } of modules)
      for (const { name } of children.suites()) {
        const [, what, why] = REASON.exec(name) ?? []
        if (what === undefined || why === undefined) continue
        reasons.set(why, [...(reasons.get(why) ?? []), `  ${relativeModuleId}: ${what}`])
      }
    for (const [why, skipped] of reasons)
      process.stdout.write(`\nSkipped, since ${why}:\n${skipped.toSorted().join('\n')}\n`)
  }
}
