/** One's own inbox. */
import type { Context } from '../context.ts'
import { demandPerson } from '../sign-in/demand-person.ts'
import type { InboxEntry } from './ports.ts'

export interface Inbox {
  readonly entries: readonly InboxEntry[]
  readonly unread: number
}

export async function showInbox(
  ctx: Context,
  page: { readonly limit: number; readonly unread?: boolean; readonly before?: Date },
): Promise<Inbox> {
  const { principalId } = demandPerson(ctx)
  const { notices } = ctx.store.read
  const [entries, unread] = await Promise.all([
    notices.inbox(principalId, page),
    notices.unread(principalId),
  ])
  return { entries, unread }
}

/** @param ids all that are unread where none are named. @returns how many were unread */
export async function markNoticesRead(
  ctx: Context,
  { ids }: { readonly ids?: readonly string[] | undefined },
): Promise<number> {
  const { principalId } = demandPerson(ctx)
  return ctx.store.aside((tx) => tx.notices.markRead(principalId, ctx.world.now(), ids))
}
