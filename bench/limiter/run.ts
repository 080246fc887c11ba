/**
 * The allowance under load: `node bench/limiter/run.ts [--json] [--only <part of a name>]`. Needs
 * about three minutes. Writes bench/results/limiter.md, or prints JSON.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PoolConfig } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { forDatabase, prepareTestServer } from '../../tests/support/test-server.ts'
import { LIMIT, startEnforcingServer, type EnforcingServer } from './enforcing-server.ts'
import { asMarkdown, summarise, type Outcome, type Summary } from './report.ts'
import { ALONE, TOGETHER, type Scenario } from './scenarios.ts'
import type { Task, TaskReport } from './task.ts'

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
})
const chosen = (scenario: Scenario): boolean => scenario.name.includes(options.only)
let nextPortal = 1

const postgres = await prepareTestServer()
const hubspot = await startEnforcingServer()
try {
  const database = forDatabase(postgres.connection, postgres.template)
  const summaries: Summary[] = []
  for (const scenario of ALONE.filter(chosen))
    summaries.push(summarise(await play(scenario, database, hubspot)))
  const together = await Promise.all(
    TOGETHER.filter(chosen).map((scenario) => play(scenario, database, hubspot)),
  )
  summaries.push(...together.map(summarise))
  if (options.json) console.log(JSON.stringify(summaries, null, 2))
  else publish(asMarkdown(summaries))
} finally {
  hubspot.close()
  await postgres.stop()
}

function publish(markdown: string): void {
  console.log(markdown)
  if (options.only !== '') return
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'limiter.md'), markdown)
}

async function play(
  scenario: Scenario,
  database: PoolConfig,
  server: EnforcingServer,
): Promise<Outcome> {
  const portalId = nextPortal++
  const children = scenario.processes.map(() =>
    fork(join(import.meta.dirname, 'caller-process.ts'), { stdio: 'inherit' }),
  )
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('spawn', resolve))))
  const reports = children.map((child, index) =>
    report(child, {
      database,
      portalId,
      port: server.port,
      processId: `${scenario.name}-${index}`,
      limit: LIMIT,
      reserve: scenario.reserve,
      crowds: scenario.processes[index] ?? [],
      // A little longer than what is counted: they do not begin at the same instant.
      durationMs: scenario.durationMs + 2_000,
    }),
  )
  if (scenario.killAfterMs !== undefined) {
    await sleep(scenario.killAfterMs)
    children[0]?.kill('SIGKILL')
  }
  const ended = await Promise.all(reports)
  const { accepted, refused } = server.arrivals(String(portalId))
  return {
    scenario,
    reports: ended.filter((one) => one !== undefined),
    // From the first call on: starting the processes is not the limiter's matter.
    accepted: accepted.map(({ at, group }) => ({ at: at - (accepted[0]?.at ?? 0), group })),
    tooMany: refused,
  }
}

/** `undefined`: it was killed. */
function report(child: ChildProcess, task: Task): Promise<TaskReport | undefined> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as TaskReport))
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(undefined)
      else if (code !== 0) reject(new Error(`${task.processId} ended with ${code}`))
    })
    child.send(task)
  })
}
