import type { Installation } from '../activity/ports.ts'
import { authorise, type Context } from '../context.ts'

export type About = Awaited<ReturnType<Installation['about']>> & {
  readonly uptimeSeconds: number
  /** In the audit, as far as they are counted. */
  readonly events: number
}

/** What this installation is and how long it has been running. Nothing of it is a secret. */
export async function showAbout(ctx: Context): Promise<About> {
  authorise(ctx, 'read', 'about')
  const [about, events] = await Promise.all([ctx.installation.about(), ctx.activity.events()])
  const uptime = ctx.world.now().getTime() - about.startedAt.getTime()
  return { ...about, uptimeSeconds: Math.max(0, Math.floor(uptime / 1000)), events }
}
