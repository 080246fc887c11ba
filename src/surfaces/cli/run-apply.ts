/** Carries a plan out and shows how far it is. */
import { applyProgress, provisioningEndpoints } from '../admin/contract/provisioning.ts'
import type { ApplyProgressView, ProvisioningPlanView } from '../admin/contract/provisioning.ts'
import { eventsOf } from './events-of.ts'
import { CliFailure, EXIT } from './failure.ts'
import { withLiveLine } from './live-line.ts'
import type { Session } from './session.ts'

/** @throws CliFailure where it is refused, or what kept it from its end */
export async function runApply(
  session: Session,
  { id, hash, connection }: ProvisioningPlanView,
): Promise<ProvisioningPlanView> {
  const bytes = await session.stream(provisioningEndpoints.apply, {
    params: { plan: id },
    body: { planHash: hash },
  })
  const events = eventsOf(bytes, applyProgress, () => cutOff(id))
  await withLiveLine(session, {
    title: `Carrying the plan out on ${connection.name}`,
    work: (say) => toTheEnd(events, id, say),
    ended: ({ steps, stopped }) =>
      stopped ? `Stopped after ${steps} steps` : `Carried out: ${steps} steps`,
  })
  return session.call(provisioningEndpoints.show, { params: { plan: id } })
}

interface End {
  readonly steps: number
  readonly stopped: boolean
}

async function toTheEnd(
  events: AsyncIterable<ApplyProgressView>,
  plan: string,
  say: (text: string) => void,
): Promise<End> {
  let steps = 0
  let all = 0
  for await (const event of events)
    switch (event.event) {
      case 'begun':
        break
      case 'reading':
        say('Reading the portal again')
        break
      case 'writing':
        all = event.items
        break
      case 'item':
        steps += 1
        say(`${steps} of ${all}: ${event.act} ${event.email}`)
        break
      case 'done':
        return { steps, stopped: event.stoppedBy !== null }
      case 'broke':
        throw new CliFailure(EXIT.failed, event.message, { details: [`(${event.code})`] })
    }
  throw cutOff(plan)
}

const cutOff = (plan: string): CliFailure =>
  new CliFailure(
    EXIT.unreachable,
    `The line to Hubward broke off. If it still runs, so does the plan: hubward people show-plan ${plan}.`,
  )
