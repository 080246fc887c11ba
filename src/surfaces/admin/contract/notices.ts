/** One's own notices, and how one gets them. */
import { z } from 'zod'
import { PACES, type Pace, type Severity } from '../../../domain/notice/pace.ts'
import { endpoint } from './endpoint.ts'
import { line, role } from './fields.ts'
import { instant, listOf, none, nothing } from './forms.ts'

const tag = 'Notices'

export const pace = z.enum(Object.keys(PACES) as [Pace, ...Pace[]])
const severity = z.enum(['info', 'attention', 'urgent'] satisfies Severity[])
export const kindName = line.min(1).max(80)

const noticeView = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  severity,
  text: z.string(),
  /** Ids, counts, times and words of ours: nothing that somebody typed. */
  facts: z.record(z.string(), z.string()),
  /** Paths in the web app, the best one first. */
  links: z.array(z.string()),
  raisedAt: instant,
  readAt: instant.nullable(),
})
export type NoticeView = z.output<typeof noticeView>

const way = { inApp: z.boolean(), email: pace }

const choiceView = z.object({
  kind: z.string(),
  title: z.string(),
  severity,
  /** Who gets it unless they choose otherwise. */
  audience: z.array(role),
  ...way,
  byRole: z.object(way),
  chosen: z.boolean(),
})
export type ChoiceView = z.output<typeof choiceView>

export const noticeEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/notices',
    act: 'self',
    tag,
    summary: "One's own notices, newest first, and how many are unread",
    params: none,
    query: z.strictObject({
      unread: z.enum(['true', 'false']).optional(),
      /** Only what was raised before this moment. */
      before: z.iso.datetime().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    body: nothing,
    answer: listOf(noticeView).extend({ unread: z.number() }),
    status: 200,
  }),
  read: endpoint({
    method: 'POST',
    path: '/api/v1/notices/read',
    act: 'self',
    tag,
    summary: 'Mark notices as read; all of them where none are named',
    params: none,
    query: none,
    body: z.strictObject({ ids: z.array(line.max(40)).max(200).optional() }),
    answer: z.object({ marked: z.number() }),
    status: 200,
  }),
  choices: endpoint({
    method: 'GET',
    path: '/api/v1/notice-choices',
    act: 'self',
    tag,
    summary: 'The kinds of notices, and how one gets each',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(choiceView),
    status: 200,
  }),
  choose: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-choices/{kind}',
    act: 'self',
    tag,
    summary: 'Choose how one gets a kind of notices',
    params: z.strictObject({ kind: kindName }),
    query: none,
    body: z.strictObject(way),
    answer: nothing,
    status: 204,
  }),
}
