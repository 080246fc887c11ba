/** Names that installing, sending and working agree on. */

/** pg-boss's own tables live apart from ours, which it migrates by itself. */
export const JOB_SCHEMA = 'jobs'
/** Where jobs end that failed for good. */
export const DEAD_JOBS = 'dead'
/** The table that queues without a partition of their own share (pg-boss 12). */
export const JOB_TABLE = 'job_common'
