/** Long work with a live line in a terminal; without one where the output is piped or JSON. */
import type { Session } from './session.ts'

/** Below it a live line would be wrapped into nonsense. */
const LIVE_COLUMNS = 40

export interface LiveWork<T> {
  readonly title: string
  /** Says now and then how far it is. */
  readonly work: (say: (text: string) => void) => Promise<T>
  /** The line that stays. */
  readonly ended: (result: T) => string
}

/** @throws what the work throws */
export async function withLiveLine<T>(
  { io, out }: Session,
  { title, work, ended }: LiveWork<T>,
): Promise<T> {
  const { stdout } = process
  const live = !out.json && io.stdout === stdout && stdout.isTTY && stdout.columns >= LIVE_COLUMNS
  if (!live) return work(() => undefined)
  const { Listr } = await import('listr2')
  const list = new Listr<{ result: T }>([
    {
      title,
      task: async (context, task) => {
        context.result = await work((text) => (task.output = text))
        task.title = ended(context.result)
      },
    },
  ])
  return (await list.run()).result
}
