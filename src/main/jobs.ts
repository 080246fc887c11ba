/** Who does the jobs of each queue, and which come round by themselves: two tables, and their start. */
import { workJobs, type JobWorkers } from '../adapters/jobs/work-jobs.ts'
import type { Services } from '../application/context.ts'
import type { JobHandler, JobHandlers, JobSchedules } from '../application/jobs/ports.ts'
import { checkDue } from '../application/check/check-due.ts'
import { checkSubmission } from '../application/intake/check-submission.ts'
import { expireIntakes } from '../application/intake/expire-intakes.ts'
import { mailSender } from '../application/intake/mail-sender.ts'
import { QUEUES } from '../application/jobs/queues.ts'
import { lookAtDue } from '../application/health/look-at-due.ts'
import { readKeyEvents } from '../application/health/read-key-events.ts'
import { provisionDue } from '../application/people/provisioning/provision-due.ts'
import { tendRequests } from '../application/people/requests/tend-requests.ts'
import { syncDue } from '../application/people/sync-due.ts'
import { deliverNotice } from '../application/notice/deliver-notice.ts'
import { sweepNotices } from '../application/notice/sweep-notices.ts'
import { remindReviewers } from '../application/review/remind-reviewers.ts'
import { tendCredentials } from '../application/rotation/tend-credentials.ts'
import { rewrapVault } from '../application/vault/rewrap-vault.ts'
import type { OpenDatabase } from './database.ts'

const HANDLERS: JobHandlers = {
  'credentials.tend': (ctx, _, signal) => tendCredentials(ctx, signal),
  'vault.rewrap': async (ctx, _payload, signal) => void (await rewrapVault(ctx, signal)),
  'health.look': async (ctx, _, signal) => void (await lookAtDue(ctx, signal)),
  'health.key_events': async (ctx, _, signal) => void (await readKeyEvents(ctx, signal)),
  'check.due': async (ctx, _, signal) => void (await checkDue(ctx, signal)),
  'people.sync': (ctx, _, signal) => syncDue(ctx, signal),
  'review.remind': (ctx) => remindReviewers(ctx),
  'people.requests': (ctx, _, signal) => tendRequests(ctx, signal),
  'people.provision': (ctx, _, signal) => provisionDue(ctx, signal),
  'notice.deliver': deliverNotice,
  'notice.sweep': async (ctx) => void (await sweepNotices(ctx)),
  'intake.check': async (ctx, payload) => void (await checkSubmission(ctx, payload)),
  'intake.tell_sender': mailSender,
  'intake.expire': async (ctx) => void (await expireIntakes(ctx)),
}

const SCHEDULES: JobSchedules = {
  'credentials.tend': { everyS: 60 * 60 },
  // Finds nothing to do as a rule; what a killed one left, or a late process wrote, it puts right.
  'vault.rewrap': { everyS: 5 * 60 },
  'health.look': { everyS: 5 },
  'health.key_events': { everyS: 300 },
  'check.due': { everyS: 600 },
  'people.sync': { everyS: 60 },
  'review.remind': { everyS: 60 * 60 },
  'people.requests': { everyS: 60 },
  'people.provision': { everyS: 60 },
  'notice.sweep': { everyS: 24 * 60 * 60 },
  'intake.expire': { everyS: 60 },
}

export const startJobs = (services: Services, database: OpenDatabase): JobWorkers =>
  workJobs({
    config: database.config,
    log: services.log,
    queues: QUEUES,
    schedules: Object.fromEntries(
      Object.entries(SCHEDULES).map(([queue, { everyS }]) => [queue, everyS]),
    ),
    run: async (queue, payload, signal) => {
      const handler = (HANDLERS as Record<string, JobHandler<unknown>>)[queue]
      const actor = { kind: 'job', name: queue } as const
      await handler?.({ ...services, actor, door: 'system' }, payload, signal)
    },
  })
