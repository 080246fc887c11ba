/** From what was seen to figures, and from figures to a page. */
import { cpus, loadavg } from 'node:os'
import { LIMIT, WINDOW_MS } from './enforcing-server.ts'
import type { Scenario } from './scenarios.ts'
import type { TaskReport } from './task.ts'

export interface Outcome {
  readonly scenario: Scenario
  readonly reports: readonly TaskReport[]
  /** Arrivals at the server, in milliseconds from the first. */
  readonly accepted: readonly { readonly at: number; readonly group: string }[]
  /** Answers of 429. */
  readonly tooMany: number
}

export interface Summary {
  readonly scenario: string
  readonly accepted: number
  readonly tooManyRequests: number
  /** Of what the limit permits after the first window; `null` where less was wanted. */
  readonly permittedPercent: number | null
  /** Accepted in each ten seconds. */
  readonly perWindow: readonly number[]
  readonly cpuSeconds: number
  readonly groups: readonly GroupSummary[]
}

export interface GroupSummary {
  readonly group: string
  /** Calls per second after the first window. */
  readonly rate: number
  /** Waits for the allowance after the first window, in milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export function summarise({ scenario, reports, accepted, tooMany }: Outcome): Summary {
  const { durationMs } = scenario
  const steady = accepted.filter(({ at }) => at >= WINDOW_MS && at < durationMs)
  const permitted = (LIMIT * (durationMs - WINDOW_MS)) / WINDOW_MS
  const perWindow = Array.from(
    { length: Math.ceil(durationMs / WINDOW_MS) },
    (_, index) => accepted.filter(({ at }) => Math.floor(at / WINDOW_MS) === index).length,
  )
  const names = [...new Set(scenario.processes.flat().map(({ group }) => group))]
  return {
    scenario: scenario.name,
    accepted: accepted.length,
    tooManyRequests: tooMany,
    permittedPercent: scenario.light ? null : round((100 * steady.length) / permitted, 1),
    perWindow,
    cpuSeconds: round(sum(reports.map((one) => one.cpuSeconds)), 2),
    groups: names.map((group) => {
      const waits = reports.flatMap((one) => one.waits[group] ?? []).sort((a, b) => a - b)
      const calls = steady.filter((one) => one.group === group).length
      return {
        group,
        rate: round(calls / Math.max(1, (durationMs - WINDOW_MS) / 1000), 1),
        p50: round(quantile(waits, 0.5), 2),
        p95: round(quantile(waits, 0.95), 1),
        max: round(waits.at(-1) ?? 0, 0),
      }
    }),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const round = (value: number, digits: number): number => Number(value.toFixed(digits))
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

export function asMarkdown(summaries: readonly Summary[]): string {
  const rows = summaries.map(
    (one) =>
      `| ${one.scenario} | ${one.tooManyRequests} | ${one.permittedPercent === null ? '' : `${one.permittedPercent} %`} | ${one.perWindow.join(' ')} | ${one.cpuSeconds} |`,
  )
  const groups = summaries.flatMap((one) =>
    one.groups.map(
      (group) =>
        `| ${one.scenario} | ${group.group} | ${group.rate} | ${group.p50} | ${group.p95} | ${group.max} |`,
    ),
  )
  return `# The allowance under load

\`node bench/limiter/run.ts\`: processes call a server that enforces a rolling ${LIMIT} per
${WINDOW_MS / 1000} s, 30 to 80 ms away and back. Each token sleeps a window after its answer, so the
most that can be had is ${LIMIT} per ${WINDOW_MS / 1000} s and call: about 99.4 %. Measured on
${cpus().length} CPUs (${cpus()[0]?.model.trim() ?? 'unknown'}), load average ${round(loadavg()[0] ?? 0, 1)} at the end; trust the ratios.

| scenario | answers of 429 | of the permitted rate | accepted per 10 s | CPU s of all processes |
|---|---|---|---|---|
${rows.join('\n')}

Waits for the allowance after the first window, in milliseconds. \`greedy\` has 64 callers, \`polite\` 2; \`sync\`
has 64 in the bulk lane, \`people\` 8 who call about every 2 s; \`kill\` loses a process of four after 22 s:

| scenario | group | calls/s | p50 | p95 | most |
|---|---|---|---|---|---|
${groups.join('\n')}
`
}
