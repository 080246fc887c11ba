/**
 * Reads the users of a portal and shows how far it is: a live line in a terminal, nothing where the
 * output is piped.
 */
import { portalPeopleEndpoints, syncProgress } from '../admin/contract/people.ts'
import type { ReadingView, SyncProgressView } from '../admin/contract/people.ts'
import { eventsOf } from './events-of.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Session } from './session.ts'

/** Below it a live line would be wrapped into nonsense. */
const LIVE_COLUMNS = 40

/** @throws CliFailure where it is refused or could not be finished; an incomplete one is returned */
export async function runSync(
  { io, out, stream }: Session,
  connection: string,
): Promise<ReadingView> {
  const bytes = await stream(portalPeopleEndpoints.sync, { params: { connection } })
  const events = eventsOf(bytes, syncProgress, () => cutOff(connection))
  const { stdout } = process
  const live = !out.json && io.stdout === stdout && stdout.isTTY && stdout.columns >= LIVE_COLUMNS
  if (!live) return lastOf(events, connection, () => undefined)
  const { Listr } = await import('listr2')
  const list = new Listr<{ reading?: ReadingView }>([
    {
      title: `Reading the users of ${connection}`,
      task: async (context, task) => {
        context.reading = await lastOf(events, connection, (text) => (task.output = text))
        task.title = titleOf(context.reading)
      },
    },
  ])
  const { reading } = await list.run({})
  if (!reading) throw cutOff(connection)
  return reading
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
