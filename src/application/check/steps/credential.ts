/** Does the credential answer, and which is it? */
import { fine, judged, failure, warning, type Judgement } from '../../../domain/check/report.ts'
import {
  failureError,
  isPassing,
  type HubSpotFailure,
} from '../../../domain/connection/hubspot-failure.ts'
import { reconnectCommand } from '../../../domain/connection/mend.ts'
import { CREDENTIAL_KINDS } from '../../../domain/credential/kind.ts'
import { HubwardError } from '../../../domain/errors.ts'
import type { AccountReading } from '../../connection/ports.ts'
import { presentedAs } from '../../connection/presented.ts'
import type { CheckRun, Step } from '../check-run.ts'

export const credentialStep: Step = {
  name: 'credential',
  needs: [],
  async run(run) {
    if (run.reading) return accepted(run, run.reading)
    try {
      run.ctx.credentials.forget(run.connection.id)
      const token = await run.ctx.credentials.bearer(run.connection)
      const presented = await presentedAs(run.ctx, run.connection, token)
      const asked = await run.ctx.accounts.read(presented, run.connection)
      if (!asked.ok) return refused(run, asked.error)
      run.reading = asked.value
      return accepted(run, asked.value)
    } catch (thrown) {
      if (!(thrown instanceof HubwardError)) throw thrown
      return judged('It cannot be used', [
        failure(thrown.message, `Give it a new one: ${reconnectCommand(run.connection)}`),
      ])
    }
  },
}

function accepted({ connection }: CheckRun, reading: AccountReading): Judgement {
  const { title } = CREDENTIAL_KINDS[connection.kind]
  return judged(
    `HubSpot accepts it: a ${title}`,
    [
      fine(`HubSpot accepts the credential. It is a ${title}.`),
      ...reading.notices.map((notice) => warning(notice, null)),
    ],
    {
      kind: connection.kind,
      hubspotUserId: reading.hubspotUserId,
      hubspotAppId: reading.hubspotAppId,
      hubspotScopes: reading.hubspotScopes.length,
    },
  )
}

function refused(run: CheckRun, why: HubSpotFailure): Judgement {
  run.refusedBy = why
  const passing = isPassing(why)
  return judged(
    passing ? 'HubSpot could not be asked' : 'HubSpot does not accept it',
    [
      failure(
        failureError(why).message,
        passing
          ? 'Nothing was changed. Run the check again when that has passed.'
          : `Give it a new one: ${reconnectCommand(run.connection)}`,
      ),
    ],
    { kind: run.connection.kind, reason: why.reason },
  )
}
