/** Routes of one's own notices. */
import { setChoice, showChoices } from '../../../application/notice/choices.ts'
import { markNoticesRead, showInbox } from '../../../application/notice/inbox.ts'
import type { InboxEntry } from '../../../application/notice/ports.ts'
import { wordsOf } from '../../../domain/notice/notice.ts'
import { noticeEndpoints as endpoints, type NoticeView } from '../contract/notices.ts'
import { route } from '../route.ts'

export const noticeRoutes = [
  route(endpoints.list, async ({ ctx, query: { limit, unread, before } }) => {
    const inbox = await showInbox(ctx, {
      limit,
      unread: unread === 'true',
      ...(before !== undefined && { before: new Date(before) }),
    })
    return { items: inbox.entries.map(view), unread: inbox.unread }
  }),
  route(endpoints.read, async ({ ctx, body }) => ({ marked: await markNoticesRead(ctx, body) })),
  route(endpoints.choices, async ({ ctx }) => ({
    items: (await showChoices(ctx)).map((choice) => ({
      ...choice,
      audience: [...choice.audience],
      byRole: { ...choice.byRole },
    })),
  })),
  route(endpoints.choose, async ({ ctx, params, body }) => {
    await setChoice(ctx, { ...params, ...body })
    return undefined
  }),
]

const view = (entry: InboxEntry): NoticeView => ({
  id: entry.id,
  kind: entry.kind,
  ...wordsOf(entry),
  facts: { ...entry.facts },
  links: [...entry.links],
  raisedAt: entry.raisedAt.toISOString(),
  readAt: entry.readAt?.toISOString() ?? null,
})
