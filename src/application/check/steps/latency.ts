/** Times a few of the smallest calls there are. Any credential for records may make them. */
import { judgeLatency, LATENCY_CALLS } from '../../../domain/check/judge-latency.ts'
import { judged, skipped } from '../../../domain/check/report.ts'
import { usable } from '../answer-in-words.ts'
import type { Step } from '../check-run.ts'

const SMALLEST = { method: 'GET', target: '/account-info/2026-09/details' } as const

export const latencyStep: Step = {
  name: 'latency',
  needs: ['credential'],
  async run(run) {
    if (run.connection.kind === 'developer_key')
      return skipped('HubSpot takes a developer key at no endpoint that could be timed')
    const times: number[] = []
    for (let call = 1; call <= LATENCY_CALLS; call++) {
      run.say(`call ${call} of ${LATENCY_CALLS}`)
      const asked = await run.ask(SMALLEST)
      // A key that may not read the account is good for what it may.
      if (asked.ok && asked.value.meaning.kind === 'missing_scopes')
        return skipped('The credential may not read the account, so there is nothing to time')
      const answer = usable('Timing HubSpot', asked)
      if (!answer.ok) return judged('It could not be timed', [answer.error])
      times.push(answer.value.tookMs)
    }
    return judgeLatency(times)
  },
}
