/** Does the credential answer, and which is it? */
import { fine, judged, failure, warning, type Judgement } from '../../../domain/check/report.ts'
import {
  failureError,
  isPassing,
  type HubSpotFailure,
} from '../../../domain/connection/hubspot-failure.ts'
import { reconnectCommand } from '../../../domain/connection/mend.ts'
import { CREDENTIAL_KINDS } from '../../../domain/credential/kind.ts'
import { ERRORS, HubwardError } from '../../../domain/errors.ts'
import { describe, remedyFor, type Diagnosis } from '../../../domain/health/condition.ts'
import { askInUse } from '../../connection/ask-in-use.ts'
import { keepKnown } from '../../connection/keep-known.ts'
import type { AccountReading } from '../../connection/ports.ts'
import type { CheckRun, Step } from '../check-run.ts'

export const credentialStep: Step = {
  name: 'credential',
  needs: [],
  async run(run) {
    if (run.reading) return accepted(run, run.reading)
    try {
      run.ctx.credentials.forget(run.connection.id)
      const { connection, reading, inUse, askedAt, open } = await askInUse(run.ctx, run.connection)
      // From here on it is about the one that HubSpot was asked about: another, after a way back.
      run.connection = connection
      run.credentialInUse = inUse
      run.askedAt = askedAt
      if (!reading.ok) return open ? inDoubt(run, reading.error) : refused(run, reading.error)
      run.reading = keepKnown(reading.value, connection)
      return accepted(run, run.reading)
    } catch (thrown) {
      if (!(thrown instanceof HubwardError)) throw thrown
      const passes = ERRORS[thrown.code].retry === 'later'
      return judged('It cannot be used', [
        failure(
          thrown.message,
          passes ? AGAIN : `Give it a new one: ${reconnectCommand(run.connection)}`,
        ),
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
        passing ? AGAIN : `Give it a new one: ${reconnectCommand(run.connection)}`,
      ),
    ],
    { kind: run.connection.kind, reason: why.reason },
  )
}

function inDoubt({ connection }: CheckRun, why: HubSpotFailure): Judgement {
  const doubt: Diagnosis = { condition: 'in_doubt', confidence: 'certain', facts: {} }
  return judged(
    'HubSpot refuses it, and is not heard about the one before',
    [failure(describe(doubt), remedyFor(doubt, connection))],
    { kind: connection.kind, reason: why.reason },
  )
}

const AGAIN = 'Nothing was changed. Run the check again when that has passed.'
