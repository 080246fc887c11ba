/** Whether background work is done: the round that comes every few seconds, and what failed for good. */
import { DEAD_JOBS, JOB_SCHEMA, JOB_TABLE } from '../../../adapters/jobs/schema.ts'
import { fail, ok, warn, type Check, type Finding } from '../check.ts'
import { ask } from './database.ts'

/** The looks at connections come round every five seconds (main/jobs.ts). */
const ROUND = 'health.look'
const STANDS_STILL_S = 120

export const jobsCheck: Check = {
  name: 'jobs',
  title: 'Background work',
  needs: ['database', 'running'],
  async look(subject) {
    const [row] = await ask<{ age: number | null; dead: number; late: number }>(
      subject,
      `select
        (select extract(epoch from now() - max(completed_on))::float
          from ${JOB_SCHEMA}.${JOB_TABLE} where name = '${ROUND}') as age,
        (select count(*)::int from ${JOB_SCHEMA}.${JOB_TABLE}
          where name = '${DEAD_JOBS}' and created_on > now() - interval '1 day') as dead,
        (select count(*)::int from ${JOB_SCHEMA}.${JOB_TABLE}
          where state in ('created', 'retry')
            and start_after < now() - interval '5 minutes') as late`,
    )
    return workDone(
      row?.age ?? null,
      row?.dead ?? 0,
      row?.late ?? 0,
      (Date.now() - (subject.running?.startedAt ?? new Date()).getTime()) / 1_000,
    )
  },
}

/** @param age seconds since the last round; `null` where none is known @param up seconds */
export function workDone(age: number | null, dead: number, late: number, up: number): Finding {
  if (age === null && up > STANDS_STILL_S)
    return fail(
      `This process has run for ${Math.round(up)} seconds, and nothing has been done in the background.`,
      'Look for “jobs:” in the log; restart one process.',
    )
  if (age !== null && age > STANDS_STILL_S)
    return fail(
      `Nothing has been done for ${Math.round(age)} seconds.`,
      'Look for “jobs:” in the log; restart one process.',
    )
  if (late > 0)
    return warn(
      `${late} jobs have been waiting for over five minutes.`,
      'Look for “jobs:” in the log; a slow receiver may hold them up.',
    )
  if (dead > 0)
    return warn(
      `${dead} jobs of the last day failed for good.`,
      'The log tells of each (“a job failed”); what they were for is still as it was.',
    )
  return ok(age === null ? 'It has just begun.' : `The last round was ${Math.round(age)} s ago.`)
}
