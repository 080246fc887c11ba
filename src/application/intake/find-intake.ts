import { HubwardError } from '../../domain/errors.ts'
import type { Intake } from '../../domain/intake/intake.ts'
import type { IntakeState } from '../../domain/intake/states.ts'
import type { Repositories } from '../ports.ts'

/** @throws HubwardError `resource.not_found` */
export async function findIntake(from: Repositories, id: string): Promise<Intake> {
  const intake = await from.intakes.get(id)
  if (intake) return intake
  throw new HubwardError('resource.not_found', `There is no request "${id.slice(0, 60)}".`)
}

/** What the write found instead: it says where the request is, and what that means. */
export function wrongState(intake: Intake, wanted: string): HubwardError {
  return new HubwardError(
    'intake.wrong_state',
    `The request "${intake.title}" cannot be ${wanted}: ${WHERE[intake.state]}`,
    { facts: { intakeId: intake.id, state: intake.state } },
  )
}

const WHERE: Readonly<Record<IntakeState, string>> = {
  open: 'nothing has been handed over yet.',
  submitted: 'what was handed over is still being checked at HubSpot. Wait a moment.',
  held: 'it waits for a decision.',
  stored: 'it was approved already, and the connection is there.',
  refused: 'it was refused already.',
  cancelled: 'it was cancelled.',
  expired: 'its time has run out, and what was there is wiped. Make a new one.',
  burned: 'it was ended because somebody tried to guess its link. Make a new one.',
}
