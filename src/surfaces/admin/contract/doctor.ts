/** The examination of the installation, check by check, each with its remedy. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { none, nothing } from './forms.ts'

const check = z.object({
  /** For programs: `disk`, `clock_hubspot`. */
  name: z.string(),
  title: z.string(),
  /** `passed_over`: what it needs is not there, or is not set up. */
  status: z.enum(['ok', 'warn', 'fail', 'passed_over']),
  found: z.string(),
  remedy: z.string().nullable(),
})
export type CheckView = z.output<typeof check>

export const doctorEndpoints = {
  examine: endpoint({
    method: 'POST',
    path: '/api/v1/doctor',
    act: 'operate',
    tag: 'Settings',
    summary: 'Examine this installation: keys, database, clocks, disk, ways out; changes nothing',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({ checks: z.array(check) }),
    status: 200,
  }),
}
