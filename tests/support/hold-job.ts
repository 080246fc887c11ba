/**
 * A replica for the tests of jobs, as a process of its own: takes a job, says so, and never finishes
 * it. Started by `fork`, ended by a kill.
 */
import { once } from 'node:events'
import { workJobs, type WorkOptions } from '../../src/adapters/jobs/work-jobs.ts'

export type JobProcessTask = Pick<WorkOptions, 'config' | 'queues'>

const quiet = (): void => undefined
const [task] = (await once(process, 'message')) as [JobProcessTask]
workJobs({
  ...task,
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  schedules: {},
  run: async (queue) => {
    process.send?.(queue)
    await new Promise(quiet)
  },
})
