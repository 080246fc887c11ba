/** Reads the users of a portal and shows how far it is. */
import { portalPeopleEndpoints, syncProgress } from '../admin/contract/people.ts'
import type { ReadingView, SyncProgressView } from '../admin/contract/people.ts'
import { eventsOf } from './events-of.ts'
import { CliFailure, EXIT } from './failure.ts'
import { withLiveLine } from './live-line.ts'
import type { Session } from './session.ts'

/** @throws CliFailure where it is refused or could not be finished; an incomplete one is returned */
export async function runSync(session: Session, connection: string): Promise<ReadingView> {
  const bytes = await session.stream(portalPeopleEndpoints.sync, { params: { connection } })
  const events = eventsOf(bytes, syncProgress, () => cutOff(connection))
  return withLiveLine(session, {
    title: `Reading the users of ${connection}`,
    work: (say) => lastOf(events, connection, say),
    ended: titleOf,
  })
}

async function lastOf(
  events: AsyncIterable<SyncProgressView>,
  connection: string,
  say: (text: string) => void,
): Promise<ReadingView> {
  let step = ''
  for await (const event of events) {
    if (event.event === 'done') return event.reading
    if (event.event === 'broke')
      throw new CliFailure(EXIT.failed, event.message, { details: [`(${event.code})`] })
    if (event.event === 'step') step = event.step.replaceAll('_', ' ')
    if (event.event === 'again') say('It contradicted itself, and is read once more')
    if (event.event === 'step' || event.event === 'page')
      say(`${step}: ${event.users} users, ${event.calls} calls`)
  }
  throw cutOff(connection)
}

const titleOf = ({ state, usersRead, calls }: ReadingView): string =>
  `${state === 'sealed' ? 'Sealed' : 'Incomplete'}: ${usersRead} users in ${calls} calls`

const cutOff = (connection: string): CliFailure =>
  new CliFailure(
    EXIT.unreachable,
    `The line to Hubward broke off. If it still runs, so does the reading: hubward people readings ${connection}.`,
  )
