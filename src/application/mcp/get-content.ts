/** Shows pages and blog posts: a list of them, or one with its text. */
import { cleanText } from '../../domain/mcp/clean.ts'
import { fit } from '../../domain/mcp/fit.ts'
import { listAt, numberAt, textAt } from '../../domain/mcp/read-json.ts'
import { ok } from '../../domain/result.ts'
import { askHubSpot, path, query } from './ask-hubspot.ts'
import { pagesOf } from './paging.ts'
import { ABOUT_CONTENT, type ToolContext, type ToolOutcome } from './tool-context.ts'

/** Where HubSpot has each. Of pages there is no 2026-09 release (facts §3). */
export const CONTENT_KINDS = {
  site_pages: '/cms/pages/2026-03/site-pages',
  landing_pages: '/cms/pages/2026-03/landing-pages',
  blog_posts: '/cms/blogs/2026-09/posts',
  blog_authors: '/cms/blogs/2026-09/authors',
  blog_tags: '/cms/blogs/2026-09/tags',
} as const
export type ContentKind = keyof typeof CONTENT_KINDS

export interface GetContent {
  readonly kind: ContentKind
  readonly id?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** HubSpot's field by our name. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'name',
  title: 'htmlTitle',
  full_name: 'fullName',
  slug: 'slug',
  url: 'url',
  state: 'state',
  language: 'language',
  author: 'authorName',
  meta_description: 'metaDescription',
  publish_date: 'publishDate',
  created: 'created',
  updated: 'updated',
}

export async function getContent(ctx: ToolContext, input: GetContent): Promise<ToolOutcome> {
  const { kind, id, limit, cursor } = input
  const base = CONTENT_KINDS[kind]
  const pages = pagesOf(ctx, { kind, id, limit }, cursor)
  if (!pages.ok) return pages
  const answer = await askHubSpot(ctx, {
    method: 'GET',
    target:
      id === undefined
        ? path(base) + query({ limit, after: pages.value.position, sort: '-updatedAt' })
        : path(base, id),
  })
  if (!answer.ok) return answer
  const { body } = answer.value
  const found =
    id === undefined ? listAt(body, 'results').map(brief) : [{ ...brief(body), ...textOf(body) }]
  const { items, dropped, cutAt } = fit(found)
  const after = id === undefined ? textAt(body, 'paging', 'next', 'after') : undefined
  return ok({
    connection: ctx.connection.name,
    kind,
    total: numberAt(body, 'total') ?? items.length,
    returned: items.length,
    content: items,
    ...(after !== undefined && dropped === 0 && { next_cursor: pages.value.cursorAt(after) }),
    notices: [
      ...(dropped > 0
        ? [`${dropped} had no room: call get_content again with limit ${items.length}.`]
        : []),
      ...(cutAt !== null ? [`Texts over ${cutAt} characters were cut.`] : []),
      ...(after !== undefined && dropped === 0
        ? ['There is more: call get_content again with the same arguments and next_cursor.']
        : []),
      ...(id === undefined ? ['Give an id to read one with its text.'] : []),
    ],
    about_content: ABOUT_CONTENT,
  })
}

const brief = (json: unknown): Record<string, string> => ({
  id: cleanText(textAt(json, 'id') ?? ''),
  ...Object.fromEntries(
    Object.entries(FIELDS).flatMap(([ours, theirs]) => {
      const text = textAt(json, theirs)
      return text === undefined ? [] : [[ours, cleanText(text)]]
    }),
  ),
})

/** Posts carry their text; pages are built of modules and have none to show. */
function textOf(json: unknown): { text?: string } {
  const html = textAt(json, 'postBody') ?? textAt(json, 'postSummary') ?? textAt(json, 'bio')
  return html === undefined ? {} : { text: cleanText(plain(html)) }
}

/** Tags out, so that the text is what a reader sees; entities stay. Linear in the text's length. */
const plain = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[^<]*(?:<(?!\/\1>)[^<]*)*<\/\1>/gi, ' ')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .trim()
